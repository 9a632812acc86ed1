"""What people do on the pages of an evaluation, one function for each thing done."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.web.pages import PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at a browser of their own, in one evaluation."""

    page: Page
    name: str
    address: str = ""
    """Of the evaluation."""

    def open(self, path: str) -> Page:
        """A page below the evaluation's address."""
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == 200, f"{self.name}: {path}: {response.status}"
        return self.page


def refused(person: Person, path: str, status: int) -> None:
    """That a page does not open."""
    response = person.page.goto(person.address + path)
    assert response is not None
    assert response.status == status


def said(page: Page, text: str) -> None:
    """What the page says happened."""
    expect(page.locator(".messages")).to_contain_text(text)


def become_administrator(page: Page, link: str, name: str) -> None:
    """The first person to open the program."""
    page.goto(link)
    page.fill("[name=name]", name)
    page.fill("[name=email]", "lead@example.com")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_again]", PASSWORD)
    with page.expect_navigation():
        page.locator("main .button--main").click()


def start_evaluation(page: Page, address: str, title: str, criteria: str) -> str:
    """Four questions; the address of the evaluation they lead to."""
    page.goto(f"{address}/evaluations/new")
    page.fill("[name=title]", title)
    page.check("[name=purposes][value=customer-satisfaction]")
    page.check("[name=flow][value=inbound]")
    page.check("[name=scope][value=department]")
    page.locator("details.more summary").click()
    page.fill("[name=criteria_text]", criteria)
    with page.expect_navigation():
        page.locator("main .button--main").click()
    with page.expect_navigation():
        page.locator("[name=step][value=create]").click()
    return page.url


def say_what_is_bought(lead: Person) -> None:
    """Term and volume; the rest is as the questions left it."""
    page = lead.open("/need")
    page.fill("[name=calls_offered]", "6000")
    page.fill("[name=average_handling_minutes]", "6")
    page.fill("[name=term_months]", "12")
    with page.expect_navigation():
        page.locator("main .button--main").click()


def invite(lead: Person, name: str, role: str, *, guest: bool = False) -> str:
    """The link that lets somebody in."""
    page = lead.open("/people/add")
    page.check(f"[name=way][value={'guest' if guest else 'account'}]")
    page.fill("[name=name]", name)
    if not guest:
        page.fill("[name=email]", f"{role}-{abs(hash(name)) % 1000}@example.com")
    page.check(f"[name=role][value={role}]")
    with page.expect_navigation():
        page.locator("main .button--main").click()
    found = re.search(r"http://[^\s\"<]+/join\?token=[\w-]+", page.content())
    assert found, page.content()
    return found[0]


def join(page: Page, link: str, *, guest: bool = False) -> None:
    """Follow the link; whoever has an account to be chooses a password."""
    page.goto(link)
    if guest:
        return
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_again]", PASSWORD)
    with page.expect_navigation():
        page.locator("main .button--main").click()


def confirm(page: Page) -> None:
    """Press the main button of the page."""
    with page.expect_navigation():
        page.locator("main .button--main").last.click()


def add_vendors(lead: Person, names: dict[str, str]) -> None:
    """The companies that are asked for an offer, as a list from a spreadsheet."""
    page = lead.open("/entry/new/csv")
    lines = ["id,name_ja", *(f"{key},{name}" for key, name in names.items())]
    content = "\n".join(lines).encode()
    page.set_input_files(
        "[name=file]", {"name": "vendors.csv", "mimeType": "text/csv", "buffer": content}
    )
    confirm(page)
    confirm(page)


def declare(person: Person, conflicts: dict[str, str]) -> None:
    """Sign about every vendor: what the conflict is, by vendor, and none otherwise."""
    page = person.open("/declarations")
    for box in page.locator("main fieldset").all():
        name = str(box.locator("legend").text_content()).strip()
        box.locator(f"[value={'conflict' if name in conflicts else 'none'}]").check()
        if name in conflicts:
            box.locator("textarea").fill(conflicts[name])
    confirm(page)
    said(page, "署名")


def recuse(lead: Person, reason: str) -> None:
    """Leave out who has declared a conflict, for that vendor."""
    page = lead.open("/declarations/all")
    page.locator("main a.button--main").first.click()
    page.check("[name=decision][value=recuse]")
    page.fill("[name=reason]", reason)
    confirm(page)


def enter_offer(
    lead: Person, vendor: str, price: str, answered: tuple[str, str], gate: str
) -> None:
    """Mandatory requirement, key figure and quotation of a vendor."""
    page = lead.open(f"/entry/{vendor}/gates")
    page.check(f'[name="certificate.result"][value={gate}]')
    confirm(page)
    page = lead.open(f"/entry/{vendor}/measures")
    page.fill('[name="answered.numerator"]', answered[0])
    page.fill('[name="answered.denominator"]', answered[1])
    confirm(page)
    page = lead.open(f"/entry/{vendor}/quotation")
    page.locator("[name$='.kind']").first.select_option("monthly")
    page.locator("[name$='.price']").first.fill(price)
    confirm(page)


def confirm_fail(person: Person, vendor: str) -> None:
    """Be the second who finds that the requirement is not met."""
    page = person.open(f"/entry/{vendor}/gates")
    with page.expect_navigation():
        page.locator("form[action$='/confirm'] button").click()
    said(page, "確認")


def move_on(lead: Person, reason: str = "") -> None:
    """To the next stage."""
    page = lead.open("/next")
    if reason:
        page.fill("[name=reason]", reason)
    confirm(page)


def score(person: Person, ratings: dict[str, str]) -> None:
    """Fill the own sheet by keyboard alone: for each vendor the digits from top to bottom."""
    page = person.open("/sheet")
    links = page.locator("main a[href*='/sheet/vendors/']").all()
    root = person.address.partition("/evaluations")[0]
    for address in dict.fromkeys(str(link.get_attribute("href")) for link in links):
        page.goto(root + address)
        digits = ratings[str(page.locator("h1").text_content()).strip()]
        page.locator("[data-cell] [data-rating]").first.focus()
        for digit in digits:
            page.keyboard.press(digit)
            page.keyboard.press("ArrowDown")
        all_saved(page)


def all_saved(page: Page) -> None:
    """Wait until the server has everything that was typed."""
    expect(page.locator("[data-status]")).to_have_attribute("data-status", "all_saved")
    expect(page.locator("[data-cell]:not(:has([data-state=saved]))")).to_have_count(0)


def submit(person: Person) -> None:
    """Freeze the sheet."""
    page = person.open("/sheet/submit")
    confirm(page)
    said(page, "採点票")


def reopen(lead: Person, name: str, reason: str) -> None:
    """Let somebody change a sheet that was submitted."""
    row = lead.open("/progress").locator("tr", has_text=name)
    row.locator("summary", has_text="再開する").click()
    row.locator("[name=reason]").fill(reason)
    with lead.page.expect_navigation():
        row.locator("form .button--main").click()


def change_rating(person: Person, vendor: str, digit: str, reason: str) -> None:
    """Another rating in the first cell of a vendor, with the reason it needs by now."""
    page = person.open("/sheet")
    page.locator("main a[href*='/sheet/vendors/']", has_text=vendor).first.click()
    page.fill("[data-change-reason]", reason)
    page.locator("[data-cell] [data-rating]").first.focus()
    page.keyboard.press(digit)
    all_saved(page)


def agree(lead: Person, vendor: str, criterion: str, value: str, reason: str) -> None:
    """What the panel agrees on for a cell."""
    page = lead.open(f"/consensus/{vendor}/{criterion}")
    page.check(f"[name=value][value='{value}']")
    page.fill("[name=reason]", reason)
    page.fill("[name=dissent]", "鈴木は3点を主張")
    page.locator("main .panel .button--main").first.click()
    said(page, "合意")


def change_weights(lead: Person, weights: dict[str, str], reason: str) -> None:
    """Other weights after opening: see the difference, give the reason, confirm."""
    page = lead.open("/weights")
    for group, weight in weights.items():
        page.fill(f"[name=g-{group}]", weight)
    confirm(page)
    expect(page.locator("main")).to_contain_text("60")
    page.fill("[name=reason]", reason)
    confirm(page)


def recommend(lead: Person, vendor: str, why: str) -> None:
    """Whom the panel recommends, and why."""
    page = lead.open("/decision")
    page.select_option("[name=recommended]", vendor)
    page.fill("[name=why_ja]", why)
    page.locator("form:has([name=recommended]) .button--main").click()
    said(page, "保存")


def sign(approver: Person) -> None:
    """Approve with the own password."""
    page = approver.open("/decision")
    page.check("[name=sign-sure]")
    page.fill("[name=sign-password]", PASSWORD)
    page.locator("form:has([name=sign-sure]) .button--main").click()
    said(page, "署名")
