"""A document before it is drawn: its HTML and images, free of characters the font lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vendor_eval.dossier import Printing, State
from vendor_eval.language import N_
from vendor_eval.reports.glyphs import printable, replaced_characters
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
    images: Mapping[str, str]
    """SVG texts by the address the HTML uses for them."""


def build_paper(
    template: str,
    printing: Printing,
    attached: Sequence[Attachment],
    values: Mapping[str, object],
    images: Mapping[str, str] | None = None,
) -> Paper:
    """Fill a template of ``templates/reports``.

    Every template gets, beside ``values``: ``printing``, ``printed`` (the moment as it is
    printed), ``state`` in words, ``attached`` (name, about, sha256 of each file carried
    inside) and ``replaced`` (characters that print as 〓).
    """
    words = Wording(printing.language)
    every = {
        **values,
        "printing": printing,
        "printed": f"{printing.printed_at:%Y-%m-%d %H:%M}",
        "state": words.gettext(STATES[printing.state]),
        "attached": attached,
    }
    drawn = environment(printing.language).get_template(template)
    html = drawn.render(every, replaced=())
    replaced = replaced_characters(html)
    if replaced:
        html = drawn.render(every, replaced=replaced)
    images = {address: printable(svg) for address, svg in (images or {}).items()}
    return Paper(html=printable(html), images=images)
