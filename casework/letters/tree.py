"""A letter as a tree of plain data: what the PDF and the page on screen are both drawn from.

Only the template's own words are Markdown. What people typed is put in afterwards, as text, so that nothing
in it can become a heading, a link or a command.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node = dict[str, Any]
Section = Mapping[str, str]  # heading, text
Value = str | Sequence[Section]

# {name} is a field, {name?} one that may stay empty; {office.name} and {date.last_day} are looked up.
PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)(\?)?\}")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "hr", "html_block"])
BLOCKS = {"bullet_list": "bullets", "ordered_list": "numbers", "list_item": "item", "blockquote": "quote"}
MARKS = {"strong": "strong", "em": "emphasis"}


class Missing(str):
    """Stands where a value is not given yet, in brackets that nobody can overlook."""

    def __new__(cls, name: str) -> "Missing":
        return super().__new__(cls, f"[{in_words(name)}]")


def in_words(name: str) -> str:
    """A field's name as a person reads it: 'what_we_did' is 'What we did'."""
    return name.rpartition(".")[2].replace("_", " ").capitalize()


def placeholders(text: str) -> list[str]:
    """The names of the values a template needs, each once, in the order they come."""
    return list(dict.fromkeys(name for name, optional in PLACEHOLDER.findall(text) if not optional))


def fields_of(text: str) -> list[str]:
    """The fields that somebody fills in, those that may stay empty among them."""
    return list(dict.fromkeys(name for name, _ in PLACEHOLDER.findall(text) if "." not in name))


def fields_alone(body: str) -> set[str]:
    """The fields that have a paragraph to themselves, and so may run to several."""
    return {alone[1] for part in re.split(r"\n\s*\n", body) if (alone := PLACEHOLDER.fullmatch(part.strip()))}


def line(text: str, values: Mapping[str, Value]) -> str:
    """One line, a subject for instance, with its values put in."""
    return PLACEHOLDER.sub(lambda found: " ".join(plain(values, found).split()), text)


def grow(markdown: str, values: Mapping[str, Value]) -> list[Node]:
    """The body of a letter: the template's Markdown with the values put in."""
    grown = list(blocks(SyntaxTreeNode(MARKDOWN.parse(markdown)).children, values))
    # The subject is the first-level heading; a level left out would make the PDF inaccessible.
    above = 1
    for node in grown:
        if node["kind"] == "heading":
            above = node["level"] = min(node["level"], above + 1)
    return grown


def blocks(nodes: Sequence[SyntaxTreeNode], values: Mapping[str, Value]) -> Iterator[Node]:
    for node in nodes:
        if node.type == "heading":
            yield {"kind": "heading", "level": max(2, int(node.tag[1])), "children": inline(node, values)}
        elif node.type == "paragraph":
            yield from paragraph(node, values)
        elif node.type in BLOCKS:
            children = list(blocks(node.children, values))
            if children:  # an item of which all may stay empty is left out
                yield {"kind": BLOCKS[node.type], "children": children}


def paragraph(node: SyntaxTreeNode, values: Mapping[str, Value]) -> Iterator[Node]:
    text = node.children[0].content
    alone = PLACEHOLDER.fullmatch(text)
    if alone:
        yield from value_blocks(values.get(alone[1]) or ("" if alone[2] else Missing(alone[1])))
    elif all(values.get(name) for name, optional in PLACEHOLDER.findall(text) if optional):
        yield {"kind": "paragraph", "children": inline(node, values)}


def value_blocks(value: Value) -> Iterator[Node]:
    """A long value: its blank lines part paragraphs; sections bring headings of their own."""
    if not isinstance(value, str):
        for section in value:
            yield {"kind": "heading", "level": 3, "children": [text_node(section["heading"])]}
            yield from value_blocks(section["text"])
        return
    for part in re.split(r"\n\s*\n", value.replace("\r\n", "\n").strip()):
        if part:
            yield {"kind": "paragraph", "children": typed_lines(part)}


def typed_lines(text: str) -> list[Node]:
    nodes: list[Node] = []
    for row in text.split("\n"):
        nodes += [{"kind": "break"}] if nodes else []
        nodes.append(text_node(row.strip()))
    return nodes


def inline(node: SyntaxTreeNode, values: Mapping[str, Value]) -> list[Node]:
    return [found for child in node.children for found in marks(child, values)]


def marks(node: SyntaxTreeNode, values: Mapping[str, Value]) -> Iterator[Node]:
    if node.type == "inline":
        yield from inline(node, values)
    elif node.type == "text":
        yield text_node(PLACEHOLDER.sub(lambda found: " ".join(plain(values, found).split()), node.content))
    elif node.type == "softbreak":
        yield text_node(" ")
    elif node.type == "hardbreak":
        yield {"kind": "break"}
    elif node.type in MARKS:
        yield {"kind": MARKS[node.type], "children": inline(node, values)}
    elif node.type == "link":
        yield {"kind": "link", "address": str(node.attrs["href"]), "children": inline(node, values)}


def plain(values: Mapping[str, Value], found: re.Match[str]) -> str:
    value = values.get(found[1]) or ("" if found[2] else Missing(found[1]))
    return isolated(value if isinstance(value, str) else ", ".join(section["heading"] for section in value))


def isolated(text: str) -> str:
    """A value within a line, kept from turning the numbers beside it if it is written from right to left."""
    turns = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    return f"\u2068{text}\u2069" if turns else text


def text_node(text: str) -> Node:
    return {"kind": "text", "text": text}


def words(nodes: Sequence[Node]) -> str:
    """All the text, a block to a paragraph."""
    return "\n\n".join(text for node in nodes if (text := words_of(node).strip()))


def words_of(node: Node) -> str:
    if "text" in node:
        return str(node["text"])
    between = "\n" if node["kind"] in {"bullets", "numbers", "item", "quote"} else ""
    return " " if node["kind"] == "break" else between.join(words_of(child) for child in node["children"])
