"""Where a service keeps its data and its socket, and as whom it runs.

PostgreSQL refuses to run as root. As root we run it as an account that may do nothing else, and that
account must be able to reach its programs, data and socket: a checkout under /root is closed to it.
"""

import hashlib
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from local_services.folders import ROOT, RUN, VAR

LONGEST_SOCKET_PATH = 107  # bytes, sun_path in Linux less its closing NUL (macOS: 103)
ACCOUNTS = ("postgres", "nobody")


class OutOfReach(Exception):
    """There is data where the account we run a service as cannot go."""


@dataclass(frozen=True)
class Account:
    """Whom a service runs as; no number means as ourselves."""

    uid: int | None = None
    gid: int | None = None

    def can_reach(self, path: Path) -> bool:
        if self.uid is None:
            return True
        return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents if folder.exists())

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def unprivileged_account() -> Account:
    """Ourselves, or as root an account without rights that every Linux has."""
    if os.geteuid() != 0:
        return Account()
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in ACCOUNTS if name in known)
    return Account(entry.pw_uid, entry.pw_gid)


def home_of(service: str, account: Account) -> Path:
    """The folder of the service's data: in `var/`, or where root's checkout is closed to the account, in
    /var/lib with a link to it from `var/`."""
    home = VAR / service
    if home.is_symlink() and home.exists():
        return home.resolve()
    VAR.mkdir(exist_ok=True)
    if account.uid is not None:
        VAR.chmod(0o755)
    if not account.can_reach(home):
        mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
        outside = Path("/var/lib") / f"pcc-oversight-{mark}" / service
        if home.is_dir() and not home.is_symlink():
            raise OutOfReach(f"{home} was made by another account: run as that one, or move it away.")
        outside.mkdir(parents=True, exist_ok=True)
        home.unlink(missing_ok=True)
        home.symlink_to(outside)
        home = outside
    home.mkdir(exist_ok=True)
    home.chmod(0o700)
    account.own(home)
    return home


def socket_folder(service: str, account: Account, *, longest_name: str) -> Path:
    """A private folder whose path leaves room for the socket: in `var/run`, or one that is noted there."""
    folder = RUN / service
    noted = RUN / f"{service}.folder"
    if noted.is_file():
        folder = Path(noted.read_text())
    is_usable = len(os.fsencode(folder / longest_name)) <= LONGEST_SOCKET_PATH - 4 and account.can_reach(
        folder
    )
    if not is_usable or (noted.is_file() and not is_private(folder, account)):
        folder = Path(tempfile.mkdtemp(prefix="oversight-"))
        noted.write_text(str(folder))
    RUN.mkdir(parents=True, exist_ok=True)
    if account.uid is not None:
        RUN.chmod(0o755)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    account.own(folder)
    return folder


def is_private(folder: Path, account: Account) -> bool:
    """Whether a folder in a place that others may write to is still the one we made."""
    owner = os.geteuid() if account.uid is None else account.uid
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == owner


def reachable_copy(folders: list[Path], account: Account, *, home: Path, version: str) -> Path:
    """The parent of these folders, or of a copy beside the data if the account cannot reach them."""
    if all(account.can_reach(folder / "any") for folder in folders):
        return folders[0].parent
    copy = home.parent / f"programs-{version}"
    if not copy.is_dir():
        half_made = home.parent / f"programs-{version}.new"
        shutil.rmtree(half_made, ignore_errors=True)
        for folder in folders:
            shutil.copytree(folder, half_made / folder.name, symlinks=True)
        for path in [half_made, *half_made.rglob("*")]:
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
                )
        half_made.rename(copy)
    return copy
