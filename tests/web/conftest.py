import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW
from vendor_eval.storage import User, add_user, db


@pytest.fixture
def guarded_app(app: Flask) -> Flask:
    """The application with everything that guards its forms, as people meet it."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def lead(app: Flask) -> User:
    """Somebody with an account and no part in anything."""
    with app.app_context():
        return add_user(db.session, "aoki@example.com", NOW, name="Aoki")


@pytest.fixture
def visitor(app: Flask, lead: User) -> FlaskClient:
    """Theirs."""
    return app.test_client(user=lead)
