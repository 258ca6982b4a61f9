from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"

# Every module in tests/fixtures, so that each room adds its own without touching this file.
pytest_plugins = [f"tests.fixtures.{module.stem}" for module in sorted(FIXTURES.glob("[!_]*.py"))]
