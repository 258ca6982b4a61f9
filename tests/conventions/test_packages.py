"""What we build on, and how it is pinned."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PYPROJECT = (ROOT / "pyproject.toml").read_text()


def declared() -> list[str]:
    project = tomllib.loads(PYPROJECT)["project"]
    return [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]


@pytest.mark.parametrize("dependency", declared())
def test_a_dependency_says_what_it_is_for(dependency):
    line = next(line for line in PYPROJECT.splitlines() if f'"{dependency}"' in line)

    assert re.search(r"# \w+", line.partition(dependency)[2])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_each_package_by_its_hashes(lock):
    packages = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())[1:]

    assert len(packages) > 50
    assert [package.partition(" ")[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_front_end_lock_holds_hashes_and_no_address():
    lock = (ROOT / "package-lock.json").read_text()
    installed = {name: package for name, package in json.loads(lock)["packages"].items() if name}

    assert installed
    assert "://" not in lock  # npm writes where to send money, too: take the "funding" entries out
    assert [name for name, package in installed.items() if "integrity" not in package] == []


def test_nothing_committed_names_a_folder_of_one_machine():
    ours = [path for pattern in ("*.py", "*.toml", "*.yml", "*.json") for path in ROOT.glob(pattern)]
    ours += [
        path for folder in ("script", "local_services", "pcc_oversight") for path in (ROOT / folder).iterdir()
    ]

    assert [
        path.name for path in ours if path.is_file() and re.search(r"/(home|root|Users)/", path.read_text())
    ] == []
