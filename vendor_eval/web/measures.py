"""Key figures of one vendor: as a value, or as the two numbers it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.case import Measure, measure_value
from vendor_eval.criteria.model import Criterion
from vendor_eval.errors import ConflictError
from vendor_eval.exchange.answer_files import read_measures
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.known import Known
from vendor_eval.exchange.quotations import check_drivers
from vendor_eval.reports.wording import Wording, nearly, plain
from vendor_eval.storage import db
from vendor_eval.storage.measures import load_measures, save_measures
from vendor_eval.storage.vendor_facts import fingerprint
from vendor_eval.web.access import may
from vendor_eval.web.form_rows import FormRows, Texts, number_text, typed, typed_rows
from vendor_eval.web.language import current_language
from vendor_eval.web.vendor_pages import VendorPage, change_of, open_vendor
from vendor_eval.workflow import Action

bp = Blueprint(
    "measures", __name__, url_prefix="/evaluations/<evaluation_id>/entry/<vendor_id>/measures"
)

COLUMNS = ("value", "numerator", "denominator", "period", "grade", "note")
PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEntry:
    """One key figure as the page shows it."""

    criterion: Criterion
    texts: Mapping[str, str]
    errors: Mapping[str, str]
    formula: str
    """How a value comes from the two numbers, in words."""
    scoring: str
    """How the value becomes a score."""
    result: str
    """The value that is used, with its unit; empty without one."""
    hint: str
    """Why it looks like a slip; empty where it does not."""
    feeds_cost: bool


@bp.get("")
@may(Action.READ, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """What the vendor has stated."""
    page = open_vendor(evaluation_id, vendor_id)
    measures = load_measures(db.session, evaluation_id, vendor_id)
    return _draw(page, measures, _texts(page, measures), {}, fingerprint(measures))


@bp.post("")
@may(Action.EDIT_VENDORS, vendors=True)
def save(evaluation_id: str, vendor_id: str) -> Response | tuple[str, int]:
    """Key figures as typed: all of them are sound, or none is saved."""
    page = open_vendor(evaluation_id, vendor_id)
    rows = typed_rows([each.id for each in asked(page)], COLUMNS)
    findings = Findings()
    measures = _read(page, rows, findings)
    basis = typed("basis")
    if findings.problems:
        words = {"numerator": gettext("Numerator"), "denominator": gettext("Denominator")}
        errors = rows.errors(findings, current_language(), words)
        return _draw(page, measures, rows.texts, errors, basis), 400
    try:
        count = save_measures(db.session, change_of(evaluation_id, vendor_id, basis), measures)
    except ConflictError as error:
        there = load_measures(db.session, evaluation_id, vendor_id)
        basis = fingerprint(there)
        return _draw(page, measures, rows.texts, {}, basis, there), error.http_status
    flash(gettext("Saved. Changed key figures: %(count)s.", count=count), "success")
    return redirect(url_for("measures.show", evaluation_id=evaluation_id, vendor_id=vendor_id), 303)


def asked(page: VendorPage) -> tuple[Criterion, ...]:
    """Measures that count in the evaluation, and those that feed its costs."""
    counted = {each.id for each in page.sheet.weights.columns}
    drivers = set(page.facts.criteria.cost_drivers.values())
    claimed = page.facts.evaluation.purchase.assumption == "claimed"
    stated = {each.criterion for each in page.facts.measures if each.vendor == page.vendor.id}
    wanted = counted | stated | (drivers if claimed else set())
    return tuple(
        each
        for each in page.facts.criteria.criteria
        if each.kind == "measure" and each.id in wanted
    )


def _read(page: VendorPage, rows: FormRows, findings: Findings) -> tuple[Measure, ...]:
    known = Known(
        vendors=frozenset({page.vendor.id}),
        evaluators=None,
        criteria={each.id: each for each in page.facts.criteria.criteria},
        scale=None,
    )
    named = FormRows(texts={key: {**row, "criterion": key} for key, row in rows.texts.items()})
    read = tuple(read_measures(named.cells(findings, vendor=page.vendor.id), known))
    drivers = Findings()
    quotes = [quote for quote in page.facts.quotes if quote.vendor == page.vendor.id]
    purchase = page.facts.evaluation.purchase
    check_drivers(page.facts.criteria, purchase, quotes, read, drivers)
    for problem in drivers.problems:
        column = "value" if rows.texts[problem.where]["value"] else "numerator"
        findings.add(
            type(problem)(problem.place, column, problem.what, problem.cure, problem.values)
        )
    return tuple(measure for _line, measure in read)


def _texts(page: VendorPage, measures: tuple[Measure, ...]) -> Texts:
    """What stands in the fields before anything is typed."""
    there = {each.criterion: each for each in measures}
    return {each.id: _fields(there.get(each.id)) for each in asked(page)}


def _fields(measure: Measure | None) -> Mapping[str, str]:
    if measure is None:
        return dict.fromkeys(COLUMNS, "")
    return {
        "value": number_text(measure.value),
        "numerator": number_text(measure.numerator),
        "denominator": number_text(measure.denominator),
        "period": measure.period,
        "grade": measure.grade or "",
        "note": measure.note,
    }


def _draw(
    page: VendorPage,
    measures: tuple[Measure, ...],
    texts: Texts,
    errors: Mapping[str, Mapping[str, str]],
    basis: str,
    meanwhile: tuple[Measure, ...] | None = None,
) -> str:
    by_criterion = {each.criterion: each for each in measures}
    entries = [
        _entry(page, each, by_criterion.get(each.id), texts[each.id], errors.get(each.id, {}))
        for each in asked(page)
    ]
    changed = {} if meanwhile is None else {each.criterion: _fields(each) for each in meanwhile}
    return render_template(
        "measures/show.html",
        page=page,
        form=FlaskForm(),
        entries=entries,
        basis=basis,
        conflict=meanwhile is not None,
        meanwhile=changed,
        wrong=bool(errors),
    )


def _entry(
    page: VendorPage,
    criterion: Criterion,
    measure: Measure | None,
    texts: Mapping[str, str],
    errors: Mapping[str, str],
) -> MeasureEntry:
    unit = page.words.of(criterion.unit)
    value = None if measure is None or errors else measure_value(measure, criterion)
    number = value if isinstance(value, Fraction) else None
    result = "" if number is None else f"{nearly(number)} {unit}".strip()
    drivers = page.facts.criteria.cost_drivers.values()
    claimed = page.facts.evaluation.purchase.assumption == "claimed"
    return MeasureEntry(
        criterion=criterion,
        texts=texts,
        errors=errors,
        formula=_formula(page.words, criterion, unit),
        scoring=_scoring(page.words, criterion, unit),
        result=gettext("not applicable") if value == "na" else result,
        hint=_hint(page.words, criterion, number, unit),
        feeds_cost=claimed and criterion.id in drivers,
    )


def _formula(words: Wording, criterion: Criterion, unit: str) -> str:
    per = criterion.per or PERCENT
    if per == 1:
        return words.gettext("numerator ÷ denominator, in %(unit)s", unit=unit or "–")
    return words.gettext(
        "%(per)s × numerator ÷ denominator, in %(unit)s", per=plain(per), unit=unit or "–"
    )


def _scoring(words: Wording, criterion: Criterion, unit: str) -> str:
    points = [
        words.gettext(
            "%(value)s scores %(score)s", value=f"{plain(x)} {unit}".strip(), score=plain(y)
        )
        for x, y in criterion.breakpoints
    ]
    return words.listed(points)


def _hint(words: Wording, criterion: Criterion, value: Fraction | None, unit: str) -> str:
    """A figure that can hardly be meant is asked about; it counts all the same."""
    if value is None:
        return ""
    if value < 0:
        return words.gettext("Below 0: is that meant?")
    share = unit == "%" and criterion.breakpoints and criterion.breakpoints[-1][0] <= PERCENT
    if share and value > PERCENT:
        return words.gettext(
            "Above 100 percent: are numerator and denominator the right way round?"
        )
    if share and 0 < value < 1:
        return words.gettext("Below 1 percent: was a share such as 0.94 entered instead of 94?")
    return ""
