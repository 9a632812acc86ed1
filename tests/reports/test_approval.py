"""The approval set: what it says, on how many pages, and that it can be verified."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest

from tests.reports.conftest import printed
from tests.reports.variations import compared, only
from vendor_eval.case import Case, Decision, Vendor
from vendor_eval.dossier import Approval, Dossier, Organisation
from vendor_eval.reports.approval import ApprovalPaper, build_approval
from vendor_eval.reports.contents import build_contents
from vendor_eval.reports.documents import reduced
from vendor_eval.verification.checking import page_texts, verify
from vendor_eval.verification.making import make_document

MILLIMETRE = 72 / 25.4
PORTRAIT, LANDSCAPE = (210, 297), (420, 297)
LONG = {
    "ja": "株式会社とても長い名前の総合対話応答サービス運営機構ホールディングス日本",
    "en": ("The Very Long Name of a Conversation and Response Services Group Holdings Japan K.K."),
}
WRITTEN = Approval(
    number="起-2026-041",
    drafted=date(2026, 4, 1),
    originator="青木 花子",
    department={"ja": "調達部", "en": "Procurement"},
    addressee={"ja": "代表取締役社長", "en": "Managing Director"},
    subject={"ja": "①窓口委託の件(㈱髙﨑・𠮷田)", "en": "Enquiry desk ① ㈱髙﨑 𠮷"},
    background={"ja": "現契約が9月で終わるため。", "en": "The contract ends in September."},
    process={"ja": "2月3日 提案依頼\n3月10日 締切", "en": "3 February: RFP\n10 March: closing"},
    risks={"ja": "増員の遅れ: 教育を前倒し。", "en": "Late staffing: train earlier."},
    effect={"ja": "応答率が5ポイント上がる。", "en": "Answer rate up 5 points."},
    baseline=Decimal(40000000),
    schedule={"ja": "契約 5月 / 開始 9月", "en": "Contract in May, start in September"},
    enclosed={"ja": "見積書 6通\n提案書", "en": "Six quotations\nProposals"},
)
DECIDED = Decision(
    recommended="minamo",
    runner_up="tsubame",
    why={"ja": "教育の質と価格の釣り合い。", "en": "Training and price in balance."},
    conditions={"ja": "Pマークの更新を確認する。", "en": "Renewal of the Privacy Mark."},
)


def written(case: Case, **changes: Any) -> Dossier:
    return Dossier(case=case, decision=DECIDED, approval=WRITTEN, **changes)


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Of each page, in millimetres."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [
            (round(page.get_width() / MILLIMETRE), round(page.get_height() / MILLIMETRE))
            for page in opened
        ]


def paper(dossier: Dossier, language: str = "en") -> ApprovalPaper:
    comparison = compared(dossier.case)
    contents = build_contents(dossier.case, comparison, language, dossier.decision)
    return build_approval(dossier, comparison, contents, printed("approval", language, samples=0))


def crowded(case: Case, vendors: int) -> Case:
    """The sample with many vendors that have long names."""
    few = [each for each in case.vendors if each.status == "active"]
    pairs = [(few[at % len(few)], f"v{at:02d}") for at in range(vendors)]

    def copied(rows: tuple[Any, ...]) -> Iterator[Any]:
        for origin, name in pairs:
            yield from (replace(row, vendor=name) for row in rows if row.vendor == origin.id)

    def named(origin: Vendor, name: str) -> Vendor:
        titles = {language: f"{text}{name}" for language, text in LONG.items()}
        return replace(origin, id=name, name=titles, short={})

    return replace(
        case,
        vendors=tuple(named(*pair) for pair in pairs),
        ratings=tuple(copied(case.ratings)),
        measures=tuple(copied(case.measures)),
        gates=tuple(copied(case.gates)),
        quotes=tuple(copied(case.quotes)),
    )


def full(approval: Approval) -> Approval:
    """Every text as long as the form takes it."""
    texts: dict[str, Any] = {
        name: {
            "ja": ("対策と日程を定めて進める。\n" * 30)[:300],
            "en": ("Watch it weekly.\n" * 30)[:300],
        }
        for name in ("background", "process", "risks", "effect", "schedule", "enclosed")
    }
    return replace(approval, **texts)


@pytest.fixture(scope="module")
def sets(sample_case: Case) -> dict[str, bytes]:
    era = Organisation(era_dates=True, stamps=("社長", "専務", "部長", "課長", "起案者"))
    return {
        language: make_document(
            written(sample_case, organisation=era), printed("approval", language)
        )
        for language in ("ja", "en")
    }


@pytest.mark.pdf
def test_the_set_of_the_sample_has_its_pages_and_agrees_with_its_data(
    sets: dict[str, bytes],
) -> None:
    assert sizes(sets["ja"]) == [PORTRAIT] * 3 + [LANDSCAPE]
    assert sizes(sets["en"]) == [PORTRAIT] * 2
    assert [verify(each).differences for each in sets.values()] == [(), ()]


@pytest.mark.pdf
def test_the_japanese_set_is_a_form_to_stamp(sets: dict[str, bytes]) -> None:
    text = "".join("".join(page_texts(sets["ja"])).split())
    head = (
        *("社外秘", "起-2026-041", "令和8年4月1日(2026年4月1日)", "代表取締役社長", "調達部"),
        *("社長", "専務", "部長", "課長", "起案者", "□認可□条件付認可□保留□否決"),
        *(
            "①窓口委託の件(㈱髙﨑・〓田)",
            "36,594,000円",
            "40,253,400円",
            "Pマークの更新を確認する。",
        ),
        *(
            "次点の会社を選ばない理由",
            "最安値の会社を選ばない理由",
            "3,406,000円(8.5%)低くなります",
        ),
        *("実質同点", "見積書6通", "◎"),
    )
    assert [each for each in head if each not in text] == []
    assert text.index("結論") < text.index("目的・背景・範囲") < text.index("選定の経過")
    assert "U+20BB7" in text


@pytest.mark.pdf
def test_the_english_recommendation_is_signed_on_lines(sets: dict[str, bytes]) -> None:
    text = " ".join("".join(page_texts(sets["en"])).split())
    told = (
        *("Award recommendation", "1 April 2026", "¥36,594,000", "Renewal of the Privacy Mark."),
        *("Why not the runner-up", "Why not the cheapest", "Signature", "Position"),
        "the recommended offer is ¥3,406,000 (8.5%) lower",
    )
    assert [each for each in told if each not in text] == []
    assert not set(text) & set("◎○△×□")


@pytest.mark.pdf
@pytest.mark.parametrize(("language", "most"), [("ja", 3), ("en", 2)])
def test_it_stays_short_with_many_vendors_long_names_and_full_texts(
    sample_case: Case, language: str, most: int
) -> None:
    case = crowded(sample_case, 30)
    dossier = Dossier(
        case=case,
        decision=Decision(
            recommended="v01",
            why={"ja": "理由。" * 900, "en": "Because. " * 500},
            conditions={"ja": "条件。" * 900, "en": "If so. " * 500},
        ),
        approval=full(WRITTEN),
    )
    pdf = make_document(dossier, printed("approval", language))
    pages = sizes(pdf)
    assert pages.count(PORTRAIT) <= most
    assert pages.count(LANDSCAPE) == (4 if language == "ja" else 0)
    assert ("「…」で終わる" if language == "ja" else "ends with …") in "".join(page_texts(pdf))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nobody_is_recommended_yet(sample_case: Case, language: str) -> None:
    empty = paper(Dossier(case=only(sample_case)), language)
    assert (empty.recommended, empty.amounts, empty.rationale, empty.lines) == ("", (), None, ())
    assert empty.firmness
    twin = crowded(only(sample_case, "minamo"), 2)
    tied = paper(Dossier(case=twin), language)
    assert (tied.recommended, tied.rationale) == ("", None)


def test_who_is_out_and_why_is_part_of_the_process(sample_case: Case) -> None:
    process = paper(Dossier(case=sample_case)).process
    assert process[0] == "7 vendors were asked for offers."
    assert process[1].startswith("5 are ranked: Minamo Tsuwa Service K.K., Tsubame")
    assert process[1].endswith("Madoguchi K.K.")
    assert process[3] == "Apo-no-Ki LLC – Declined: Declined: does not take inbound work"
    assert process[4] == "6 quotations are compared on one basis."


def test_a_signed_decision_says_who_signed(sample_case: Case) -> None:
    signed = replace(DECIDED, signed_name="Sato", signed_at=datetime(2026, 4, 2, tzinfo=UTC))
    said = paper(Dossier(case=sample_case, decision=signed))
    assert said.signature == "Approved in the program by Sato on 2 April 2026."


@pytest.mark.parametrize(
    ("baseline", "told"),
    [
        (Decimal(36594000), "same term: no change."),
        (Decimal(30000000), "the recommended offer is ¥6,594,000 (22.0%) higher."),
        (Decimal(0), "the recommended offer is ¥36,594,000 higher."),
    ],
)
def test_the_effect_is_told_against_what_is_paid_today(
    sample_case: Case, baseline: Decimal, told: str
) -> None:
    dossier = Dossier(case=sample_case, approval=Approval(baseline=baseline))
    assert paper(dossier).effect[0].endswith(told)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("comparison", ""), ("criteria", ""), ("vendor-profile", "minamo"), ("letter", "minamo")],
)
def test_other_documents_do_not_carry_what_the_lead_wrote(
    sample_case: Case, kind: str, subject: str
) -> None:
    dossier = written(sample_case)
    assert reduced(dossier, printed(kind, "en", subject=subject))[0].approval == Approval()
    assert reduced(dossier, printed("approval", "en"))[0].approval == WRITTEN
