from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"

# Before one of them imports another, so that the asserts of all of them say what they found.
pytest.register_assert_rewrite("tests.fixtures")
# Every module in tests/fixtures, so that each room adds its own without touching this file.
pytest_plugins = [f"tests.fixtures.{module.stem}" for module in sorted(FIXTURES.glob("[!_]*.py"))]
