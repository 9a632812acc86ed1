"""What tests of pages share: forms as a browser sends them."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "twelve or more letters"
"""Any that is good enough."""


def csrf_token(page: str) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Fetch the page at ``path`` and send its form with these fields."""
    token = csrf_token(client.get(path).text)
    return client.post(path, data={"csrf_token": token, **fields})
