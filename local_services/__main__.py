"""`python -m local_services server|manage|run|keep`: what the commands in `script/` call."""

import signal
import subprocess
import sys

from local_services import environment, keeper, server
from local_services.folders import ROOT


def run(command: list[str], **variables: str) -> int:
    """Run one command beside the services, and give back what it exits with."""
    with environment.with_services(**variables) as found:
        # Ctrl-C goes to the command, which sits in this terminal too; we stay to give the services up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return subprocess.run(command, cwd=ROOT, env=found, preexec_fn=_hear_ctrl_c).returncode


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main(task: str, *words: str) -> int:
    if task == "keep":
        keeper.keep(keeper.SERVICES[words[0]])
        return 0
    if task == "server":
        server.main(list(words))
        return 0
    if task == "manage":
        environment.write_once()
        return run([sys.executable, "manage.py", *words])
    if task == "test":
        return run(list(words), **environment.TESTS)
    raise SystemExit(f"{task}: not one of server, manage, test, keep")


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except keeper.DidNotStart as error:
        sys.exit(str(error))
