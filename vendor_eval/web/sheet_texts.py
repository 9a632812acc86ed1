"""What the script of the score sheet says, in the reader's language."""

from flask_babel import gettext


def script_texts() -> dict[str, str]:
    """Texts by the names the script has for them; braces are filled in by it."""
    return {
        "saved": gettext("Saved %(time)s", time="{time}"),
        "saving": gettext("Saving …"),
        "waiting": gettext("Not saved yet"),
        "conflict": gettext("Changed elsewhere meanwhile: choose below"),
        "refused": gettext("Not saved"),
        "all_saved": gettext("Everything is saved."),
        "some_waiting": gettext("Not saved yet: %(count)s", count="{count}"),
        "offline": gettext(
            "No connection. What you enter is kept in this browser (%(count)s) and sent as soon as"
            " the connection is back.",
            count="{count}",
        ),
        "signed_out": gettext(
            "You are no longer signed in. Sign in in another tab, then come back: nothing you"
            " entered is lost (%(count)s not saved yet), and it is sent by itself.",
            count="{count}",
        ),
        "somebody_else": gettext(
            "Somebody else is signed in in this browser now. What you entered is kept here"
            " (%(count)s) until you sign in again yourself.",
            count="{count}",
        ),
        "some_refused": gettext(
            "%(count)s not saved. The reason stands at each cell; what you entered is still here.",
            count="{count}",
        ),
        "some_conflicts": gettext(
            "%(count)s changed elsewhere meanwhile. Choose at each cell what is to stay.",
            count="{count}",
        ),
        "reason_needed": gettext("Write the reason for your changes at the top; then it is saved."),
        "sign_in": gettext("Sign in"),
        "yours": gettext("You entered here"),
        "theirs": gettext("Saved elsewhere"),
        "keep_yours": gettext("Keep what I entered here"),
        "take_theirs": gettext("Take what was saved elsewhere"),
        "nothing": gettext("(nothing)"),
        "answer": gettext("Rating"),
        "grade": gettext("Evidence"),
        "page": gettext("Page"),
        "comment": gettext("Internal note"),
        "external": gettext("For the vendor's letter"),
        "strengths": gettext("Strengths"),
        "weaknesses": gettext("Weaknesses"),
        "na": gettext("n/a"),
        "no-basis": gettext("No basis to judge"),
        "no_storage": gettext(
            "This browser keeps nothing: leave the page only when everything is saved."
        ),
    }
