"""The record of what was done in an evaluation, to read and to take along as CSV."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from flask import Blueprint, Response, render_template, request

from vendor_eval import trail
from vendor_eval.exchange.csv_rows import escaped, format_rows
from vendor_eval.language import translate
from vendor_eval.reports.act_words import ACTS, SUBJECTS
from vendor_eval.storage import RecordedAct, Standing, db, load_acts
from vendor_eval.storage.declarations import visible_vendors
from vendor_eval.storage.trail import SEAL
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.workflow import Action, Stage

bp = Blueprint("trail", __name__, url_prefix="/evaluations/<evaluation_id>/trail")

PAGE = 100
"""Acts on one page."""
COLUMNS = (
    "number",
    "at",
    "who",
    "name",
    "what",
    "about",
    "old",
    "new",
    "reason",
    "previous",
    "hash",
    "sealed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAct:
    """An act as the person who asks may see it."""

    number: int
    at: datetime
    name: str
    what: str
    about: tuple[tuple[str, str], ...]
    old: str | None
    new: str | None
    reason: str
    hash: str
    sealed: bool


@bp.get("")
@may(Action.SEE_TRAIL)
def show(evaluation_id: str) -> str:
    """Every act, last first, narrowed to a person or a kind of act where asked."""
    kept = list(load_acts(db.session, evaluation_id))
    asked = {key: request.args.get(key, "") for key in ("name", "what")}
    wanted = [each for each in reversed(kept) if _matches(each.act, asked)]
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "trail/show.html",
        acts=list(islice(_shown(wanted), (page - 1) * PAGE, page * PAGE)),
        asked=asked,
        names=sorted({each.act.name for each in kept if each.act.name}),
        kinds=sorted({(_words(each.act.what), each.act.what) for each in kept}),
        found=len(wanted),
        page=page,
        more=len(wanted) > page * PAGE,
        breaks=trail.verify((each.act, each.hash) for each in kept),
        head=kept[-1].hash if kept else trail.START,
        count=len(kept),
        evaluation_id=evaluation_id,
        title=current_standing().title,
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/acts.csv")
@may(Action.SEE_TRAIL)
def export(evaluation_id: str) -> Response:
    """The whole record for a spreadsheet; what is sealed is left out and marked."""
    standing = current_standing()
    seen = vendors_seen(standing)
    rows = (_row(each, standing, seen) for each in load_acts(db.session, evaluation_id))
    text = format_rows(COLUMNS, rows)
    response = Response(text, mimetype="text/csv")
    name = f"{evaluation_id}-trail.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def is_sealed(each: RecordedAct, standing: Standing, seen: frozenset[str] | None) -> bool:
    """Whether an act's values are not for this person.

    They are their author's alone until all sheets are frozen, and never for somebody who
    neither sees nor scores the vendor.

    Args:
        each: the act.
        standing: of the person.
        seen: vendors the person sees; None is all.
    """
    vendor = each.act.about.get("vendor")
    if seen is not None and (vendor not in {None, *seen} or "scenario" in each.act.about):
        return True  # the name of a trial may say who comes first
    early = standing.stage in {Stage.PREPARING, Stage.SCORING}
    return early and each.sealed_for is not None and each.sealed_for != standing.evaluator


def vendors_seen(standing: Standing) -> frozenset[str] | None:
    """The vendors the person sees; None is all of them, whatever became of them."""
    if not standing.recused:
        return None
    return frozenset(visible_vendors(db.session, standing, current_person()))


def _matches(act: trail.Act, asked: dict[str, str]) -> bool:
    return asked["name"] in {"", act.name} and asked["what"] in {"", act.what}


def _words(what: str) -> str:
    return translate(ACTS[what], current_language()) if what in ACTS else what


def _shown(acts: Iterable[RecordedAct]) -> Iterator[ShownAct]:
    standing, language = current_standing(), current_language()
    seen = vendors_seen(standing)
    for each in acts:
        act, sealed = each.act, is_sealed(each, standing, seen)
        about = () if sealed else sorted(_subjects(act))
        yield ShownAct(
            number=act.number,
            at=datetime.fromisoformat(act.at),
            name=act.name,
            what=_words(act.what),
            about=tuple((translate(SUBJECTS.get(key, key), language), text) for key, text in about),
            old=None if sealed else act.old,
            new=None if sealed else act.new,
            reason="" if sealed else act.reason,
            hash=each.hash,
            sealed=sealed,
        )


def _subjects(act: trail.Act) -> Iterator[tuple[str, str]]:
    """What an act was done to; a person by the name where it is known, not by the number."""
    hidden = {SEAL, "person"} if "name" in act.about else {SEAL}
    return ((key, text) for key, text in act.about.items() if key not in hidden)


def _row(each: RecordedAct, standing: Standing, seen: frozenset[str] | None) -> list[str]:
    act, sealed = each.act, is_sealed(each, standing, seen)
    about = json.dumps(dict(act.about), ensure_ascii=False, sort_keys=True)
    values = ("", "", "", "") if sealed else (about, act.old or "", act.new or "", act.reason)
    first = (str(act.number), act.at, act.who, act.name, act.what)
    last = (act.previous, each.hash, "sealed" if sealed else "")
    return [escaped(text) for text in (*first, *values, *last)]
