"""What every module of the product keeps to."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "casework",
    "complaints",
    "conduct",
    "demonstration",
    "govuk",
    "interests",
    "legitimacy",
    "local_services",
    "pcc_oversight",
    "reporting",
)
KERNEL = ("desk", "letters", "approvals", "documents", "deadlines", "cases", "people", "outbox", "trail")

# Who else works for one request, as a view does, and is handed no moment by it.
READ_THE_CLOCK_FOR_A_REQUEST = {
    "casework/approvals/scheme.py",
    "casework/deadlines/templatetags/deadlines.py",
    "casework/people/adapters.py",
    "casework/people/backends.py",
    "casework/people/changes.py",
    "casework/people/context.py",
    "casework/people/models.py",
    "complaints/rate_limits.py",
}
CLOCK = re.compile(r"timezone\.(now|localdate|localtime)\(\)|datetime\.now\(|date\.today\(")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", list(modules()), ids=name)
def test_a_module_is_under_400_lines(path):
    assert len(path.read_text().splitlines()) < 400


def test_only_views_tasks_and_commands_read_the_clock():
    may_read = re.compile(r"/(views|tasks|commands)(/|\.py)")

    reading = {name(path) for path in modules() if CLOCK.search(path.read_text())}

    assert {path for path in reading if not may_read.search(path)} == READ_THE_CLOCK_FOR_A_REQUEST


def height(app: str) -> int:
    """How high up the house an app stands: a relation may point down or stay, never up."""
    if app in KERNEL:
        return len(KERNEL) - KERNEL.index(app)
    return {"reporting": 30}.get(app, 20)


def relations_by_name() -> Iterator[tuple[Path, str, str]]:
    """Foreign keys and models that code names in a string, which import-linter cannot see."""
    for path in modules():
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            what = ast.unparse(call.func).rpartition(".")[2]
            if what not in ("ForeignKey", "OneToOneField", "ManyToManyField", "get_model"):
                continue
            target = call.args[0]
            if isinstance(target, ast.Constant) and "." in target.value:
                yield path, what, target.value.partition(".")[0]


def test_a_relation_named_in_a_string_points_down_the_house_too():
    upwards = [
        (name(path), app)
        for path, _, app in relations_by_name()
        if height(app) > height(path.relative_to(ROOT).parts[path.relative_to(ROOT).parts[0] == "casework"])
    ]

    assert upwards == []


@pytest.mark.parametrize("banned", ["common", "core", "utils", "helpers"])
def test_no_room_or_module_is_named_for_nothing(banned):
    assert [
        name(path) for path in modules() if banned in (path.stem, *path.relative_to(ROOT).parts[:-1])
    ] == []


def test_a_form_validates_and_never_saves():
    assert [name(path) for path in modules() if re.search(r"\bModelForm\b", path.read_text())] == []


def test_every_box_for_words_keeps_out_what_turns_text_around():
    boxes = re.compile(r"\bforms\.CharField\(")

    assert [name(path) for path in modules() if boxes.search(path.read_text())] == []


def test_what_people_read_is_spelt_as_in_britain():
    american = re.compile(r"\b(\w+(?<!s)iz(?:e|ed|ing|ation)s?|behavior|canceled|fulfill|enrollment)\b")
    kept = {"prize", "prizes", "seize", "seized"}
    found = set()
    for template in (ROOT / "templates").rglob("*.html"):
        words = re.sub(r"<[^>]*>|{[{%#].*?[}%#]}", " ", template.read_text(), flags=re.DOTALL)
        found |= {(template.name, word) for word in american.findall(words) if word not in kept}

    assert found == set()
