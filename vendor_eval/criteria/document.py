"""The parts of a criteria file that is being checked: any of them may be missing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from vendor_eval.criteria.mistakes import Mistake, Path, nearest, shown
from vendor_eval.language import N_

Document = Mapping[str, Any]
"""What TOML has read, less everything that has not the right form."""

DELETE = N_("delete it")
TWICE = N_("%(value)s is there twice")
DELETE_ONE = N_("delete one of them")


def entries(document: Document, table: str) -> Iterator[tuple[Path, Document]]:
    """The entries of a list of tables with their places."""
    return (((table, at), entry) for at, entry in enumerate(document.get(table, ())))


def ids_of(document: Document, table: str) -> Collection[str]:
    """The ids that are given, in the order of the file."""
    return {entry["id"]: None for _, entry in entries(document, table) if "id" in entry}


def repeated(path: Path, values: Iterable[object]) -> Iterator[Mistake]:
    """That a list names something more than once."""
    seen = set()
    for at, value in enumerate(values):
        if value in seen:
            yield Mistake((*path, at), TWICE, DELETE_ONE, {"value": shown(value)})
        seen.add(value)


def unknown(path: Path, name: str, known: Collection[str], what: str) -> Iterator[Mistake]:
    """That a name refers to nothing, with the name that may have been meant."""
    if name in known:
        return
    near = nearest(name, known)
    yield Mistake(
        path,
        what,
        N_("write %(near)s, or add what is missing")
        if near
        else N_("correct the id, or add what is missing"),
        {"id": name, "near": near},
    )


NO_GROUP = N_("there is no group %(id)s")
NO_SCORED_CRITERION = N_("there is no criterion %(id)s that is scored")
NO_GATE = N_("there is no gate %(id)s")
NO_MEASURE = N_("there is no measure %(id)s")
NO_SOURCE = N_("there is no source %(id)s")


def scored_ids(document: Document) -> Collection[str]:
    """Ids of the criteria that are not gates."""
    return of_kind(document, "rating", "measure", "cost")


def of_kind(document: Document, *kinds: str) -> Collection[str]:
    """Ids of the criteria of these kinds, and of those whose kind cannot be read."""
    return {
        entry["id"]: None
        for _, entry in entries(document, "criteria")
        if "id" in entry and entry.get("kind", kinds[0]) in kinds
    }
