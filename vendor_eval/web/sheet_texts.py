"""What the script of the score sheet says, in the reader's language."""

from vendor_eval.language import N_, translate
from vendor_eval.web.language import current_language

TEXTS = {
    "saved": N_("Saved %(time)s"),
    "saving": N_("Saving …"),
    "waiting": N_("Not saved yet"),
    "conflict": N_("Changed elsewhere meanwhile: choose below"),
    "refused": N_("Not saved"),
    "all_saved": N_("Everything is saved."),
    "some_waiting": N_("Not saved yet: %(count)s"),
    "offline": N_(
        "No connection. What you enter is kept in this browser (%(count)s) and sent as soon as"
        " the connection is back."
    ),
    "signed_out": N_(
        "You are no longer signed in. Sign in in another tab, then come back: nothing you"
        " entered is lost (%(count)s not saved yet), and it is sent by itself."
    ),
    "somebody_else": N_(
        "Somebody else is signed in in this browser now. What you entered is kept here"
        " (%(count)s) until you sign in again yourself."
    ),
    "some_refused": N_(
        "%(count)s not saved. The reason stands at each cell; what you entered is still here."
    ),
    "some_conflicts": N_(
        "%(count)s changed elsewhere meanwhile. Choose at each cell what is to stay."
    ),
    "reason_needed": N_("Write the reason for your changes at the top; then it is saved."),
    "sign_in": N_("Sign in"),
    "yours": N_("You entered here"),
    "theirs": N_("Saved elsewhere"),
    "keep_yours": N_("Keep what I entered here"),
    "take_theirs": N_("Take what was saved elsewhere"),
    "nothing": N_("(nothing)"),
    "answer": N_("Rating"),
    "grade": N_("Evidence"),
    "page": N_("Page"),
    "comment": N_("Internal note"),
    "external": N_("For the vendor's letter"),
    "strengths": N_("Strengths"),
    "weaknesses": N_("Weaknesses"),
    "na": N_("n/a"),
    "no-basis": N_("No basis to judge"),
    "no_storage": N_("This browser keeps nothing: leave the page only when everything is saved."),
}
"""By the names the script has for them."""


def script_texts() -> dict[str, str]:
    """Each text; the script fills in what is in braces."""
    language = current_language()
    places = {"time": "{time}", "count": "{count}"}
    return {name: translate(text, language) % places for name, text in TEXTS.items()}
