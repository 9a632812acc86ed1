"""Who may open which page. Every route says so; one that does not is refused.

A rule stands beside its view::

    @bp.get("/evaluations/<evaluation_id>")
    @member()
    def show(evaluation_id: str) -> str: ...

A member's rule finds the person's part in the evaluation that the address names
before the view runs; without a part the answer is that of one that does not exist.
Most views name the action they are for, ``@may(Action.SCORE)``: the part and the
stage of the evaluation must both allow it (``workflow``). What shows vendors waits
until the person has declared conflicts of interest. A guest opens one evaluation and
nothing beside it, as long as the link holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from vendor_eval.errors import (
    DeclarationNeededError,
    InvalidInvitationError,
    NotAllowedError,
    NotFoundError,
    RecusedError,
    SignInNeededError,
    StageError,
)
from vendor_eval.storage import Standing, User, db, is_administrator, standing_in, utc_now
from vendor_eval.storage.invitations import guest_evaluation
from vendor_eval.workflow import Action, allows, require_stage

View = TypeVar("View", bound=Callable[..., Any])


LISTS = {"evaluations.home", "evaluations.index"}
"""Where others start: a guest is led to the one evaluation instead."""


EVEN_ARCHIVED = {
    Action.READ,
    Action.SEE_RESULTS,
    Action.SEE_BOARD,
    Action.SEE_TRAIL,
    Action.SEE_REPORT,
    Action.SEE_LETTERS,
    Action.NEXT_ROUND,
    Action.ARCHIVE,
}
"""What an evaluation that is put away still allows: to read it, and to take from it."""


RESULTS = {Action.SEE_RESULTS, Action.TRY, Action.SEE_REPORT, Action.SEE_LETTERS}
"""What shows or uses the results of all vendors: not for who is recused from one."""


class Who(StrEnum):
    """The kinds of people a page can be for."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may open one route."""

    who: Who
    action: Action | None = None
    """For a member: what the part and the stage must allow; None is nothing further."""
    vendors: bool = False
    """Whether it shows vendors, and so waits for the declaration."""


def init_app(app: Flask) -> None:
    """Check every request before its view runs."""
    app.extensions["access"] = {}
    app.before_request(check)
    declare(app, "static", Rule(Who.PUBLIC))


def declare(app: Flask, endpoint: str, rule: Rule) -> None:
    """Give the view of a library its rule; our own views carry theirs."""
    app.extensions["access"][endpoint] = rule


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule of a route; None when nobody has given it one."""
    declared = app.extensions["access"].get(endpoint)
    return cast("Rule | None", declared or getattr(app.view_functions[endpoint], "access", None))


def public(view: View) -> View:
    """Everybody, signed in or not."""
    return _with_rule(view, Rule(Who.PUBLIC))


def signed_in(view: View) -> View:
    """Everybody with an account."""
    return _with_rule(view, Rule(Who.SIGNED_IN))


def administrator(view: View) -> View:
    """Who looks after accounts and brings evaluations in."""
    return _with_rule(view, Rule(Who.ADMINISTRATOR))


def member() -> Callable[[View], View]:
    """Who takes part in the evaluation ``evaluation_id`` of the address, as whatever."""
    return lambda view: _with_rule(view, Rule(Who.MEMBER))


def may(action: Action, *, vendors: bool = False) -> Callable[[View], View]:
    """Whose part allows the action in the stage the evaluation is in.

    Administrators count as leads of every evaluation they have no other part in.

    Args:
        action: what the view is for.
        vendors: whether it shows anything about vendors.
    """
    return lambda view: _with_rule(view, Rule(Who.MEMBER, action, vendors))


def _with_rule(view: View, rule: Rule) -> View:
    view.access = rule  # type: ignore[attr-defined]  # functions take attributes
    return view


def check() -> ResponseReturnValue | None:
    """Refuse who may not; send strangers to the sign-in page.

    Raises:
        NotAllowedError: The route has no rule, or the person's part is not enough.
        StageError: The evaluation stands where this cannot be done.
        DeclarationNeededError: A form about vendors came before the declaration.
        NotFoundError: There is no such evaluation, or the person has no part in it.
        SignInNeededError: A stranger sent a form.
        InvalidInvitationError: A guest's link has ended.
    """
    if request.endpoint is None:
        return None
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        current_app.logger.error("Route %s does not say who may open it.", request.endpoint)
        raise NotAllowedError
    if rule.who is Who.PUBLIC:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if current_person().guest and (elsewhere := _keep_guest_in(rule)) is not None:
        return elsewhere
    return _require(rule, current_person())


def _keep_guest_in(rule: Rule) -> ResponseReturnValue | None:
    """A guest whose link has ended is out; another list or page leads to their evaluation."""
    evaluation = guest_evaluation(db.session, current_person(), utc_now())
    if evaluation is None:
        logout_user()
        raise InvalidInvitationError
    if rule.who is Who.MEMBER:
        return None
    if rule.who is Who.SIGNED_IN and request.endpoint in LISTS:
        return redirect(url_for("evaluations.show", evaluation_id=evaluation), 303)
    raise NotAllowedError


def _ask_to_sign_in() -> ResponseReturnValue:
    """A page that was asked for waits behind the sign-in page; a form must not be lost."""
    if request.method not in {"GET", "HEAD"}:
        raise SignInNeededError
    asked = request.full_path.removesuffix("?")
    return redirect(url_for("security.login", next=None if asked == "/" else asked), 303)


def _require(rule: Rule, person: User) -> ResponseReturnValue | None:
    if rule.who is Who.ADMINISTRATOR and not is_administrator(person):
        raise NotAllowedError
    if rule.who is not Who.MEMBER:
        return None
    evaluation = str((request.view_args or {})["evaluation_id"])
    standing = standing_in(db.session, person, evaluation)
    if standing is None:
        raise NotFoundError(name=evaluation)
    g.standing = standing
    if rule.action is not None:
        require(standing, rule.action)
    if rule.vendors and standing.undeclared:
        if request.method not in {"GET", "HEAD"}:
            raise DeclarationNeededError
        return redirect(url_for("declarations.show", evaluation_id=evaluation), 303)
    return None


def require(standing: Standing, action: Action) -> None:
    """Refuse what the person's part or the stage does not allow.

    Raises:
        NotAllowedError: the part never allows it.
        StageError: the part does, but not now.
        RecusedError: it shows a vendor the person is recused from.
    """
    if not allows(standing.role, action):
        raise NotAllowedError
    if standing.archived and action not in EVEN_ARCHIVED:
        raise StageError
    require_stage(standing.stage, action)
    if action in RESULTS and standing.recused:
        raise RecusedError


def current_standing() -> Standing:
    """What the person is to the evaluation of the address; only for routes of members."""
    return cast("Standing", g.standing)


def current_person() -> User:
    """Who is signed in; only for routes that are not public."""
    return cast("User", current_user._get_current_object())
