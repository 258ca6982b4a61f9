"""Where things stand in this checkout. Standard library only: setup reads it before anything is installed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
RUN = VAR / "run"
LOGS = VAR / "log"
ENVIRONMENT_FILE = VAR / "env"
