"""Who may open which page. Every route says so; one that does not is refused.

A rule stands beside its view::

    @bp.get("/evaluations/<evaluation_id>")
    @member()
    def show(evaluation_id: str) -> str: ...

A member's rule finds the person's part in the evaluation that the address names
before the view runs; without a part the answer is that of one that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from vendor_eval.errors import NotAllowedError, NotFoundError, SignInNeededError
from vendor_eval.storage import ADMINISTRATOR, User, db, is_administrator, role_in
from vendor_eval.workflow import MemberRole

View = TypeVar("View", bound=Callable[..., Any])


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
    roles: frozenset[MemberRole] = frozenset()
    """For a member: the parts in the evaluation that are enough; empty is any."""


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


def member(*roles: MemberRole) -> Callable[[View], View]:
    """Who takes part, as one of ``roles``, in the evaluation ``evaluation_id`` of the address.

    Administrators take part in all of them, in every role.
    """
    return lambda view: _with_rule(view, Rule(Who.MEMBER, frozenset(roles)))


def _with_rule(view: View, rule: Rule) -> View:
    view.access = rule  # type: ignore[attr-defined]  # functions take attributes
    return view


def check() -> ResponseReturnValue | None:
    """Refuse who may not; send strangers to the sign-in page.

    Raises:
        NotAllowedError: The route has no rule, or the person's part is not enough.
        NotFoundError: There is no such evaluation, or the person has no part in it.
        SignInNeededError: A stranger sent a form.
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
    _require(rule, current_person())
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    """A page that was asked for waits behind the sign-in page; a form must not be lost."""
    if request.method not in {"GET", "HEAD"}:
        raise SignInNeededError
    asked = request.full_path.removesuffix("?")
    return redirect(url_for("security.login", next=None if asked == "/" else asked), 303)


def _require(rule: Rule, person: User) -> None:
    if rule.who is Who.ADMINISTRATOR and not is_administrator(person):
        raise NotAllowedError
    if rule.who is not Who.MEMBER:
        return
    evaluation = str((request.view_args or {})["evaluation_id"])
    role = role_in(db.session, person, evaluation)
    if role is None:
        raise NotFoundError(name=evaluation)
    if rule.roles and role != ADMINISTRATOR and role not in rule.roles:
        raise NotAllowedError


def current_person() -> User:
    """Who is signed in; only for routes that are not public."""
    return cast("User", current_user._get_current_object())
