"""A lost password: a link by mail, good for an hour and for one time.

Only where mail can be sent. The answer is the same whether or not there is an account
with the address, and as quick; guests have no password and get none.
"""

from datetime import timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_security import MailUtil
from flask_security.forms import ForgotPasswordForm, ResetPasswordForm

from vendor_eval.language import N_
from vendor_eval.web import mail

SPAN = timedelta(hours=1)

CONFIG: dict[str, object] = {
    "SECURITY_RESET_URL": "/password",
    "SECURITY_RESET_PASSWORD_WITHIN": SPAN,
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "SECURITY_POST_RESET_VIEW": "/sign-in",
    # The text of the mail is ours.
    "SECURITY_EMAIL_PLAINTEXT": False,
    "SECURITY_EMAIL_HTML": False,
}
ENDED = N_("This link has been used, or its hour is over. Ask for another one here.")
WORDS = {
    "PASSWORD_RESET_REQUEST": (
        N_(
            "If there is an account with this address, a mail with a link is on its way to it. Look"
            " among unwanted mail too. The link works for an hour."
        ),
        "success",
    ),
    "PASSWORD_RESET": (N_("Your password is saved."), "success"),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your new password is saved. Sign in with it."), "success"),
    "PASSWORD_RESET_EXPIRED": (ENDED, "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (ENDED, "error"),
}
"""Flask-Security's messages in our words, by its names."""


class LostPasswordForm(ForgotPasswordForm):
    """The address of the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = lazy_gettext("E-mail address")

    def validate(self, **kwargs: Any) -> bool:
        """A guest's way in is the link of the lead; an account that is off stays off."""
        self.email.data = (self.email.data or "").strip()
        if not super().validate(**kwargs):
            return False
        if getattr(self.user, "guest", False):
            self.email.errors = [""]
            return False
        return True


class NewStartForm(ResetPasswordForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = lazy_gettext("New password")
        self.password_confirm.label.text = lazy_gettext("New password, once more")


class PostOffice(MailUtil):
    """Hands the mails of Flask-Security to our own server for mail."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        *_unused: object,
        **context: Any,
    ) -> None:
        """Send the link; whoever asked does not wait, or the wait would tell of an account."""
        text = gettext(
            "Somebody, you we hope, asked for a new password for vendor-eval.\n\n"
            "This link lets you choose one. It works once, for an hour:\n"
            "%(link)s\n\n"
            "If it was not you, do nothing: your password stays as it is.",
            link=context["reset_link"],
        )
        mail.send_later(str(recipient), gettext("New password for vendor-eval"), text)
