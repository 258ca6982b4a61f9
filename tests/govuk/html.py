"""HTML as a tree that compares by meaning: classes as sets, white space folded."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "hr", "img", "input", "link", "meta", "path", "rect", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, object] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)


class TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: dict[str, object] = {name: fold(value or "") for name, value in attrs}
        if "class" in attributes:
            attributes["class"] = frozenset(str(attributes["class"]).split())
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if fold(data):
            self.open[-1].children.append(fold(data))


def fold(text: str) -> str:
    return " ".join(text.split())


def tree(html: str) -> list[Element | str]:
    builder = TreeBuilder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> is not closed"
    return builder.open[0].children
