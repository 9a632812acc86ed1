"""A document before it is drawn: its HTML and images, free of characters the font lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vendor_eval.dossier import Organisation, Printing, State
from vendor_eval.language import N_
from vendor_eval.reports.dates import era_day
from vendor_eval.reports.glyphs import printable, replaced_characters
from vendor_eval.reports.house_style import LOGO
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.resources import environment
from vendor_eval.reports.wording import Wording

STATES: Mapping[State, str] = {
    "draft": N_("Draft"),
    "approved": N_("Approved"),
    "issued": N_("Issued"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What WeasyPrint draws."""

    html: str
    images: Mapping[str, str | bytes]
    """SVG texts and PNGs by the address the HTML uses for them."""


def build_paper(
    template: str,
    printing: Printing,
    attached: Sequence[Attachment],
    values: Mapping[str, object],
    images: Mapping[str, str] | None = None,
    organisation: Organisation | None = None,
) -> Paper:
    """Fill a template of ``templates/reports``.

    Every template gets, beside ``values``: ``printing``, ``printed`` (the moment as it is
    printed), ``state`` in words, ``organisation`` (its ``name`` in the language and the address
    of its ``logo``, for ``reports/letterhead.html``), ``attached`` (name, about, sha256 of each
    file carried inside) and ``replaced`` (characters that print as 〓).
    """
    words = Wording(printing.language)
    house = organisation or Organisation()
    every = {
        **values,
        "printing": printing,
        "printed": _moment(printing, house),
        "organisation": {"name": words.of(house.name), "logo": LOGO if house.logo else ""},
        "state": words.gettext(STATES[printing.state]),
        "attached": attached,
    }
    drawn = environment(printing.language).get_template(template)
    html = drawn.render(every, replaced=())
    replaced = replaced_characters(html)
    if replaced:
        html = drawn.render(every, replaced=replaced)
    pictures: dict[str, str | bytes] = {
        address: printable(svg) for address, svg in (images or {}).items()
    }
    if house.logo:
        pictures[LOGO] = house.logo
    return Paper(html=printable(html), images=pictures)


def _moment(printing: Printing, house: Organisation) -> str:
    moment = f"{printing.printed_at:%Y-%m-%d %H:%M}"
    if printing.language == "ja" and house.era_dates:
        return f"{era_day(printing.printed_at.date())} {moment}".strip()
    return moment
