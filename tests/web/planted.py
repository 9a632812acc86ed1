"""An evaluation full of things that must not be seen too early, each with a mark of its own.

Every rating is a number that stands nowhere else, every text bears the word
``himitsu`` and the id of its author, vendors and prices have names and numbers of
their own. ``marks_in`` says which of them a response lets out, whatever its format.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

import pypdfium2
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from tests.factories import NOW
from vendor_eval.case import Case, score_sheet
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.scoring import compare
from vendor_eval.storage import Deed, User, add_member, add_user, begin_change, record, save_case
from vendor_eval.storage.panel_tables import (
    Assessment,
    Attachment,
    Blob,
    Declaration,
    Invitation,
    Question,
    Sheet,
)
from vendor_eval.storage.tables import Evaluation, Evaluator, Recusal
from vendor_eval.workflow import MemberRole, Stage

KEY = "blind-desk"
RECUSED_FROM = "shinkiro"
"""The vendor that Reiko and Kaede neither see nor score."""
VENDORS = {
    "shinkiro": ("株式会社蜃気楼", "Mirage K.K."),
    "hoshikuzu": ("星屑通信", "Stardust Telecom"),
    "asanagi": ("朝凪サービス", "Lull Services"),
}
SHEETS = ("sumire", "nagisa", "reiko", "kaede", "guren")
"""Submitted; not; recused from a vendor; with an undecided conflict; a guest past quality."""
CRITERIA = ("talk", "listening", "terms")
PRICE = "98765"
"""How every price begins."""

CRITERIA_TOML = """\
format = 1
id = "blind"
version = "1"
languages = ["ja", "en"]
title = { ja = "小さな評価項目", en = "Small criteria" }

[scale]
min = 0.56
max = 99.88
step = 1.91
meets = 96.06

[[groups]]
id = "quality"
title = { ja = "品質", en = "Quality" }
weight = 60

[[groups]]
id = "price"
title = { ja = "価格", en = "Price" }
weight = 40

[[criteria]]
id = "talk"
group = "quality"
kind = "rating"
title = { ja = "応対", en = "Conversations" }
weight = 2

[[criteria]]
id = "listening"
group = "quality"
kind = "rating"
title = { ja = "傾聴", en = "Listening" }
weight = 1

[[criteria]]
id = "answered"
group = "quality"
kind = "measure"
title = { ja = "応答率", en = "Answered" }
weight = 1
unit = { ja = "%", en = "%" }
breakpoints = [[50, 0.56], [100, 99.88]]

[[criteria]]
id = "terms"
group = "price"
kind = "rating"
title = { ja = "条件", en = "Terms" }
weight = 1

[[criteria]]
id = "total"
group = "price"
kind = "cost"
title = { ja = "総費用", en = "Total cost" }
weight = 1
of = "total"
formula = "lowest"

[[criteria]]
id = "certificate"
group = "quality"
kind = "gate"
title = { ja = "認証", en = "Certificate" }
"""

EVALUATION_TOML = f"""\
format = 1
id = "{KEY}"
title = {{ ja = "目隠し評価", en = "Blind desk" }}
purposes = ["customer-satisfaction"]
flow = ["inbound"]
scope = "department"
term_months = 12
[volume]
calls_offered = 100
average_handling_minutes = 6
"""


def case_files() -> Mapping[str, str]:
    """The evaluation as files."""
    ratings = "".join(
        f"{v},{c},{e},{rating_text(place)},himitsu-{e}-page,himitsu-{e}-note,himitsu-{e}-letter\n"
        for place, (v, c, e) in enumerate(CELLS)
    )
    vendors = "".join(f"{key},{ja},{en}\n" for key, (ja, en) in VENDORS.items())
    people = "".join(f"{key},{key}\n" for key in SHEETS)
    facts = [(key, place) for place, key in enumerate(VENDORS)]
    return {
        "criteria.toml": CRITERIA_TOML,
        "evaluation.toml": EVALUATION_TOML,
        "vendors.csv": f"id,name_ja,name_en\n{vendors}",
        "evaluators.csv": f"id,name_ja\n{people}",
        "ratings.csv": "vendor,criterion,evaluator,value,page,comment_ja,external_ja\n" + ratings,
        "measures.csv": "vendor,criterion,value\n"
        + "".join(f"{key},answered,{80 + place}\n" for key, place in facts),
        "gates.csv": "vendor,criterion,result\n"
        + "".join(f"{key},certificate,pass\n" for key in VENDORS),
        "quotes.csv": "vendor,kind,price\n"
        + "".join(f"{key},monthly,{PRICE}{place}\n" for key, place in facts),
    }


def rating_text(place: int) -> str:
    """A number of its own for each cell: 10.11, 12.02 ... 94.15."""
    return str(Decimal(1011 + 191 * place) / 100)


CELLS = [(v, c, e) for v in VENDORS for c in CRITERIA for e in SHEETS]
CLOSED = {
    name: {
        rating_text(place)
        for place, (v, _, e) in enumerate(CELLS)
        if (v, e) == (RECUSED_FROM, name)
    }
    for name in ("reiko", "kaede")
}
"""Their ratings of the vendor they must not see."""
NUMBERS = {
    name: {rating_text(place) for place, cell in enumerate(CELLS) if cell[2] == name}
    for name in SHEETS
}
"""Each person's ratings."""


def read_planted(folder: Path) -> Case:
    """The evaluation as a case."""
    for name, text in case_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_case(folder)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """The evaluation in the database, and who takes part in it."""

    people: Mapping[str, User]
    results: frozenset[str]
    """Totals as they are printed."""


ROLES: Mapping[str, MemberRole] = {
    "lead": "lead",
    **dict.fromkeys(SHEETS, "evaluator"),
    "adviser": "adviser",
    "approver": "approver",
}


def plant(session: Session, case: Case, stage: Stage, *, archived: bool) -> Planted:
    """Store everything, with names hidden, prices last and declarations signed by all."""
    save_case(session, case, NOW)
    number = session.exec(select(Evaluation.id).where(Evaluation.key == KEY)).one()
    people = {name: _person(session, name) for name in (*ROLES, "administrator", "stranger")}
    for name, role in ROLES.items():
        add_member(session, KEY, people[name], role)
    evaluation = session.get_one(Evaluation, number)
    evaluation.stage = stage
    evaluation.hide_names = evaluation.price_last = evaluation.declarations = True
    evaluation.archived_at = NOW if archived else None
    if stage is Stage.DECIDED:
        evaluation.decision = _decision(people["approver"])
    session.add(evaluation)
    session.add(_invitation(number, people["guren"]))
    _add_sheets(session, number, people)
    _add_papers(session, number, people)
    session.commit()
    begin_change(session, KEY, NOW)
    for each in case.ratings:
        about = {"vendor": each.vendor, "criterion": each.criterion, "evaluator": each.evaluator}
        said = f"himitsu-{each.evaluator}-act"
        deed = Deed(
            what="rating.set",
            about=about,
            new=f"{each.value} {said}",
            reason=said,
            sealed_for=each.evaluator,
        )
        record(session, number, people[each.evaluator], NOW, deed)
    session.commit()
    return Planted(people=people, results=frozenset(_results(case)))


def _person(session: Session, name: str) -> User:
    person = add_user(
        session,
        f"{name}@example.com",
        NOW,
        name=name.capitalize(),
        administrator=name == "administrator",
    )
    if name == "guren":
        person.guest = True
        session.add(person)
        session.commit()
    return person


def _invitation(number: int, guest: User) -> Invitation:
    """What keeps a guest in."""
    return Invitation(
        token_sha256="0" * 64,
        evaluation_id=number,
        user_id=guest.id,
        role="evaluator",
        guest=True,
        created_at=NOW,
        expires_at=NOW + timedelta(days=365 * 100),
    )


def _decision(signer: User) -> dict[str, Any]:
    return {
        "recommended": "hoshikuzu",
        "runner_up": "asanagi",
        "why": {"ja": "himitsu-decision"},
        "conditions": {},
        "signed_by": signer.id,
        "signed_name": signer.name,
        "signed_at": NOW,
    }


def _add_sheets(session: Session, number: int, people: Mapping[str, User]) -> None:
    reason = {"ja": "前職", "en": "Former employer"}
    session.add(
        Recusal(evaluation_id=number, vendor=RECUSED_FROM, evaluator="reiko", reason=reason)
    )
    for name in SHEETS:
        rows = select(Evaluator).where(Evaluator.evaluation_id == number, col(Evaluator.id) == name)
        sheet = session.exec(rows).one()
        sheet.user_id = people[name].id
        session.add(sheet)
    done = {"sumire": (NOW, NOW), "guren": (NOW, None)}
    for name, (quality, all_of_it) in done.items():
        session.add(
            Sheet(
                evaluation_id=number,
                evaluator=name,
                quality_submitted_at=quality,
                submitted_at=all_of_it,
            )
        )


def _add_papers(session: Session, number: int, people: Mapping[str, User]) -> None:
    """Declarations, words beside the ratings, questions and files."""
    session.add(Blob(sha256="0" * 64, content=f"himitsu {PRICE}0".encode()))
    session.flush()
    for place, vendor in enumerate(VENDORS, 1):
        for name in ROLES:
            conflict = name in {"reiko", "kaede"} and vendor == RECUSED_FROM
            session.add(
                Declaration(
                    evaluation_id=number,
                    user_id=people[name].id,
                    vendor=vendor,
                    conflict=conflict,
                    what="前職" if conflict else "",
                    signed_at=NOW,
                )
            )
        for name in SHEETS:
            session.add(
                Assessment(
                    evaluation_id=number,
                    vendor=vendor,
                    evaluator=name,
                    strengths=f"himitsu-{name}-strength",
                    weaknesses=f"himitsu-{name}-weakness",
                    updated_at=NOW,
                )
            )
        session.add(
            Question(
                evaluation_id=number,
                number=place,
                vendor=vendor,
                question="席数は?",
                asked_at=NOW - timedelta(days=1),
            )
        )
        session.add(
            Attachment(
                evaluation_id=number,
                number=place,
                vendor=vendor,
                kind="quotation",
                name=f"{VENDORS[vendor][0]}.txt",
                media_type="text/plain",
                size=14,
                sha256="0" * 64,
                added_at=NOW,
                anonymised=vendor != "asanagi",
            )
        )


def _results(case: Case) -> Iterator[str]:
    comparison = compare(score_sheet(case))
    totals = [comparison.total(place) for place in range(len(case.vendors))]
    return (f"{total:.2f}" for total in totals if total is not None)


def marks_in(text: str, planted: Planted) -> frozenset[str]:
    """What a text gives away.

    ``prices``, ``results`` and ``decision``, a vendor by its id, ``by NAME`` for
    anything that one evaluator has said, ``closed to NAME`` if that is about the vendor
    the same person must not see.
    """
    numbers = set(re.findall(r"(?<![\d.,])\d\d\.\d\d(?!\d)", text))
    found = {name for name in SHEETS if f"himitsu-{name}" in text or numbers & NUMBERS[name]}
    marks = {f"by {name}" for name in found}
    marks |= {f"closed to {name}" for name, theirs in CLOSED.items() if numbers & theirs}
    marks |= {key for key, names in VENDORS.items() if any(n in text for n in (key, *names))}
    if re.search(r"987,?65[012]|11,?851,?8[012]", text):
        marks.add("prices")
    if numbers & planted.results:
        marks.add("results")
    if "himitsu-decision" in text:
        marks.add("decision")
    return frozenset(marks)


def text_of(response: TestResponse) -> str:
    """Everything a response says, whatever its format."""
    head = unquote(f"{response.location or ''} {response.headers.get('Content-Disposition', '')}")
    if response.mimetype == "application/pdf":
        return head + pdf_text(response.data)
    if is_zipfile(BytesIO(response.data)):
        with ZipFile(BytesIO(response.data)) as opened:
            return head + "\n".join(
                f"{name}\n{opened.read(name).decode()}" for name in opened.namelist()
            )
    return head + unquote(unescape(response.text))


def pdf_text(document: bytes) -> str:
    """The text of every page."""
    with pypdfium2.PdfDocument(document) as opened:
        return "\n".join(page.get_textpage().get_text_bounded() for page in opened)
