import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from local_services.folders import ROOT

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def ends_with_its_parent(signal_sent: int) -> Callable[[], None]:
    """What a child runs first, so that a killed parent does not leave it behind (Linux only).

    Elsewhere an orphan is found and stopped by the next start.
    """

    def ask_the_kernel() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal_sent)

    return ask_the_kernel


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
    user: int | None = None,
    group: int | None = None,
    end_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            # A session of its own: Ctrl-C reaches only the process that ends the others in order.
            start_new_session=True,
            preexec_fn=ends_with_its_parent(end_signal),
        )


def in_the_foreground(command: Sequence[str | Path], environment: dict[str, str]) -> int:
    """Run a command in this terminal and give back its exit code."""
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reached the command too; we only see it out, and then give the services up.
            continue


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, within: float = 20) -> None:
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def command_line(pid: int) -> str:
    """What the process was started with; empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    listing = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return listing.stdout


def stop_left_over(pid: int, *, marker: str, with_signal: int = signal.SIGTERM, within: float = 20) -> None:
    """Stop what an earlier start left running, once its command line shows that it is indeed that.

    A process number found in a file may by now belong to somebody else's process.
    """
    until = time.monotonic() + within
    while marker in command_line(pid):
        if time.monotonic() > until:
            with_signal = signal.SIGKILL
        try:
            os.kill(pid, with_signal)
        except ProcessLookupError:
            return
        time.sleep(0.2)
