"""Mandatory requirements of one vendor: does it meet them, and how is that known?"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval import workflow
from vendor_eval.case import GateResult
from vendor_eval.criteria.model import Criterion
from vendor_eval.errors import ConflictError, NotAllowedError
from vendor_eval.exchange.answer_files import read_gates
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.known import Known
from vendor_eval.reports.gates import GATE_WORDS
from vendor_eval.scoring.sheet import GATE_STATES
from vendor_eval.storage import db
from vendor_eval.storage.gates import (
    GateAnswer,
    NotedGate,
    answers_in,
    confirm_gate,
    load_gates,
    save_gates,
)
from vendor_eval.storage.vendor_facts import fingerprint
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.form_rows import FormRows, Texts, typed, typed_rows
from vendor_eval.web.language import current_language
from vendor_eval.web.vendor_pages import VendorPage, change_of, open_vendor
from vendor_eval.workflow import Action

bp = Blueprint("gates", __name__, url_prefix="/evaluations/<evaluation_id>/entry/<vendor_id>/gates")

COLUMNS = ("result", "evidence", "note_ja", "note_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEntry:
    """One requirement as the page shows it."""

    criterion: Criterion
    texts: Mapping[str, str]
    errors: Mapping[str, str]
    noted: NotedGate | None
    computed: str
    """What the program finds by itself; empty where a person has to look."""
    may_confirm: bool


@bp.get("")
@may(Action.READ, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """What is asked, and what is known."""
    page = open_vendor(evaluation_id, vendor_id)
    noted = load_gates(db.session, evaluation_id, vendor_id)
    return _draw(page, noted, _texts(page, noted), {})


@bp.post("")
@may(Action.EDIT_VENDORS, vendors=True)
def save(evaluation_id: str, vendor_id: str) -> Response | tuple[str, int]:
    """What somebody has found out."""
    page = open_vendor(evaluation_id, vendor_id)
    rows = typed_rows([gate.id for gate in page.sheet.gates], COLUMNS)
    findings = Findings()
    noted = load_gates(db.session, evaluation_id, vendor_id)
    answers = _read(page, rows, findings, noted)
    if findings.problems:
        errors = rows.errors(findings, current_language())
        return _draw(page, noted, rows.texts, errors, basis=typed("basis")), 400
    change = change_of(evaluation_id, vendor_id, typed("basis"))
    try:
        count = save_gates(db.session, change, answers)
    except ConflictError as error:
        noted = load_gates(db.session, evaluation_id, vendor_id)
        return _draw(page, noted, rows.texts, {}, conflict=True), error.http_status
    flash(gettext("Saved. Changed requirements: %(count)s.", count=count), "success")
    return redirect(url_for("gates.show", evaluation_id=evaluation_id, vendor_id=vendor_id), 303)


@bp.post("/<criterion_id>/confirm")
@may(Action.CONFIRM_FAIL, vendors=True)
def confirm(evaluation_id: str, vendor_id: str, criterion_id: str) -> Response:
    """The second person agrees that a requirement is not met."""
    open_vendor(evaluation_id, vendor_id)
    try:
        confirm_gate(db.session, change_of(evaluation_id, vendor_id), criterion_id)
    except NotAllowedError:
        text = gettext("Somebody other than the person who noted it has to confirm it.")
        flash(text, "error")
    else:
        flash(gettext("Confirmed: the vendor does not meet this requirement."), "success")
    return redirect(url_for("gates.show", evaluation_id=evaluation_id, vendor_id=vendor_id), 303)


def _read(
    page: VendorPage, rows: FormRows, findings: Findings, noted: tuple[NotedGate, ...]
) -> list[GateAnswer]:
    """The answers typed; what nobody has looked at is no answer."""
    known = Known(
        vendors=frozenset({page.vendor.id}),
        evaluators=None,
        criteria={gate.id: gate for gate in page.sheet.gates},
        scale=None,
    )
    there = {each.answer.criterion for each in noted}
    texts = FormRows(texts={key: {"criterion": key, **row} for key, row in rows.texts.items()})
    read = {
        each.criterion: each
        for each in read_gates(texts.cells(findings, vendor=page.vendor.id), known)
    }
    return [
        _answer(key, row["evidence"], read.get(key), known_before=key in there)
        for key, row in rows.texts.items()
    ]


def _answer(
    key: str, evidence: str, result: GateResult | None, *, known_before: bool
) -> GateAnswer:
    if result is None or not (
        result.result != "not-checked" or evidence or result.note or known_before
    ):
        return GateAnswer(criterion=key, result=None, note={})
    return GateAnswer(criterion=key, result=result.result, note=result.note, evidence=evidence)


def _texts(page: VendorPage, noted: tuple[NotedGate, ...]) -> Texts:
    """What stands in the fields before anything is typed."""
    answers = {each.answer.criterion: each.answer for each in noted}
    texts = {}
    for gate in page.sheet.gates:
        answer = answers.get(gate.id)
        nothing = "" if gate.check else "not-checked"
        texts[gate.id] = {
            "result": nothing if answer is None else str(answer.result),
            "evidence": "" if answer is None else answer.evidence,
            "note_ja": "" if answer is None else answer.note.get("ja", ""),
            "note_en": "" if answer is None else answer.note.get("en", ""),
        }
    return texts


def _draw(
    page: VendorPage,
    noted: tuple[NotedGate, ...],
    texts: Texts,
    errors: Mapping[str, Mapping[str, str]],
    *,
    basis: str = "",
    conflict: bool = False,
) -> str:
    by_criterion = {each.answer.criterion: each for each in noted}
    entries = [
        _entry(page, gate, by_criterion.get(gate.id), texts[gate.id], errors.get(gate.id, {}))
        for gate in page.sheet.gates
    ]
    return render_template(
        "gates/show.html",
        page=page,
        form=FlaskForm(),
        entries=entries,
        basis=basis or fingerprint(answers_in(noted)),
        conflict=conflict,
        words=GATE_WORDS,
        shown_language=current_language(),
    )


def _entry(
    page: VendorPage,
    gate: Criterion,
    noted: NotedGate | None,
    texts: Mapping[str, str],
    errors: Mapping[str, str],
) -> GateEntry:
    standing = current_standing()
    waits = noted is not None and noted.answer.result == "fail" and not noted.confirmed
    return GateEntry(
        criterion=gate,
        texts=texts,
        errors=errors,
        noted=noted,
        computed=_computed(page, gate) if gate.check and page.opening.prices else "",
        may_confirm=waits
        and noted is not None
        and noted.noted_by != current_person().id
        and not standing.archived
        and workflow.may(standing.role, standing.stage, Action.CONFIRM_FAIL),
    )


def _computed(page: VendorPage, gate: Criterion) -> str:
    """The state the comparison uses for a requirement that it checks by itself."""
    row = page.sheet.vendors.index(page.vendor.id)
    column = [each.id for each in page.sheet.gates].index(gate.id)
    return page.words.gettext(GATE_WORDS[GATE_STATES[int(page.sheet.gate_states[row, column])]])
