"""The verbs that the code writes into the trail, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot/usecases", "db", "scheduler")

Signatures = Mapping[str, int | None]
"""Whatever takes a verb by that name, and the place of it among the arguments; None for what is given by name alone."""


@cache
def trees() -> dict[Path, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {path: ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def verbs() -> frozenset[str]:
    """Every verb that the code can write. Fails where one cannot be told from the source."""
    takers = _takers()
    everywhere = {name: value for tree in trees().values() for name, value in _constants(tree).items()}
    return frozenset(
        verb
        for path, tree in trees().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _called(call) in takers
        for value in _given(call, takers[_called(call)])
        for verb in _read(value, everywhere | _constants(tree), f"{path.name}:{call.lineno}")
    )


def _takers() -> dict[str, int | None]:
    found: dict[str, int | None] = {"AuditRow": None}
    for tree in trees().values():
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    places = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
                    found |= {name: places.index("verb")} if "verb" in places else {}
                case ast.ClassDef(name=name, decorator_list=[_, *_]):
                    places = [each.target.id for each in node.body if isinstance(each, ast.AnnAssign)]  # type: ignore[union-attr] # a field's name is one
                    found |= {name: places.index("verb")} if "verb" in places else {}
                case _:
                    pass
    return found


def _constants(tree: ast.Module | ast.ClassDef) -> dict[str, str]:
    """The constants of a module, or of a class, by name."""
    found: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=ast.Constant(str(value))):
                found[name] = value
            case ast.Assign(targets=[ast.Tuple(names)], value=ast.Tuple(values)):
                for each, constant in zip(names, values, strict=True):
                    if isinstance(each, ast.Name) and isinstance(constant, ast.Constant):
                        found[each.id] = str(constant.value)
            case _:
                pass
    return found


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    """The values of each enumeration, by the name that a variable of it has."""
    modules = [*trees().values(), ast.parse((ROOT / "bot/domain/steps.py").read_text("utf-8"))]
    classes = (node for tree in modules for node in tree.body if isinstance(node, ast.ClassDef))
    return {each.name.lower(): tuple(_constants(each).values()) for each in classes if _is_enumeration(each)}


def _is_enumeration(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
        case _:
            return ""


def _given(call: ast.Call, place: int | None) -> Iterator[ast.expr]:
    by_name = [each.value for each in call.keywords if each.arg == "verb"]
    if by_name:
        yield by_name[0]
    elif place is not None and len(call.args) > place:
        yield call.args[place]


def _read(value: ast.expr, named: Mapping[str, str], where: str) -> Iterator[str]:
    match value:
        case ast.Constant(str(verb)):
            yield verb
        case ast.IfExp(body=one, orelse=other):
            yield from _read(one, named, where)
            yield from _read(other, named, where)
        case ast.Name("verb") | ast.Attribute(attr="verb"):
            return  # passed on: its giver is found by itself
        case ast.Name(name) if name in named:
            yield named[name]
        case ast.Attribute(ast.Name(name), "value") if name in _kinds():
            yield from _kinds()[name]
        case _:
            message = f"{where}: give the verb as a string or as a constant of a module"
            raise AssertionError(message)
