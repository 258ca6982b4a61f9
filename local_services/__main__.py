"""`python -m local_services TASK`: what the commands in `script/` call."""

import sys
from pathlib import Path

from local_services import backup, environment, keeper, processes, server, testing


def main(task: str, *words: str) -> int:
    if task == "keep":
        keeper.keep(keeper.SERVICES[words[0]])
        return 0
    if task == "server":
        server.main(list(words))
        return 0
    if task == "manage":
        environment.write_once()
        with environment.with_services() as variables:
            environment.bring_up_to_date(variables)
            return processes.in_the_foreground([sys.executable, "manage.py", *words], variables)
    if task == "bench":
        environment.write_once()
        with environment.with_services() as variables:
            return processes.in_the_foreground([sys.executable, "-m", "tests.bench", *words], variables)
    if task in ("backup", "restore"):
        with environment.with_services() as variables:
            folder = Path(words[0]).resolve()
            backup.back_up(folder, variables) if task == "backup" else backup.restore(folder, variables)
        return 0
    if task == "check":
        return testing.check()
    if task == "test":
        return testing.test(list(words))
    raise SystemExit(f"There is no task called {task}.")


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except backup.Refused as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except (keeper.DidNotStart, testing.Missing) as error:
        sys.exit(str(error))
