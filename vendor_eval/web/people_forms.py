"""Forms about the people of an evaluation."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
)
from wtforms.widgets import CheckboxInput, ListWidget

from vendor_eval.language import in_language
from vendor_eval.storage.evaluators import Place
from vendor_eval.storage.members import Panel
from vendor_eval.web.evaluations import ROLES
from vendor_eval.web.language import current_language
from vendor_eval.workflow import ROLES as PARTS

GUEST_ROLES = ("evaluator", "adviser")
"""What somebody without an account can be."""
DAYS = (1, 3, 7, 14, 30, 90)
MEANINGS = {
    "lead": lazy_gettext("prepares, moves the evaluation on, recommends; scores if given a sheet"),
    "evaluator": lazy_gettext("scores the groups of criteria assigned"),
    "adviser": lazy_gettext("reads and comments once the panel meets"),
    "approver": lazy_gettext("reads the results and signs"),
}


class PlaceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What a person is in an evaluation, and what they score."""

    role = RadioField(
        lazy_gettext("Part"), validators=[InputRequired(lazy_gettext("Choose a part."))]
    )
    scores = BooleanField(lazy_gettext("A lead: scores too"))
    groups = SelectMultipleField(
        lazy_gettext("Groups of criteria to score"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    weight = DecimalField(
        lazy_gettext("Weight of the ratings"),
        [
            InputRequired(lazy_gettext("Enter a number such as 1.")),
            NumberRange(
                Decimal(0), Decimal(100), lazy_gettext("Enter a number from 0 to 100, such as 1.")
            ),
        ],
        default=Decimal(1),
        places=None,
        render_kw={"inputmode": "decimal"},
    )

    def offer(self, panel: Panel, roles: Sequence[str] = PARTS) -> None:
        """Fill the choices from the evaluation and the reader's language."""
        language = current_language()
        self.role.choices = [
            SelectChoice(role, f"{gettext(ROLES[role])}: {MEANINGS[role]}") for role in roles
        ]
        self.groups.choices = [
            SelectChoice(group.id, in_language(group.title, language)) for group in panel.groups
        ]

        if not self.is_submitted() and self.groups.data is None:
            self.groups.data = [group.id for group in panel.groups]

    def validate_groups(self, field: Field) -> None:
        """Whoever scores is asked for something: none chosen would be a slip."""
        scores = self.role.data == "evaluator" or (self.role.data == "lead" and self.scores.data)
        if scores and not field.data:
            raise ValidationError(gettext("Choose at least one group of criteria."))

    def place(self) -> Place:
        """What was entered; all groups are written as none, so that later ones count too."""
        chosen = tuple(self.groups.data or ())
        every = len(chosen) == len(self.groups.choices)
        return Place(
            role=self.role.data,
            scores=self.scores.data,
            weight=self.weight.data,
            groups=() if every else chosen,
        )


class DaysForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """How long a link holds."""

    days = SelectField(lazy_gettext("The link holds for"), default="14")

    def offer_days(self) -> None:
        """Fill the choices in the reader's language."""
        self.days.choices = [
            SelectChoice(str(days), ngettext("%(num)d day", "%(num)d days", days)) for days in DAYS
        ]

    def span(self) -> timedelta:
        """What was chosen."""
        return timedelta(days=int(self.days.data))


class InviteForm(PlaceForm, DaysForm):
    """Who is to take part, and how they get in."""

    way = RadioField(lazy_gettext("How they get in"), default="account")
    name = StringField(lazy_gettext("Name"), [Length(max=100)], render_kw={"autocomplete": "off"})
    email = EmailField(
        lazy_gettext("E-mail address"),
        [
            Optional(),
            Email(lazy_gettext("Enter an e-mail address such as name@example.com.")),
            Length(max=254),
        ],
        render_kw={"autocomplete": "off"},
    )

    def offer_all(self, panel: Panel) -> None:
        """Fill the choices."""
        self.offer(panel)
        self.offer_days()
        self.way.choices = [
            SelectChoice(
                "account", gettext("With an account: an existing one, or by a link to make one")
            ),
            SelectChoice(
                "guest", gettext("As a guest: a personal link, no account and no password")
            ),
        ]

    def validate_role(self, field: Field) -> None:
        """Who leads or signs has an account."""
        if self.way.data == "guest" and field.data not in GUEST_ROLES:
            raise ValidationError(
                gettext("A guest is an evaluator or adviser. Choose one of these, or an account.")
            )

    def complete(self) -> bool:
        """Whether the person can be told apart from others; says so at the field if not."""
        if self.way.data == "guest" and not (self.name.data or "").strip():
            self.name.errors = [gettext("Enter the name of the guest.")]
            return False
        if self.way.data != "guest" and not self.email.data:
            self.email.errors = [gettext("Enter the e-mail address.")]
            return False
        return True


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """An act that stays on record with its reason."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [
            DataRequired(
                lazy_gettext(
                    "Write the reason. It stays on record and is printed where the rules say so."
                )
            ),
            Length(max=2000),
        ],
        render_kw={"rows": 3},
    )


class RemoveForm(ReasonForm):
    """Why a person leaves, and what becomes of their ratings."""

    ratings = RadioField(lazy_gettext("Ratings given so far"), default="keep")

    def offer(self) -> None:
        """Fill the choices in the reader's language."""
        self.ratings.choices = [
            SelectChoice("keep", gettext("count: the person leaves for another reason")),
            SelectChoice(
                "leave-out",
                gettext(
                    "do not count anywhere: after a conflict of interest. They stay in the files;"
                    " the reason is printed on reports"
                ),
            ),
        ]


class LinkSheetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Which person an imported score sheet belongs to."""

    sheet = SelectField(lazy_gettext("Sheet without a person"))
    person = SelectField(lazy_gettext("Person who takes part"), coerce=int)

    def offer(self, panel: Panel) -> None:
        """Fill the choices."""
        language = current_language()
        self.sheet.choices = [
            SelectChoice(sheet.id, in_language(sheet.name, language) or sheet.id)
            for sheet in panel.loose_sheets
        ]
        self.person.choices = [
            SelectChoice(member.id, member.name or member.email) for member in panel.members
        ]
