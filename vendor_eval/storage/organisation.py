"""What holds for every evaluation of the installation."""

from typing import Literal, cast

from sqlmodel import Session

from vendor_eval.criteria.model import Text
from vendor_eval.dossier import Organisation
from vendor_eval.storage import panel_tables


def load_organisation(session: Session) -> Organisation:
    """Whose installation it is and how its paper looks; empty where not given."""
    row = session.get(panel_tables.Organisation, 1, populate_existing=True)
    if row is None:
        return Organisation()
    return Organisation(
        name=row.name,
        department=row.department,
        contact=row.contact,
        stamps=row.stamps,
        numbering=row.numbering,
        paper=cast("Literal['a4', 'letter']", row.paper),
        accent=row.accent,
        era_dates=row.era_dates,
        logo=row.logo or b"",
    )


def load_declaration(session: Session) -> Text:
    """What a person signs about each vendor; empty is the text of the program."""
    row = session.get(panel_tables.Organisation, 1, populate_existing=True)
    return {} if row is None else row.declaration


def save_organisation(session: Session, organisation: Organisation, declaration: Text) -> None:
    """Keep both, checked before; an empty declaration is the text of the program. Commits."""
    session.merge(
        panel_tables.Organisation(
            id=1,
            name=dict(organisation.name),
            declaration=dict(declaration),
            department=dict(organisation.department),
            contact=dict(organisation.contact),
            stamps=organisation.stamps,
            numbering=organisation.numbering,
            paper=organisation.paper,
            accent=organisation.accent,
            era_dates=organisation.era_dates,
            logo=organisation.logo or None,
        )
    )
    session.commit()
