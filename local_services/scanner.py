"""A real clamd for the tests, which knows one signature: the harmless EICAR file.

Its own signature downloads are neither needed nor used.
"""

import shutil
import socket
import subprocess
from pathlib import Path

from local_services import places, processes
from local_services.folders import LOGS

NAME = "clamd"
SOCKET = "clamd.sock"
OURSELVES = places.Account()
# The EICAR test file, in two parts so that no scanner takes this module for it.
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIGURATION = """\
LocalSocket {socket}
DatabaseDirectory {signatures}
TemporaryDirectory {home}
LogFile {log}
Foreground yes
FixStaleSocket yes
StreamMaxLength 64M
MaxFileSize 64M
MaxScanSize 256M
"""


class NoScanner(Exception):
    """There is no clamd on this machine."""


def program() -> str:
    found = shutil.which("clamd") or shutil.which(
        "clamd", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
    )
    if found is None:
        raise NoScanner("Install clamd (Debian: clamav-daemon): the tests scan real files with it.")
    return found


def _socket() -> Path:
    return places.socket_folder(NAME, OURSELVES, longest_name=SOCKET) / SOCKET


def address() -> str:
    return str(_socket())


def answers() -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(_socket()))
            connection.sendall(b"nPING\n")
            return connection.recv(16).startswith(b"PONG")
        except OSError:
            return False


def start() -> subprocess.Popen[bytes]:
    clamd = program()
    home = places.home_of(NAME, OURSELVES)
    signatures = home / "signatures"
    signatures.mkdir(exist_ok=True)
    (signatures / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:0:{EICAR.encode().hex()}\n")
    configuration = home / "clamd.conf"
    log = LOGS / "clamd.log"
    configuration.write_text(
        CONFIGURATION.format(
            socket=_socket(), signatures=signatures, home=home, log=log.with_suffix(".own.log")
        )
    )
    pid_file = home / "pid"
    if pid_file.is_file():
        processes.stop_left_over(int(pid_file.read_text()), marker=str(configuration))
    _socket().unlink(missing_ok=True)
    process = processes.start([clamd, "--config-file", configuration], log=log)
    pid_file.write_text(str(process.pid))
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    processes.stop(process)
