"""A field for an exact number, typed in full or half width, with or without thousands."""

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext
from wtforms import StringField
from wtforms.validators import ValidationError

from vendor_eval.exchange.numbers import LARGEST, has_places, parse_number


class NumberField(StringField):  # type: ignore[misc]  # WTForms is untyped
    """``data`` is a Decimal, or None when nothing was typed."""

    def __init__(
        self,
        label: str,
        *,
        least: Decimal = Decimal(0),
        most: Decimal = LARGEST,
        above: bool = False,
        places: int = 6,
        **options: object,
    ) -> None:
        """Say what may be typed.

        Args:
            label: what it is called.
            least: the smallest number.
            most: the largest.
            above: whether the smallest itself is too small.
            places: digits after the point.
            options: for the field.
        """
        super().__init__(
            label, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **options
        )
        self.least, self.most, self.above, self.places = least, most, above, places
        self.typed: str | None = None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was typed, and read it."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = parse_number(self.typed) if self.typed else None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return format(self.data.normalize(), "f") if isinstance(self.data, Decimal) else ""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no number, or one out of bounds.

        Raises:
            ValidationError: with what to type instead.
        """
        if not self.typed:
            return
        if self.data is None:
            raise ValidationError(gettext("Write a number in digits, such as 1200 or 6.5."))
        if (
            self.data > self.most
            or self.data < self.least
            or (self.above and self.data == self.least)
        ):
            raise ValidationError(self._bounds())
        if not has_places(self.data, self.places):
            raise ValidationError(
                gettext("Write at most %(count)d digits after the point.", count=self.places)
            )

    def _bounds(self) -> str:
        values = {"least": format(self.least, "f"), "most": f"{self.most:,f}"}
        if self.above:
            return str(gettext("Write a number above %(least)s, at most %(most)s.", **values))
        return str(gettext("Write a number from %(least)s to %(most)s.", **values))
