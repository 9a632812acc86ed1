"""A whole evaluation, played through the pages in Japanese by five people at once.

A lead, three evaluators (one of them a guest) and an approver, each in a browser of
their own, from the four questions to the signature. At the end the numbers of the
page are those of ``vendor-eval compare`` on the exported case.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import panel_pages as do
from tests.browser.checks import PATIENCE
from tests.browser.panel_pages import Person
from tests.browser.servers import Server, running

pytestmark = pytest.mark.browser

CRITERIA = """\
format = 1
id = "small"
version = "1"
languages = ["ja", "en"]
title = { ja = "小さな評価項目", en = "Small criteria" }

[scale]
min = 0
max = 5
step = 1
meets = 3

[rules]
reasons_at = [0]
spread_flag = 3

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
id = "answered"
group = "quality"
kind = "measure"
title = { ja = "応答率", en = "Answered" }
weight = 1
unit = { ja = "%", en = "%" }
per = 100
breakpoints = [[50, 0], [100, 5]]

[[criteria]]
id = "terms"
group = "price"
kind = "rating"
title = { ja = "契約条件", en = "Terms" }
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
SORA, UMI, KAZE = "そらコール", "うみテレマ", "かぜセンター"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The program as it is started first, with nothing in it."""
    with running("serve", tmp_path, VENDOR_EVAL_LANGUAGE="ja") as started:
        yield started


@pytest.fixture
def new_browser(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Browsers of different people; what their consoles complain of fails the test."""
    complaints: list[str] = []

    def open_browser() -> Page:
        page = browser.new_context(locale="ja-JP").new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_browser
    for context in browser.contexts:
        context.close()
    assert complaints == []


def run(data: Path, *arguments: str) -> str:
    """What a command of the program prints, on the same data."""
    ours = {name: value for name, value in os.environ.items() if "VENDOR_EVAL" not in name}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "vendor_eval", *arguments],
        env=ours | {"VENDOR_EVAL_DATA": str(data), "VENDOR_EVAL_LANGUAGE": "ja"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def invited(lead: Person, page: Page, name: str, role: str, *, guest: bool = False) -> Person:
    """Somebody who has followed the link the lead was shown."""
    do.join(page, do.invite(lead, name, role, guest=guest), guest=guest)
    return Person(page=page, name=name, address=lead.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everybody who takes part."""

    lead: Person
    suzuki: Person
    tanaka: Person
    guest: Person
    approver: Person


def test_a_whole_evaluation(
    server: Server, new_browser: Callable[[], Page], tmp_path: Path
) -> None:
    panel = prepare(server, new_browser)
    declare_and_enter_offers(panel)
    score_alone(panel)
    agree_and_decide(panel)

    same_totals_everywhere(panel.lead, tmp_path)
    printed = paper(panel.lead, tmp_path)
    assert "三年前まで在籍していたため" in printed
    assert "応対品質を重視する方針になった" in printed
    run(tmp_path, "audit", "verify")


def prepare(server: Server, new_browser: Callable[[], Page]) -> Panel:
    """What is bought, who takes part, who is asked for an offer."""
    page = new_browser()
    do.become_administrator(page, server.link, "佐藤花子")
    address = do.start_evaluation(page, server.address, "問い合わせ窓口の委託", CRITERIA)
    lead = Person(page=page, name="佐藤花子", address=address)
    do.say_what_is_bought(lead)
    panel = Panel(
        lead=lead,
        suzuki=invited(lead, new_browser(), "鈴木一郎", "evaluator"),
        tanaka=invited(lead, new_browser(), "田中美咲", "evaluator"),
        guest=invited(lead, new_browser(), "客野誠", "evaluator", guest=True),
        approver=invited(lead, new_browser(), "山本部長", "approver"),
    )
    do.add_vendors(lead, {"sora": SORA, "umi": UMI, "kaze": KAZE})
    return panel


def declare_and_enter_offers(panel: Panel) -> None:
    """Conflicts come first; that one lacks the certificate is confirmed by a second person."""
    for person in (panel.lead, panel.suzuki, panel.guest, panel.approver):
        do.declare(person, {})
    do.declare(panel.tanaka, {UMI: "三年前まで在籍"})
    do.recuse(panel.lead, "三年前まで在籍していたため")
    do.enter_offer(panel.lead, "sora", "3000000", ("5700", "6000"), "pass")
    do.enter_offer(panel.lead, "umi", "2500000", ("5400", "6000"), "pass")
    do.enter_offer(panel.lead, "kaze", "2400000", ("5100", "6000"), "fail")
    do.confirm_fail(panel.approver, "kaze")
    do.move_on(panel.lead)


def score_alone(panel: Panel) -> None:
    """Everybody by keyboard; one sheet is reopened, and one rating changed."""
    do.refused(panel.suzuki, "/comparison", 409)
    do.score(panel.suzuki, {SORA: "54", UMI: "13", KAZE: "33"})
    do.score(panel.tanaka, {SORA: "44", KAZE: "23"})
    do.score(panel.guest, {SORA: "43", UMI: "44", KAZE: "34"})
    for person in (panel.suzuki, panel.tanaka, panel.guest):
        do.submit(person)
    do.reopen(panel.lead, "鈴木一郎", "応対の録音を聞き直したため")
    do.change_rating(panel.suzuki, SORA, "3", "録音では保留が長かった")
    do.submit(panel.suzuki)
    do.move_on(panel.lead)


def agree_and_decide(panel: Panel) -> None:
    """One cell lies far apart; the weights change late, with a reason; then the signature."""
    do.agree(panel.lead, "umi", "talk", "3", "録音を全員で確認した")
    weights = {"quality": "70", "price": "30"}
    do.change_weights(panel.lead, weights, "応対品質を重視する方針になった")
    do.move_on(panel.lead)
    do.recommend(panel.lead, "sora", "応対品質が最も高い")
    do.sign(panel.approver)
    do.refused(panel.lead, "/next", 409)


def same_totals_everywhere(lead: Person, folder: Path) -> None:
    """The comparison page says what ``compare`` says of the exported case."""
    page = lead.open("/comparison")
    with page.expect_download() as download:
        page.evaluate(f"location.assign('{lead.address}/case.zip')")
    case = folder / "case.zip"
    download.value.save_as(case)
    result = json.loads(run(folder, "compare", str(case), "--json", "--samples", "0"))
    ranked = [vendor for vendor in result["vendors"] if vendor["status"] == "ranked"]

    assert len(ranked) == 2
    assert [vendor["status"] for vendor in result["vendors"][2:]] == ["disqualified"]
    for vendor in ranked:
        expect(page.locator("main")).to_contain_text(f"{vendor['total']:.2f}")


def paper(lead: Person, folder: Path) -> str:
    """The text of the comparison as PDF, without white space."""
    page = lead.open("/comparison")
    with page.expect_download() as download:
        page.evaluate(f"location.assign('{lead.address}/comparison.pdf')")
    file = folder / "comparison.pdf"
    download.value.save_as(file)
    with pypdfium2.PdfDocument(file) as opened:
        pages = [each.get_textpage().get_text_bounded() for each in opened]
    return "".join("".join(pages).split())
