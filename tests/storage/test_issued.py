"""The migration that brings issued documents."""

import pytest
import sqlalchemy as sa
from flask import Flask

from vendor_eval.storage import db, prepare_database
from vendor_eval.storage.database import alembic


def test_the_migration_keeps_files_and_freezes_them(any_app: Flask) -> None:
    with any_app.app_context():
        alembic.downgrade("0006")
    with any_app.app_context(), db.engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO blob (sha256, content) VALUES ('ab', :content)"),
            {"content": b"kept"},
        )
    prepare_database(any_app)
    with any_app.app_context():
        found = db.session.execute(sa.text("SELECT content FROM blob")).scalar_one()
        assert bytes(found) == b"kept"
        with pytest.raises(sa.exc.DBAPIError, match="never changed or deleted"):
            db.session.execute(sa.text("DELETE FROM blob"))
        db.session.rollback()
