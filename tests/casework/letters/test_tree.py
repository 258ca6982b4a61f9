from casework.letters import tree


def text(node: str) -> dict:
    return {"kind": "text", "text": node}


def paragraph(*nodes: dict) -> dict:
    return {"kind": "paragraph", "children": list(nodes)}


def test_a_template_becomes_blocks():
    grown = tree.grow("## What\n\nPlain **strong** *soft*\n\n1. one\n2. two", {})

    assert [node["kind"] for node in grown] == ["heading", "paragraph", "numbers"]
    assert grown[0]["level"] == 2
    assert [node["kind"] for node in grown[1]["children"]] == ["text", "strong", "text", "emphasis"]


def test_a_value_alone_in_its_paragraph_keeps_its_own_paragraphs_and_lines():
    grown = tree.grow("{text}", {"text": "One\r\ntwo\n\n\nThree"})

    assert grown == [paragraph(text("One"), {"kind": "break"}, text("two")), paragraph(text("Three"))]


def test_a_value_inside_a_sentence_stays_on_its_line():
    assert tree.words(tree.grow("Dear {name}, hello", {"name": "Gwen\nPryce"})) == "Dear Gwen Pryce, hello"


def test_a_value_is_text_whatever_is_in_it():
    grown = tree.grow("{text}\n\nAnd {text}", {"text": "# Title **x** {other}"})

    assert grown == [paragraph(text("# Title **x** {other}")), paragraph(text("And # Title **x** {other}"))]


def test_sections_bring_their_own_headings_below_the_one_above():
    findings = [{"heading": "Allegation 1", "text": "Acceptable.\n\nWhy."}]

    grown = tree.grow("## Decided\n\n{findings}", {"findings": findings})

    assert [node["kind"] for node in grown] == ["heading", "heading", "paragraph", "paragraph"]
    assert grown[1] == {"kind": "heading", "level": 3, "children": [text("Allegation 1")]}


def test_no_level_of_heading_is_left_out():
    grown = tree.grow("#### Deep\n\n#### Deeper", {})

    assert [node["level"] for node in grown] == [2, 3]


def test_a_missing_value_stands_out():
    assert tree.words(tree.grow("Dear {name},\n\n{what_we_did}", {})) == "Dear [Name],\n\n[What we did]"


def test_a_paragraph_whose_optional_value_is_empty_is_left_out():
    assert tree.grow("{signed_as?}\n\nCall {phone?} now", {"signed_as": ""}) == []


def test_an_optional_value_that_is_given_is_printed():
    assert tree.words(tree.grow("{signed_as?}", {"signed_as": "Manager"})) == "Manager"


def test_html_in_a_template_is_text():
    assert tree.words(tree.grow("a <b>c</b>", {})) == "a <b>c</b>"


def test_placeholders_are_named_once_and_optional_ones_are_not_needed():
    body = "{to.name} {made_on} {made_on} {signed_as?}"

    assert tree.placeholders(body) == ["to.name", "made_on"]
    assert tree.fields_of(body) == ["made_on", "signed_as"]
