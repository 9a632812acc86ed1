"""Sending mail: short, plain, and never what a page has to wait for long."""

import smtplib
import ssl
from email.message import EmailMessage
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from vendor_eval.settings import Settings

SECONDS = 8.0
"""How long a page waits until it says that the mail may not have gone out."""


def can_send() -> bool:
    """Whether there is a server that takes mail."""
    return bool(current_app.config["SETTINGS"].smtp_host)


def send(address: str, subject: str, text: str) -> bool:
    """Whether the server has taken a mail in time. What went wrong is in the log."""
    settings, message = current_app.config["SETTINGS"], _message(address, subject, text)
    outcome: SimpleQueue[Exception | None] = SimpleQueue()
    Thread(target=_hand_over, args=(settings, message, outcome), daemon=True).start()
    try:
        problem = outcome.get(timeout=SECONDS)
    except Empty:
        problem = TimeoutError(f"no answer within {SECONDS:.0f} seconds")
    if problem is not None:
        current_app.logger.error("Mail to %s was not sent: %r", address, problem)
    return problem is None


def send_later(address: str, subject: str, text: str) -> None:
    """Have a mail sent by itself; nobody learns here whether it went out. The log does."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    message = _message(address, subject, text)

    def deliver() -> None:
        try:
            _deliver(app.config["SETTINGS"], message)
        except (OSError, smtplib.SMTPException, ValueError):
            app.logger.exception("Mail to %s was not sent.", address)

    Thread(target=deliver, daemon=True).start()


def _message(address: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = current_app.config["SETTINGS"].smtp_from, address
    message["Subject"] = " ".join(subject.split())
    message.set_content(text)
    return message


def _hand_over(
    settings: "Settings", message: EmailMessage, outcome: "SimpleQueue[Exception | None]"
) -> None:
    try:
        _deliver(settings, message)
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        outcome.put(problem)
    else:
        outcome.put(None)


def _deliver(settings: "Settings", message: EmailMessage) -> None:
    context = ssl.create_default_context()
    place = settings.smtp_host, settings.smtp_port
    with (
        smtplib.SMTP_SSL(*place, timeout=SECONDS, context=context)
        if settings.smtp_encryption == "tls"
        else smtplib.SMTP(*place, timeout=SECONDS)
    ) as server:
        if settings.smtp_encryption == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)
