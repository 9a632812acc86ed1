"""Who sees what when: every page, for every part, in every stage.

Nothing here knows how pages are made. An evaluation is stored in which each thing
that is to be seen by some people only, or only later, bears a mark (``planted``);
then everybody asks for every address there is, and no answer may carry a mark early.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule as Route

from tests.factories import NOW
from tests.web.planted import (
    KEY,
    RECUSED_FROM,
    SHEETS,
    VENDORS,
    Planted,
    marks_in,
    plant,
    read_planted,
    text_of,
)
from tests.web.planted_weights import add_weighing
from vendor_eval.storage import User, db
from vendor_eval.storage.base import Table
from vendor_eval.storage.panel_tables import Scenario
from vendor_eval.web.aliases import letters_of
from vendor_eval.workflow import Stage

STAGES: Mapping[str, tuple[Stage, bool]] = {
    **{stage.value: (stage, False) for stage in Stage},
    "archived": (Stage.DECIDED, True),
}
PEOPLE = ("lead", *SHEETS, "adviser", "approver", "administrator", "stranger")
LATE = ("sumire", "reiko", "kaede", "approver", "stranger")
"""Who looks around again after the first stage of results, where all see the same."""
VALUES: Mapping[str, tuple[str, ...]] = {
    "evaluation_id": (KEY,),
    "vendor_id": (RECUSED_FROM, "hoshikuzu"),
    "criterion_id": ("talk", "terms"),
    "person_id": ("2", "3"),
    "evaluator_id": ("sumire", "nagisa"),
    "file_number": ("1", "2"),
    "question_number": ("1",),
    "user_id": ("999",),
    "scenario_number": ("1",),
    "document_kind": ("comparison",),
    "job_id": ("none",),
    "issue_number": ("none-01",),
}
"""Values for every part of an address; give a new one its values here."""
DRAWN = {"documents.comparison_pdf", "shelf.draft"}
DRAWS = {"sumire", "reiko", "stranger"}
"""Drawing takes a second, so not everybody asks for paper."""
BLIND = {"preparing", "scoring"}

NAMES = frozenset(VENDORS)
SAID = frozenset(f"by {name}" for name in SHEETS)
NOTHING: frozenset[str] = frozenset()
OFFERS = NAMES | {"prices"}
RESULTS = SAID | OFFERS | {"results"}
SEES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "preparing": {
        "lead": OFFERS,
        "administrator": OFFERS,
        **{name: frozenset({f"by {name}"}) for name in SHEETS},
    },
    "scoring": {
        "lead": OFFERS,
        "administrator": OFFERS,
        **{name: frozenset({f"by {name}"}) for name in SHEETS},
        **{name: frozenset({f"by {name}", "prices"}) for name in ("sumire", "guren")},
    },
    "agreeing": dict.fromkeys(PEOPLE, RESULTS),
    "deciding": dict.fromkeys(PEOPLE, RESULTS),
    "decided": dict.fromkeys(PEOPLE, RESULTS | {"decision"}),
    "archived": dict.fromkeys(PEOPLE, RESULTS | {"decision"}),
}
"""Everything each person sees in each stage; who is not named sees nothing."""
RECUSED = {"reiko", "kaede"}
NEVER = {
    "stranger": RESULTS | {"decision"},
    **{name: frozenset({RECUSED_FROM, "results", f"closed to {name}"}) for name in RECUSED},
}
"""Whatever the stage. Results rank all vendors, so the recused read them without pages of them."""
NAMED = {"declarations.show", "declarations.overview", "declarations.decide"}
"""Names are in the declarations, whatever else is hidden."""


@dataclass(slots=True)
class Found:
    """What one person came across."""

    marks: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Endpoints by what they gave away."""
    opened: set[str] = field(default_factory=set)
    """Endpoints that answered 200."""
    odd: list[str] = field(default_factory=list)
    """Answers that are neither a page nor a refusal."""


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> str:
    """Each stage in turn, and the archive."""
    return str(request.param)


@pytest.fixture
def planted(app: Flask, stage: str, tmp_path: Path) -> Planted:
    """The evaluation with everything in it, in that stage."""
    with app.app_context():
        where, archived = STAGES[stage]
        found = plant(db.session, read_planted(tmp_path), where, archived=archived)
        add_weighing(db.session, KEY, {name: found.people[name].id for name in SHEETS})
        db.session.add(trial_of(found.people["sumire"]))
        db.session.commit()
        return found


def trial_of(author: User) -> Scenario:
    """A saved trial, whose name says more than everybody may know."""
    return Scenario(
        evaluation_id=1,
        number=1,
        name="himitsu-sumire-trial",
        tried={"level": "peak"},
        saved_at=NOW,
        saved_by=author.id,
    )


def addresses(app: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Endpoint and address of everything that answers this method, static files aside."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None)
        assert adapter is not None
        keys = (RECUSED_FROM, *letters_of(KEY, list(VENDORS)).values())
        known = {**VALUES, "vendor_key": keys}
        for route in app.url_map.iter_rules():
            if method in (route.methods or ()) and route.endpoint != "static":
                for values in _values(route, known):
                    yield route.endpoint, adapter.build(route.endpoint, values)


def _values(route: Route, known: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    names = sorted(route.arguments)
    for values in product(*(known[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def look_around(browser: FlaskClient, planted: Planted, *, paper: bool) -> Found:
    """Ask for every page there is and note what the answers give away."""
    found = Found()
    for endpoint, path in addresses(browser.application, "GET"):
        if endpoint in DRAWN and not paper:
            continue
        response = browser.get(path)
        # An address that was asked for stands on the page for the language switch.
        text = text_of(response).replace(path, "")
        marks = marks_in(text, planted)
        if response.status_code == 404:
            marks -= set(path.split("/"))  # it says what is not there
        for mark in marks:
            found.marks[mark].add(endpoint)
        if response.status_code == 200:
            found.opened.add(endpoint)
        elif response.status_code not in {302, 303, 403, 404, 409}:
            found.odd.append(f"{path}: {response.status}")
    return found


def browser_of(app: Flask, planted: Planted, name: str) -> FlaskClient:
    """A browser in which this person is signed in."""
    return app.test_client(user=planted.people[name])


def test_everybody_sees_what_is_theirs_and_nothing_more(
    app: Flask, planted: Planted, stage: str
) -> None:
    for name in PEOPLE if stage in {*BLIND, "agreeing"} else LATE:
        browser = browser_of(app, planted, name)
        found = look_around(browser, planted, paper=stage in BLIND or name in DRAWS)
        may = SEES[stage].get(name, NOTHING) - NEVER.get(name, NOTHING)
        seen = {mark: found.marks[mark] for mark in found.marks if found.marks[mark] - NAMED}
        kept = {mark for mark in seen if not mark.startswith("closed") or mark.endswith(name)}

        assert found.odd == []
        assert {mark: seen[mark] for mark in kept - may} == {}, f"{name} sees too much"
        if name not in RECUSED:
            assert may - kept == NOTHING, f"{name} does not see what {stage} allows"
        assert (name in RECUSED or not may) or bool(kept)


@pytest.mark.parametrize("stage", ["preparing", "scoring"], indirect=True)
def test_results_do_not_open_early_whoever_asks(app: Flask, planted: Planted) -> None:
    results = (
        "comparison",
        "comparison.pdf",
        "comparison/contributions.svg",
        "firmness",
        "firmness/weights.svg",
        "case.zip",
        "vendors",
        "vendors/hoshikuzu",
        "vendors/hoshikuzu/criteria/talk",
        "consensus",
        "decision",
        "what-if",
        "what-if/answer",
        "what-if/saved",
    )
    for name in PEOPLE:
        browser = browser_of(app, planted, name)
        answers = {path: browser.get(f"/evaluations/{KEY}/{path}") for path in results}
        refusal = 404 if name == "stranger" else 409
        assert {path: each.status_code for path, each in answers.items()} == dict.fromkeys(
            results, refusal
        )
        texts = " ".join(each.text for each in answers.values())
        assert "himitsu" not in texts
        assert not planted.results & set(texts.split())


@pytest.mark.parametrize("stage", ["decided", "archived"], indirect=True)
def test_nothing_changes_once_it_is_decided(app: Flask, planted: Planted, stage: str) -> None:
    before = everything(app)
    taken = []
    for name in ("lead", "sumire", "adviser", "approver", "stranger"):
        browser = browser_of(app, planted, name)
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            for endpoint, path in addresses(app, method):
                if f"/{KEY}" not in path or endpoint in STILL_OPEN:
                    continue
                response = browser.open(path, method=method, data=SIGNED)
                if response.status_code not in {400, 403, 404, 409}:
                    taken.append((name, endpoint, response.status))
    assert taken == []
    assert everything(app) == before


SIGNED = {f"about {vendor}": "none" for vendor in VENDORS} | {"reason": "遅れた変更"}
"""A declaration, and a reason for what asks for one."""
STILL_OPEN = {
    *("rounds.archive", "rounds.unarchive", "decisions.reopen"),
    *("issuing.issue", "issuing.everything"),
}
"""Acts of their own, with tests of their own."""


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the one that counts attempts."""
    with app.app_context():
        return {
            table.name: sorted((tuple(row) for row in db.session.execute(table.select())), key=repr)
            for table in Table.metadata.sorted_tables
            if table.name != "attempt"
        }
