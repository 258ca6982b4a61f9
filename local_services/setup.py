"""Make everything the product runs on: an environment of our own, the packages in the locks, the style sheet.

Standard library only, because nothing is installed yet. Each step is skipped while what it was made
from has not changed, so a second run takes no time.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from local_services.folders import ROOT, RUN, VENV
from local_services.progress import say, shown

SERVER_LOCK = ROOT / "requirements.lock"
DEVELOPER_LOCK = ROOT / "requirements-dev.lock"
NODE_MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "build"

# What the pages load, by the name they load it under. No crown, crest or typeface of another body is copied.
SCRIPTS = {
    "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "moj-frontend.min.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
}
ICONS = "@ministryofjustice/frontend/moj/assets/images"


class SetupFailed(Exception):
    pass


def digest(paths: Iterable[Path], *facts: str) -> str:
    found = hashlib.sha256("\n".join(facts).encode())
    for path in paths:
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def is_done(stamp: Path, made_from: str) -> bool:
    return stamp.is_file() and stamp.read_text() == made_from


def run(command: list[str | Path], what: str, reached: Callable[[str], str] = lambda _: "") -> None:
    """Run `command`, showing as progress what `reached` makes of a line; show all it said if it fails."""
    environment = os.environ | {
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        # Trust whom the machine trusts, as pip does: an office's own proxy among them.
        "NODE_USE_SYSTEM_CA": "1",
    }
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = []
    with shown(what) as progress:
        for line in process.stdout:
            said.append(line)
            progress.reached = reached(line) or progress.reached
        ended = process.wait()
    if ended != 0:
        raise SetupFailed("".join(said[-40:]) + f"\n{' '.join(map(str, command))} failed")


def packages_reached(total: int) -> Callable[[str], str]:
    fetched = count(1)

    def reached(line: str) -> str:
        if line.startswith("Collecting"):
            return f"{next(fetched)} of {total} packages fetched"
        return "all fetched, putting them in place" if line.startswith("Installing") else ""

    return reached


def make_environment() -> None:
    """Make `.venv`, or make it again if it was made for another folder or its Python has gone."""
    python = VENV / "bin" / "python"
    marker = VENV / "made-for"
    here = f"{VENV} {sys.version_info.major}.{sys.version_info.minor}"
    if python.exists() and marker.is_file() and marker.read_text().startswith(f"{VENV} "):
        return
    try:
        with shown("Making .venv"):
            venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        raise SetupFailed(
            "Python cannot make an environment here. On Debian: apt-get install python3-venv"
        ) from error
    marker.write_text(here)


def install_packages(*, developer: bool) -> None:
    lock = DEVELOPER_LOCK if developer else SERVER_LOCK
    stamp = VENV / f"installed-{lock.stem}"
    made_from = digest([lock])
    if is_done(stamp, made_from):
        return
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text().splitlines())
    pip: list[str | Path] = [VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install"]
    run(
        [*pip, "--require-hashes", "--no-deps", "-r", lock],
        f"Installing the Python packages in {lock.name}",
        packages_reached(total),
    )
    stamp.write_text(made_from)


def install_front_end() -> None:
    stamp = NODE_MODULES / ".installed"
    made_from = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    if is_done(stamp, made_from) or NODE_MODULES.is_symlink():
        return
    npm: list[str | Path] = [VENV / "bin" / "npm", "ci", "--no-progress"]
    run(npm, "Installing the front-end packages in package-lock.json")
    stamp.write_text(made_from)


def build_static() -> None:
    """Compile the style sheet and put beside it the scripts and icons that the pages load."""
    sources = [
        *sorted((ROOT / "static" / "scss").rglob("*.scss")),
        ROOT / "package-lock.json",
        Path(__file__),
    ]
    stamp = BUILT / ".built"
    made_from = digest(sources)
    if is_done(stamp, made_from):
        return
    shutil.rmtree(BUILT, ignore_errors=True)
    sass: list[str | Path] = [VENV / "bin" / "node", NODE_MODULES / "sass" / "sass.js"]
    choices = ["--load-path=.", "--quiet-deps", "--style=compressed", "--no-source-map"]
    run([*sass, *choices, "static/scss/app.scss", BUILT / "app.css"], "Building the style sheet")
    for name, source in SCRIPTS.items():
        text = (NODE_MODULES / source).read_text()
        # The maps are not served, and naming a missing file stops `collectstatic`.
        (BUILT / name).write_text(text.partition("//# sourceMappingURL=")[0])
    (BUILT / "images").mkdir()
    for icon in sorted((NODE_MODULES / ICONS).glob("icon-*.svg")):
        shutil.copy(icon, BUILT / "images" / icon.name)
    stamp.write_text(made_from)


def set_up(*, developer: bool) -> None:
    RUN.mkdir(parents=True, exist_ok=True)
    with (RUN / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # script/server and script/test may start together
        if not VENV.is_symlink():
            make_environment()
            install_packages(developer=developer)
        install_front_end()
        build_static()


def main() -> int:
    try:
        set_up(developer="--developer" in sys.argv[1:])
    except SetupFailed as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
