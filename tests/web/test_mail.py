"""Invitations by mail, taken by a small server of our own."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string, policy
from time import monotonic

import pytest
from flask import Flask

from tests.factories import make_person
from vendor_eval.web import mail

HERE = "/evaluations/inbound-desk"
PERSON = {
    "way": "account",
    "email": "aoki@example.com",
    "name": "Aoki",
    "role": "evaluator",
    "weight": "1",
    "days": "7",
    "groups": "security",
}


class Post(socketserver.ThreadingTCPServer):
    """Takes mail and keeps it; mute, it never says a word."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, mute: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mute = threading.Event() if mute else None
        self.letters: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    """As little of SMTP as a client needs."""

    server: Post

    def handle(self) -> None:
        """Answer one client."""
        if self.server.mute is not None:
            self.server.mute.wait(20)
            return
        self.wfile.write(b"220 post\r\n")
        for line in self.rfile:
            command = line.strip().upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(self.letter())
            self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")
            if command == b"QUIT":
                return

    def letter(self) -> str:
        """Everything up to the dot."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines).decode()


@pytest.fixture
def post(request: pytest.FixtureRequest, app: Flask) -> Iterator[Post]:
    """A server that the application sends mail through."""
    with Post(mute=getattr(request, "param", False)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        app.config["SETTINGS"] = replace(
            app.config["SETTINGS"],
            smtp_host="127.0.0.1",
            smtp_port=server.server_address[1],
            smtp_encryption="none",
        )
        yield server
        if server.mute is not None:
            server.mute.set()
        server.shutdown()
        thread.join()


def invite(app: Flask) -> str:
    """What the lead reads after inviting somebody."""
    with app.app_context():
        lead = make_person("lead", "inbound-desk")
    browser = app.test_client(user=lead)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser.post(f"{HERE}/people/add", data=PERSON, follow_redirects=True).text


def test_an_invitation_goes_out_by_mail(app: Flask, sample: str, post: Post) -> None:
    page = invite(app)

    assert "A mail went to aoki@example.com." in page
    [text] = post.letters
    letter = message_from_string(text, policy=policy.default)
    assert letter["To"] == "aoki@example.com"
    assert letter["From"] == "vendor-eval@localhost"
    assert letter["Subject"].startswith("Invitation: ")
    body = letter.get_body()
    assert body is not None
    link = body.get_content().split("\n")[3].strip()
    assert link.startswith("http://localhost/join?token=")
    assert app.test_client().get(link).location == "/join/account"


@pytest.mark.parametrize("post", [True], indirect=True)
def test_a_mute_server_keeps_nobody_waiting(
    app: Flask, sample: str, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    begun = monotonic()

    page = invite(app)

    assert "The mail to aoki@example.com could not be sent." in page
    assert "/join?token=" in page
    assert monotonic() - begun < 5


def test_without_a_server_the_link_is_there_to_copy(app: Flask, sample: str) -> None:
    page = invite(app)

    assert "/join?token=" in page
    assert "aoki@example.com." not in page
