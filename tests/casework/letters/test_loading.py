from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.letters.loading import BadTemplate, load_templates
from casework.letters.models import Template
from casework.trail.models import Entry

pytestmark = pytest.mark.django_db

ON = date(2026, 2, 28)
AT = datetime(2026, 2, 28, 9, tzinfo=UTC)
HEAD = "---\nname: Update\nsubject: An update: {case.reference}\ncounts_as_update: yes\n---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "update.md").write_text(f"{HEAD}Dear {{to.name}},\n\n---\n\nBye\n", encoding="utf-8")
    return tmp_path


def test_a_file_becomes_the_first_version_of_a_template(folder):
    (template,) = load_templates(folder, on=ON, at=AT)

    assert (template.code, template.version, template.from_on) == ("update", 1, ON)
    assert (template.subject, template.counts_as_update) == ("An update: {case.reference}", True)
    assert template.body == "Dear {to.name},\n\n---\n\nBye\n"
    assert Entry.objects.get().changes == {"template": "update", "version": 1}


def test_the_same_words_make_no_new_version(folder):
    load_templates(folder, on=ON, at=AT)

    assert load_templates(folder, on=date(2026, 3, 1), at=AT) == []


def test_changed_words_make_the_next_version_and_leave_the_old(folder):
    load_templates(folder, on=ON, at=AT)
    (folder / "update.md").write_text(f"{HEAD}Hello", encoding="utf-8")

    (changed,) = load_templates(folder, on=date(2026, 3, 1), at=AT)

    assert changed.version == 2
    assert Template.objects.get(version=1).body.startswith("Dear")


@pytest.mark.parametrize(
    ("text", "said"), [("Dear you", "no head"), ("---\nname: Update\n---\nDear you", "its subject")]
)
def test_a_file_that_is_no_template_is_refused_by_name(tmp_path, text, said):
    (tmp_path / "update.md").write_text(text)

    with pytest.raises(BadTemplate, match=f"update.md.*{said}"):
        load_templates(tmp_path, on=ON, at=AT)
