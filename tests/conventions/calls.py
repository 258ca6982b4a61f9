"""Which function of ours calls which, read from the source: what every action comes to in the end."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("casework", "complaints", "conduct", "interests", "legitimacy", "reporting")


@dataclass
class Function:
    """`calls` holds dotted names: of ours in full, of others as they stand in the source."""

    name: str
    module: str
    node: ast.FunctionDef
    calls: set[str] = field(default_factory=set)

    @property
    def full_name(self) -> str:
        return f"{self.module}.{self.name}"

    def takes(self, argument: str) -> str | None:
        """The annotation of an argument of this name; None where there is none."""
        given = self.node.args
        for one in (*given.posonlyargs, *given.args, *given.kwonlyargs):
            if one.arg == argument:
                return ast.unparse(one.annotation) if one.annotation else ""
        return None


@cache
def functions() -> dict[str, Function]:
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                for function in _functions_in(path):
                    found[function.full_name] = function
    return found


def in_actions() -> Iterator[Function]:
    """The public functions of the modules that hold the writes."""
    for function in functions().values():
        if "actions" in function.module.split(".") and not function.name.startswith("_"):
            yield function


def comes_to(function: Function, *ends: str, by_way_of: frozenset[str] = frozenset()) -> bool:
    """Whether `function` calls one of `ends`, itself or through ours that `by_way_of` does not name."""
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        one = waiting.pop()
        if one.calls.intersection(ends):
            return True
        for called in one.calls - seen:
            seen.add(called)
            further = functions().get(called)
            if further and not by_way_of & {further.module, further.full_name}:
                waiting.append(further)
    return False


def _functions_in(path: Path) -> Iterator[Function]:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    tree = ast.parse(path.read_text())
    own = {node.name: f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)}
    known = _imports(tree) | own
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield Function(node.name, module, node, set(_names_in(node, known)))


def _imports(tree: ast.Module) -> dict[str, str]:
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            known |= {alias.asname or alias.name: alias.name for alias in node.names}
    return known


def _names_in(function: ast.FunctionDef, known: dict[str, str]) -> Iterator[str]:
    """Every function named: called, or handed on to be called."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute | ast.Name):
            first, _, rest = ast.unparse(node).partition(".")
            yield f"{known.get(first, first)}{'.' if rest else ''}{rest}"
