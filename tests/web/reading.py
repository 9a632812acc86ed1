"""What tests of pages read them with."""

import re
from dataclasses import replace
from html import unescape

from flask.testing import FlaskClient

from vendor_eval.case import Case


def words(page: str) -> str:
    """The text of a page without its markup, white space made even."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def in_language(client: FlaskClient, language: str) -> FlaskClient:
    """The same browser, switched to a language."""
    assert client.post("/language", data={"language": language, "next": "/"}).status_code == 303
    return client


def with_id(case: Case, key: str) -> Case:
    """The same case under another id."""
    return replace(case, evaluation=replace(case.evaluation, id=key))


def without_answers(case: Case) -> Case:
    """A case in which nobody has said anything yet."""
    return replace(case, ratings=(), measures=(), gates=(), quotes=(), consensus=(), recusals=())
