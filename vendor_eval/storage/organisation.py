"""What holds for every evaluation of the installation."""

from sqlmodel import Session

from vendor_eval.criteria.model import Text
from vendor_eval.storage.panel_tables import Organisation


def load_organisation(session: Session) -> tuple[Text, Text]:
    """Name of the organisation and the text of its declarations; empty where not given."""
    row = session.get(Organisation, 1, populate_existing=True)
    return ({}, {}) if row is None else (row.name, row.declaration)


def save_organisation(session: Session, name: Text, declaration: Text) -> None:
    """Keep both; an empty declaration is the text of the program. Commits."""
    session.merge(Organisation(id=1, name=dict(name), declaration=dict(declaration)))
    session.commit()
