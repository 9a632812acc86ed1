import pytest
from flask import Flask


@pytest.fixture
def guarded_app(app: Flask) -> Flask:
    """The application with everything that guards its forms, as people meet it."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app
