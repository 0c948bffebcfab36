"""Small steps through WordprocessingML, in both of its namespaces (transitional and strict)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

# What is not part of the text: deletions, fields' code, what programs too old for the choice beside it would show.
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "tblPr", "sectPr"})


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def child(parent: Element, name: str) -> Element | None:
    """Return the first child of that name."""
    return next((one for one in parent if local(one) == name), None)


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace, empty where there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def flagged(properties: Element, name: str) -> bool:
    """Tell whether a switch such as bold is on."""
    switch = child(properties, name)
    return switch is not None and attribute(switch, "val") not in {"0", "false", "off", "none"}


def is_hidden(run: Element) -> bool:
    """Tell whether a run is text that Word neither shows nor prints."""
    look = child(run, "rPr") if local(run) == "r" else None
    return look is not None and flagged(look, "vanish")


def steps(parent: Element, but: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Yield everything visible below an element in its order, without going into elements named in `but`."""
    pending = list(reversed(parent))
    while pending:
        one = pending.pop()
        name = local(one)
        if name in _UNSEEN or name in but or is_hidden(one):
            continue
        yield one
        pending.extend(reversed(one))
