"""``vendor-eval weights``: weights from comparisons of pairs, an order or swings; no database."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from vendor_eval.exchange.weight_files import Comparisons
    from vendor_eval.scoring.elicitation import Priorities

Read = TypeVar("Read")
FILE = click.Path(path_type=Path)
language_option = click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")

HEADS = (N_("Id"), N_("Weight"), N_("Percent"))
PEOPLE_HEADS = (N_("File"), N_("Consistency ratio"))
PLACES = 4
NO_RATIO = {
    True: N_("two things can always be compared consistently"),
    False: N_("there is no random index for more than ten things"),
}
RATIO = N_("Consistency ratio: %(ratio)s; at most 0.10 is acceptable.")
NONE = N_("No consistency ratio: %(why)s.")
NUMBERS = N_("Largest eigenvalue %(largest)s, consistency index %(index)s.")
REVISIT = N_(
    "Look again at %(first)s and %(second)s: %(said)s was given, the weights come to %(found)s."
)
ALL_FIT = N_("Every comparison fits every other.")


@click.group()
def weights() -> None:
    """Find weights from pairwise comparisons, an order or swings."""


@weights.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@json_option
@language_option
def ahp(files: tuple[Path, ...], as_json: bool, lang: str | None) -> None:
    """Weights from a square matrix of comparisons (AHP), principal eigenvector.

    FILE is CSV with the ids in the first row and column and entries such as 3, 0.5 or
    1/3; cells below the diagonal may be empty. Several files, one for each person, are
    combined by the geometric mean of the comparisons.
    """
    language = pick_language(lang)
    from vendor_eval.exchange.weight_files import read_comparisons
    from vendor_eval.scoring.elicitation import combined, priorities

    people = _read(lambda: read_comparisons(files), language)
    matrices = [_floats(each) for each in people]
    matrix = matrices[0] if len(matrices) == 1 else combined(matrices).tolist()
    found = priorities(matrix)
    ids = people[0].ids
    if as_json:
        _print_json(_ahp_json(ids, found, language))
        return
    _print_weights(dict(zip(ids, found.weights.tolist(), strict=True)), language)
    lines = _ahp_lines(ids, found, language)
    if len(files) > 1:
        ratios = [priorities(each).consistency_ratio for each in matrices]
        lines += ["", *_people_lines(files, ratios, language)]
    click.echo("\n".join(["", *lines]))


@weights.command()
@click.argument("file", type=FILE)
@json_option
@language_option
def centroid(file: Path, as_json: bool, lang: str | None) -> None:
    """Weights from an order: rank-order centroid.

    FILE has one id a line, the most important first; tied ids stand on one line,
    separated by =.
    """
    language = pick_language(lang)
    from vendor_eval.exchange.weight_files import read_order
    from vendor_eval.scoring.elicitation import centroid_weights

    places = _read(lambda: read_order(file), language)
    found = centroid_weights(list(places.values()))
    _print(dict(zip(places, map(float, found), strict=True)), language, as_json=as_json)


@weights.command()
@click.argument("file", type=FILE)
@json_option
@language_option
def swing(file: Path, as_json: bool, lang: str | None) -> None:
    """Weights from swings: how much each step from worst to best is worth.

    FILE is CSV with the columns id and points; the swing that matters most has 100.
    """
    language = pick_language(lang)
    from vendor_eval.exchange.weight_files import read_swings
    from vendor_eval.scoring.elicitation import point_weights

    points = _read(lambda: read_swings(file), language)
    found = point_weights(list(points.values()))
    _print(dict(zip(points, map(float, found), strict=True)), language, as_json=as_json)


def _read(read: Callable[[], Read], language: str) -> Read:
    """What a file says, or the end of the program with every problem on a line of stderr."""
    from vendor_eval.errors import InvalidFilesError, VendorEvalError

    try:
        return read()
    except InvalidFilesError as error:
        for problem in error.problems:
            click.echo(problem.text(language), err=True)
        raise SystemExit(1) from error
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        raise SystemExit(1) from error


def _floats(comparisons: "Comparisons") -> list[list[float]]:
    return [[float(ratio) for ratio in row] for row in comparisons.matrix]


def _print(found: Mapping[str, float], language: str, *, as_json: bool) -> None:
    if as_json:
        _print_json({"weights": dict(found)})
    else:
        _print_weights(found, language)


def _print_json(document: Mapping[str, object]) -> None:
    import json

    # JSON is UTF-8 whatever the terminal speaks.
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    click.echo(f"{text}\n".encode(), nl=False)


def _print_weights(found: Mapping[str, float], language: str) -> None:
    """A row for each thing; percentages total 100.00."""
    from decimal import Decimal
    from fractions import Fraction

    from vendor_eval.cli.text_columns import head, table
    from vendor_eval.scoring.rounding import share_out

    exact = [Fraction(weight) * 100 for weight in found.values()]
    percent = share_out(exact, Decimal(100), 2)
    rows = [
        (name, f"{weight:.{PLACES}f}", f"{part:f}")
        for (name, weight), part in zip(found.items(), percent, strict=True)
    ]
    heads = [head(translate(each, language)) for each in HEADS]
    columns = shutil.get_terminal_size().columns
    click.echo("\n".join(table(heads, rows, columns, range(1, 3))))


def _ahp_json(ids: Sequence[str], found: "Priorities", language: str) -> dict[str, object]:
    document: dict[str, object] = {
        "weights": dict(zip(ids, found.weights.tolist(), strict=True)),
        "lambda_max": found.lambda_max,
        "consistency_index": found.consistency_index,
        "consistency_ratio": found.consistency_ratio,
        "revisit": None if found.revisit is None else [ids[place] for place in found.revisit],
    }
    if found.consistency_ratio is None:
        document["note"] = _no_ratio(ids, language)
    return document


def _no_ratio(ids: Sequence[str], language: str) -> str:
    return translate(NO_RATIO[len(ids) <= 2], language)  # noqa: PLR2004 - a pair


def _ahp_lines(ids: Sequence[str], found: "Priorities", language: str) -> list[str]:
    """How far the comparisons fit each other, and which to look at again."""
    numbers = {
        "largest": f"{found.lambda_max:.{PLACES}f}",
        "index": f"{found.consistency_index:.{PLACES}f}",
    }
    ratio = found.consistency_ratio
    lines = [translate(NUMBERS, language) % numbers]
    if ratio is None:
        lines.append(translate(NONE, language) % {"why": _no_ratio(ids, language)})
    else:
        lines.append(translate(RATIO, language) % {"ratio": f"{ratio:.3f}"})
    if found.revisit is None:
        return [*lines, translate(ALL_FIT, language)]
    if not found.acceptable:
        first, second = found.revisit
        values = {
            "first": ids[first],
            "second": ids[second],
            "said": f"{found.given:.3g}",
            "found": f"{found.weights[first] / found.weights[second]:.3g}",
        }
        lines.append(translate(REVISIT, language) % values)
    return lines


def _people_lines(
    files: Sequence[Path], ratios: Sequence[float | None], language: str
) -> Sequence[str]:
    """The ratio of each person alone."""
    from vendor_eval.cli.text_columns import head, table

    rows = [
        (str(file), "–" if ratio is None else f"{ratio:.3f}")
        for file, ratio in zip(files, ratios, strict=True)
    ]
    heads = [head(translate(each, language)) for each in PEOPLE_HEADS]
    return list(table(heads, rows, shutil.get_terminal_size().columns, range(1, 2)))
