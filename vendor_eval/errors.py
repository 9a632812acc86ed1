"""Errors a person can act on: each says what is wrong and what to do next.

A text is an English template plus values, and the template is also the key of
its Japanese translation. Nothing has to parse a message, and the same error
reads right on a page, in a terminal and in a log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vendor_eval.language import translate


class VendorEvalError(Exception):
    """Base of every error this program raises on purpose."""

    http_status = 400
    template = "Something went wrong. Try again; if it happens again, tell the administrator."

    def __init__(self, **values: object) -> None:
        """Keep what fills the template's ``%(name)s`` places."""
        self.values = values
        super().__init__(self.template % values)

    def text(self, language: str) -> str:
        """The message in one language."""
        return translate(self.template, language) % self.values


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: where it is, what is wrong and what to do."""

    place: str
    """``FILE`` or ``FILE:LINE``."""
    where: str
    """The key, column or cell, as the file spells it."""
    what: str
    """Template of what is wrong."""
    cure: str
    """Template of what to do."""
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """``FILE:LINE: where: what is wrong; what to do``."""
        what = translate(self.what, language) % self.values
        cure = translate(self.cure, language) % self.values
        parts = [part for part in (self.place, self.where) if part]
        return ": ".join([*parts, f"{what}; {cure}"])


class InvalidFilesError(VendorEvalError):
    """Files cannot be used. Every mistake found is listed, not only the first."""

    template = "%(count)d problem(s) found. Correct them and try again.\n%(problems)s"

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of the file."""
        self.problems = tuple(problems)
        super().__init__(count=len(self.problems), problems=self._lines("en"))

    def _lines(self, language: str) -> str:
        return "\n".join(problem.text(language) for problem in self.problems)

    def text(self, language: str) -> str:
        """The count and each problem on its own line, in one language."""
        values = {**self.values, "problems": self._lines(language)}
        return translate(self.template, language) % values


class NotFoundError(VendorEvalError):
    """The thing asked for does not exist, or the person may not see it: the same answer."""

    http_status = 404
    template = "There is nothing here by the name %(name)s. Check the id, or the link you followed."


class ExistsError(VendorEvalError):
    """Something with this id is there already."""

    http_status = 409
    template = (
        "An evaluation with the id %(id)s exists already. Import it under another id"
        " (--as NEW-ID on the command line)."
    )


class NotAllowedError(VendorEvalError):
    """The person is signed in, but this is not theirs to do."""

    http_status = 403
    template = "Your role does not allow this. Ask an administrator for access."


class StageError(VendorEvalError):
    """An act that the stage of the evaluation does not allow."""

    http_status = 409
    template = (
        "The evaluation has moved on or is not there yet, so this cannot be done now."
        " Open its overview: it says what comes next."
    )


class ConflictError(VendorEvalError):
    """Somebody else, or another tab, changed the same thing first."""

    http_status = 409
    template = (
        "%(what)s was changed meanwhile. What you entered is kept on this page:"
        " compare it with what is there now, then save again."
    )


class FrozenSheetError(VendorEvalError):
    """A change to a score sheet, or a part of one, that is submitted."""

    http_status = 409
    template = (
        "Your score sheet is submitted, so it can no longer be changed. If it must be, ask the"
        " lead to reopen it."
    )


class IncompleteSheetError(VendorEvalError):
    """A score sheet was to be submitted before everything in it is answered."""

    http_status = 409
    template = (
        "%(count)d cell(s) still need an answer or a reason. They are listed below, each with a"
        " link."
    )


class NotARatingError(VendorEvalError):
    """A rating that the scale does not have."""

    template = "%(value)s is not a rating on this scale. Choose one of the ratings shown."


class ReasonNeededError(VendorEvalError):
    """An act that stays on record with its reason was sent without one."""

    template = "Write the reason. It stays on record and is printed where the rules say so."


class NotReadyError(VendorEvalError):
    """The next stage needs something that is missing."""

    http_status = 409
    template = "The next stage cannot open yet: the page says what is missing."


class NobodyAnsweredError(VendorEvalError):
    """Weights were to be put together before anybody has handed in any."""

    http_status = 409
    template = "Nobody has handed in weights yet. Ask people to hand them in, then try again."


class IncompleteAnswersError(VendorEvalError):
    """Weights were to be handed in that do not come to any yet."""

    http_status = 409
    template = "Your answers do not give weights yet. Answer what is marked, then hand in again."


class NotSignableError(VendorEvalError):
    """A decision was to be signed before everything it rests on is there."""

    http_status = 409
    template = (
        "The decision cannot be signed yet: %(count)d point(s) are open. They are listed on this"
        " page."
    )


class NoTieError(VendorEvalError):
    """A lot was to be drawn where none is needed."""

    http_status = 409
    template = (
        "There is no tie here that a lot settles, or it has been drawn already. Open the decision"
        " again: it shows how things stand."
    )


class NothingTriedError(VendorEvalError):
    """A trial was to be saved that is the official result."""

    template = (
        "Nothing differs from the official result yet. Change a weight, a volume or whose key"
        " figures count, then save."
    )


class NoResultError(VendorEvalError):
    """A trial was to be saved whose cost cannot be worked out."""

    template = (
        "This trial has no result: a key figure that a vendor claims makes its cost a division by"
        " zero. Correct it, or use the same key figures for every vendor, then save."
    )


class NameNeededError(VendorEvalError):
    """A trial was to be saved without a name, or with one that fits no table."""

    template = "Give the trial a name that says what it tries, in at most %(most)d characters."


class NameTakenError(VendorEvalError):
    """Two saved trials of an evaluation would have one name."""

    http_status = 409
    template = "There is a saved trial named “%(name)s” already. Choose another name."


class TooManyTrialsError(VendorEvalError):
    """More saved trials than can be compared side by side."""

    http_status = 409
    template = (
        "There are %(count)d saved trials already, and no more fit side by side. Delete one, then"
        " save again."
    )


class DeclarationNeededError(VendorEvalError):
    """Something about vendors was sent by a person who has not declared conflicts of interest."""

    http_status = 403
    template = "Sign your declaration about each vendor first: open Declarations, then come back."


class RecusedError(VendorEvalError):
    """Results show a vendor that the person neither sees nor scores."""

    http_status = 403
    template = (
        "You are recused from a vendor that is shown here. Ask the lead for what concerns the"
        " other vendors."
    )


class OwnConflictError(VendorEvalError):
    """Somebody decides about a conflict of interest of their own."""

    http_status = 403
    template = (
        "Nobody decides about their own conflict of interest. Ask another lead or an administrator."
    )


class LastLeadError(VendorEvalError):
    """An evaluation would be left without a lead."""

    http_status = 409
    template = "%(name)s is the only lead. Make somebody else a lead first, then try again."


class LastAdministratorError(VendorEvalError):
    """The installation would be left without an administrator."""

    http_status = 409
    template = (
        "%(name)s is the only administrator who can sign in. Make somebody else an administrator"
        " first, then try again."
    )


class InvalidInvitationError(VendorEvalError):
    """An invitation that is used, too old, revoked or was never given out: the same answer."""

    http_status = 403
    template = (
        "This invitation does not lead anywhere any more. If you have set a password, sign in;"
        " else ask the person who invited you for a new link."
    )


class SignedInError(VendorEvalError):
    """Somebody's invitation was opened by somebody else who is signed in."""

    http_status = 409
    template = (
        "You are signed in as %(name)s, and this invitation is somebody else's. Sign out first,"
        " then open the link again."
    )


class UnsafeZipError(VendorEvalError):
    """A zip that could harm the machine that unpacks it."""

    template = "%(name)s: %(reason)s. Make the zip again from the case folder alone."

    def __init__(self, *, name: str, reason: str, **values: object) -> None:
        """Keep the template of the reason and what fills it."""
        self.reason = reason
        super().__init__(name=name, reason=reason % values, **values)

    def text(self, language: str) -> str:
        """The message in one language, its reason too."""
        reason = translate(self.reason, language) % self.values
        return translate(self.template, language) % {**self.values, "reason": reason}


class TooLargeError(VendorEvalError):
    """More than this program takes at once."""

    http_status = 413
    template = (
        "%(name)s is larger than %(limit)s MB. Remove what does not belong to the evaluation."
    )


class SignInNeededError(VendorEvalError):
    """A stranger sent something to a page for people with an account."""

    http_status = 401
    template = (
        "You are not signed in, or no longer. Sign in in another tab, come back here and send"
        " again: nothing you typed is lost."
    )


class TooManyAttemptsError(VendorEvalError):
    """Somebody tries passwords or links faster than a person types."""

    http_status = 429
    template = "There were too many attempts. Wait %(minutes)d minutes, then try again."


class InvalidLinkError(VendorEvalError):
    """A one-time link that is used, too old or was never given out."""

    http_status = 403
    template = (
        "This link has been used or is too old. Stop the program and start it again: it prints a"
        " new one."
    )


class SettingError(VendorEvalError):
    """A setting has a value that cannot be used."""

    http_status = 500
    template = "%(name)s: %(problem)s. %(cure)s."

    def __init__(self, *, name: str, problem: str, cure: str, **values: object) -> None:
        """Keep the templates of problem and cure, and what fills them."""
        self.parts = {"problem": problem, "cure": cure}
        super().__init__(name=name, problem=problem % values, cure=cure % values, **values)

    def text(self, language: str) -> str:
        """The message in one language, its problem and cure too."""
        parts = {key: translate(part, language) % self.values for key, part in self.parts.items()}
        return translate(self.template, language) % {**self.values, **parts}


class NewerDatabaseError(VendorEvalError):
    """A newer version of this program has migrated the database."""

    http_status = 500
    template = (
        "The database was changed by a newer version of this program."
        " Install that version, or restore a backup from before."
    )
