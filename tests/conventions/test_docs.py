"""Whether what the documents say can be found."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conventions.test_code import ROOT, modules

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADRS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
LINK = re.compile(r"!?\[[^\]]+\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
VARIABLE = re.compile(r"`([A-Z][A-Z_]+)`")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(document: Path) -> set[str]:
    """The headings of a document as the addresses that a forge gives them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_of_a_document_leads_somewhere(document):
    for target in LINK.findall(document.read_text()):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document

        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


def test_the_decisions_are_numbered_in_one_series_without_a_gap():
    titles = [path.read_text().partition("\n")[0] for path in ADRS]

    assert [path.name[:4] for path in ADRS] == [f"{number:04}" for number in range(1, len(ADRS) + 1)]
    assert [title.partition(".")[0] for title in titles] == [
        f"# {number}" for number in range(1, len(ADRS) + 1)
    ]


def test_the_index_lists_every_decision_by_its_title():
    index = (ROOT / "docs" / "adr" / "README.md").read_text()

    for number, path in enumerate(ADRS, start=1):
        title = path.read_text().partition("\n")[0].removeprefix(f"# {number}. ")
        assert f"{number}. [{title}]({path.name})" in index


def test_the_table_of_settings_has_every_variable_that_is_read_and_no_other():
    settings = ast.parse((ROOT / "pcc_oversight" / "settings.py").read_text())
    read = {
        call.args[0].value
        for call in ast.walk(settings)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).startswith("env.")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    operations = (ROOT / "docs" / "operations.md").read_text()
    table = operations.partition("## Settings")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]

    assert {variable for row in rows for variable in VARIABLE.findall(row)} == read


def words_of(text: str) -> Iterator[str]:
    """The names in the code spans of a text: `Case.handler` has two, `complaints/roads.py` is one path."""
    for span in CODE.findall(text):
        if re.fullmatch(r"[\w.]+(\(\))?", span) and span[0] != ".":
            yield from span.removesuffix("()").split(".")


@pytest.mark.parametrize("document", ["glossary.md", "architecture.md", "privacy.md"])
def test_what_a_document_names_is_in_the_code(document):
    text = (ROOT / "docs" / document).read_text()
    source = "\n".join(path.read_text() for path in modules())
    known = set(re.findall(r"\w+", source))

    assert [word for word in words_of(text) if word not in known] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_a_path_that_a_document_names_is_there(document):
    roots = [ROOT, ROOT / "casework"]
    rooms = {path.name for root in roots for path in root.iterdir() if path.is_dir()} - {"var"}
    for span in CODE.findall(document.read_text()):
        if re.fullmatch(r"[\w/.*-]+/[\w/.*-]*", span) and span.split("/")[0] in rooms:
            assert any(list(root.glob(span.rstrip("/"))) for root in roots), span
