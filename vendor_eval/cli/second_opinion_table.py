"""What other methods make of the same scores, as lines for a terminal."""

from collections.abc import Iterator, Sequence

from vendor_eval.cli.text_columns import head, table, wrap
from vendor_eval.language import N_, translate
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring.second_opinion import Opinion, SecondOpinion

TITLE = N_("Second opinion: other methods on the same scores and weights; never the result")
HEADS = (
    N_("Rank"),
    N_("TOPSIS: rank"),
    N_("TOPSIS: closeness"),
    N_("PROMETHEE II: rank"),
    N_("PROMETHEE II: net flow"),
    N_("Vendor"),
)
SAME = N_("%(method)s puts the vendors in the same order.")
OTHER = N_("%(method)s would order them otherwise: %(order)s.")
TOO_FEW = N_("There is no second opinion on fewer than two ranked vendors.")


def draw_second_opinion(
    opinion: SecondOpinion, ranked: Sequence[tuple[str, int]], columns: int, language: str
) -> Iterator[str]:
    """Lines of the appendix.

    Args:
        opinion: what the methods say.
        ranked: ids and ranks of the ranked vendors, in the order of the comparison.
        columns: how wide the terminal is.
        language: of the text.
    """
    yield ""
    if opinion.topsis is None or opinion.promethee2 is None:
        yield from wrap(translate(TOO_FEW, language), columns)
        return
    yield from wrap(translate(TITLE, language), columns)
    rows = [
        [str(rank), *_cells(opinion.topsis, name), *_cells(opinion.promethee2, name), name]
        for name, rank in ranked
    ]
    heads = [head(translate(each, language)) for each in HEADS]
    yield from table(heads, rows, columns, range(len(heads) - 1))
    words_of = Wording(language)
    order = tuple(name for name, _rank in ranked)
    for method, each in (("TOPSIS", opinion.topsis), ("PROMETHEE II", opinion.promethee2)):
        words = SAME if each.ranking == order else OTHER
        values = {"method": method, "order": words_of.listed(each.ranking)}
        yield from wrap(translate(words, language) % values, columns)


def _cells(opinion: Opinion, name: str) -> tuple[str, str]:
    return str(opinion.place(name)), f"{opinion.figures[name]:.4f}"
