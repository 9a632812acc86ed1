"""panel.toml: what the people of an evaluation have noted that no other file has a place for.

The definition of the result bought, what must be brought before work starts, and each
evaluator's strengths and weaknesses. Nothing in it is used by any arithmetic; a folder
without the file is complete.
"""

from typing import get_args

from vendor_eval.case import Brought, Owner, Panel, Readiness, Words
from vendor_eval.exchange.evaluation_file import EvaluationFile, parse_toml_file, tell_mistakes
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.known import Known
from vendor_eval.exchange.toml_keys import Keys
from vendor_eval.exchange.toml_text import format_pairs
from vendor_eval.language import N_
from vendor_eval.needs import ITEMS

NAME = "panel.toml"
NOBODY = N_("no vendor or evaluator has the id %(id)s")
WORDS = ("strengths", "weaknesses")


def format_panel(panel: Panel) -> str:
    """The text of the file; empty when there is nothing to keep."""
    if panel == Panel():
        return ""
    head: dict[str, object] = {"format": 1}
    if panel.result_definition:
        head["result_definition"] = panel.result_definition
    readiness = (_filled(item=each.item, owner=each.owner, state=each.state, note=each.note)
                 for each in panel.readiness)  # fmt: skip
    words = (
        _filled(
            vendor=each.vendor,
            evaluator=each.evaluator,
            strengths=each.strengths,
            weaknesses=each.weaknesses,
        )
        for each in panel.words
    )
    parts = [
        format_pairs(head),
        *("[[readiness]]\n" + format_pairs(each) for each in readiness),
        *("[[words]]\n" + format_pairs(each) for each in words),
    ]
    return "\n".join(parts)


def _filled(**pairs: str | None) -> dict[str, str]:
    return {key: value for key, value in pairs.items() if value}


def read_panel(content: bytes | None, known: Known, findings: Findings) -> Panel:
    """What the file says; what is wrong in it is noted.

    Args:
        content: the file, None without one.
        known: vendors and evaluators it may speak of.
        findings: gets mistakes and warnings.
    """
    file = None if content is None else parse_toml_file(content, findings, NAME)
    if file is None:
        return Panel()
    keys = Keys(file.document, (), file.mistakes)
    keys.take("format")
    panel = Panel(
        result_definition=keys.texts("result_definition"),
        readiness=tuple(_brought(each) for each in _rows(keys, "readiness", file)),
        words=tuple(_words(each, known) for each in _rows(keys, "words", file)),
    )
    keys.further(findings)
    tell_mistakes(file, findings)
    return panel


def _rows(keys: Keys, name: str, file: EvaluationFile) -> list[Keys]:
    tables = keys.tables(name)
    return [Keys(row, (name, place), file.mistakes) for place, row in enumerate(tables)]


def _brought(row: Keys) -> Brought:
    owners: tuple[Owner, ...] = get_args(Owner)
    states: tuple[Readiness, ...] = get_args(Readiness)
    item, owner, state = row.choice("item", ITEMS), row.text("owner"), row.text("state")
    if owner is not None:
        row.choice("owner", owners)
    if state is not None:
        row.choice("state", states)
    return Brought(
        item=next((each for each in ITEMS if each == item), ITEMS[0]),
        owner=next((each for each in owners if each == owner), None),
        state=next((each for each in states if each == state), "open"),
        note=row.text("note") or "",
    )


def _words(row: Keys, known: Known) -> Words:
    vendor, evaluator = row.text("vendor") or "", row.text("evaluator") or ""
    if known.vendors is not None:
        row.check_known(("vendor",), vendor, known.vendors, NOBODY)
    if known.evaluators is not None:
        row.check_known(("evaluator",), evaluator, known.evaluators, NOBODY)
    strengths, weaknesses = (row.text(name) or "" for name in WORDS)
    return Words(vendor=vendor, evaluator=evaluator, strengths=strengths, weaknesses=weaknesses)
