"""Keys that are missing, unknown or of the wrong form, said so that a person can correct them."""

import copy
from typing import TYPE_CHECKING, Any

from vendor_eval.criteria import shape
from vendor_eval.criteria.mistakes import Mistake, Path, nearest, shown
from vendor_eval.language import N_

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

KEY = "[key]"
"""How pydantic marks a mistake in a key itself."""

EXAMPLES = {
    "format": "format = 1",
    "id": 'id = "quality"',
    "version": 'version = "1.0.0"',
    "languages": 'languages = ["ja", "en"]',
    "title": 'title = { ja = "…", en = "…" }',
    "scale": "[scale]",
    "min": "min = 0",
    "max": "max = 5",
    "step": "step = 1",
    "meets": "meets = 3",
    "value": "value = 3",
    "from": "from = 4.0",
    "groups": "[[groups]]",
    "criteria": "[[criteria]]",
    "group": 'group = "quality"',
    "kind": 'kind = "rating"',
    "weight": "weight = 4",
    "weights": "weights = { quality = 60, cost = 40 }",
    "unit": 'unit = { ja = "時間", en = "h" }',
    "breakpoints": "breakpoints = [[8, 0], [24, 1], [60, 3], [120, 5]]",
    "of": 'of = "total"',
    "formula": 'formula = "lowest"',
    "against": 'against = "budget"',
    "digest": 'digest = "sha256:…"',
}
"""What a key that must be there looks like."""

NOT_TEXT = N_("%(value)s is not a text")
NOT_A_NUMBER = N_("%(value)s is not a number")
NOT_A_LIST = N_("%(value)s is not a list")
NOT_A_TABLE = N_("%(value)s is not a table")
WRITE_TABLE = N_("write the keys in braces or under a heading in square brackets")

FORMS = {
    shape.ID: (
        N_("%(value)s is not an id"),
        N_("use lower case letters, digits and single hyphens, such as train-hours"),
    ),
    shape.FLAG: (
        N_("%(value)s is not the name of a flag"),
        N_("use lower case letters, digits and underscores, such as personal_data"),
    ),
    shape.LANGUAGE: (
        N_("%(value)s is not the code of a language"),
        N_("write a code such as ja or en"),
    ),
    shape.NUMBER: (
        N_("%(value)s is not a rating"),
        N_('write the rating as the key; in quotation marks when it has a point, "2.5"'),
    ),
    shape.DIGEST: (
        N_("%(value)s is not a digest"),
        N_("copy what the digest command prints: sha256: and 64 characters"),
    ),
    shape.URL: (
        N_("%(value)s is not a web address"),
        N_("begin with https:// or http:// and leave no spaces"),
    ),
    shape.WORDS: (
        N_("the text is empty or holds a control character"),
        N_("write the text, or delete the key if it may be left out"),
    ),
}

SAYINGS = {
    "string_type": (NOT_TEXT, N_("put it in quotation marks")),
    "is_instance_of": (NOT_A_NUMBER, N_("write a number without quotation marks, such as 4")),
    "int_type": (
        N_("%(value)s is not a whole number"),
        N_("write a whole number without quotation marks, such as 2"),
    ),
    "bool_type": (N_("%(value)s is neither true nor false"), N_("write true or false")),
    "finite_number": (
        N_("%(value)s is not a finite number"),
        N_("write an ordinary number, such as 4"),
    ),
    "greater_than": (
        N_("%(value)s is not above %(limit)s"),
        N_("write a number above %(limit)s, or delete the key if it may be left out"),
    ),
    "greater_than_equal": (
        N_("%(value)s is below %(limit)s"),
        N_("write a number that is at least %(limit)s"),
    ),
    "less_than_equal": (
        N_("the number is above %(limit)s"),
        N_("write a number that is at most %(limit)s"),
    ),
    "decimal_max_places": (
        N_("%(value)s has more than %(limit)s decimal places"),
        N_("round it to %(limit)s decimal places"),
    ),
    "list_type": (NOT_A_LIST, N_("write a list in square brackets, such as [ … ]")),
    "dict_type": (NOT_A_TABLE, WRITE_TABLE),
    "too_short": (N_("there are too few entries"), N_("write %(limit)s or more")),
    "too_long": (N_("there are too many entries"), N_("write up to %(limit)s")),
    "string_too_long": (N_("the text is longer than %(limit)s characters"), N_("shorten it")),
}
UNUSABLE = (N_("%(value)s cannot be used here"), N_("write what the JSON Schema describes"))
TABLES = ("groups", "criteria", "profiles", "variants", "sources")
LIMITS = ("gt", "ge", "le", "decimal_places", "min_length", "max_length")


def judge(
    document: dict[str, Any], languages: tuple[str, ...], most: int
) -> tuple[dict[str, Any], list[Mistake]]:
    """What has the right form in a document, and the mistakes in the rest.

    Args:
        document: what TOML has read.
        languages: the languages every text must have; empty when they are not known.
        most: how many mistakes to explain.

    Returns:
        The document less everything that is wrong, and what is wrong.
    """
    from pydantic_core import ValidationError  # noqa: PLC0415 - a sound file needs none of it

    try:
        return shape.validator(languages).validate_python(document), []
    except ValidationError as error:
        found = error.errors(include_url=False)[:most]
    mistakes = [_mistake(details, languages) for details in found]
    return without_mistakes(document, mistakes), mistakes


def _mistake(details: "ErrorDetails", languages: tuple[str, ...]) -> Mistake:
    path = details["loc"]
    kind = details["type"]
    match kind:
        case "missing":
            return _not_in(path) if path[-1] in languages else missing(path)
        case "extra_forbidden":
            return _unknown(path, languages)
        case "literal_error":
            return _not_a_choice(path, details["input"], languages)
        case "string_pattern_mismatch":
            what, cure = FORMS[details["ctx"]["pattern"]]
        case _:
            what, cure = SAYINGS.get(kind, UNUSABLE)
    context = details.get("ctx", {})
    limit = next((context[name] for name in LIMITS if name in context), None)
    values = {"value": shown(details["input"]), "limit": shown(limit)}
    return Mistake(path[:-1] if path[-1:] == (KEY,) else path, what, cure, values)


def missing(path: Path) -> Mistake:
    """That a key is not there, with an example of one."""
    key = str(path[-1])
    return Mistake(
        path,
        N_("the key %(key)s is missing"),
        N_("add it, for example: %(example)s"),
        {"key": key, "example": EXAMPLES.get(key, f"{key} = …")},
    )


def _not_in(path: Path) -> Mistake:
    return Mistake(
        path,
        N_("the text lacks the language %(language)s"),
        N_('add %(language)s = "…", or take the language out of languages'),
        {"language": path[-1]},
    )


def _unknown(path: Path, languages: tuple[str, ...]) -> Mistake:
    *table, key = path
    if table[-2:-1] == ["anchors"] and str(key).isdecimal():
        return Mistake(
            path,
            N_("without quotation marks, TOML reads %(rating)s as two keys"),
            N_('write "%(rating)s" in quotation marks'),
            {"rating": f"{table[-1]}.{key}"},
        )
    parent: Any = shape.shape_at(tuple(table), languages)
    known = list(parent["fields"])
    near = nearest(str(key), known)
    cure = N_("write %(near)s, or delete it") if near else N_("delete it; known keys: %(known)s")
    values = {"key": shown(key), "near": near, "known": ", ".join(known)}
    return Mistake(path, N_("the key %(key)s is unknown"), cure, values)


def _not_a_choice(path: Path, value: object, languages: tuple[str, ...]) -> Mistake:
    expected: Any = shape.shape_at(path, languages)
    allowed = [str(choice) for choice in expected["expected"]]
    if path == ("format",):
        return Mistake(
            path,
            N_("format %(value)s is unknown to this program"),
            N_("write format = 1, or use a newer version of the program"),
            {"value": shown(value)},
        )
    near = nearest(str(value), allowed)
    cure = (
        N_('write "%(near)s"; allowed are: %(allowed)s')
        if near
        else N_("write one of: %(allowed)s")
    )
    values = {"value": shown(value), "near": near, "allowed": ", ".join(allowed)}
    return Mistake(path, N_("%(value)s is not one of the allowed values"), cure, values)


def without_mistakes(document: dict[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
    """A copy of the document in which everything still there has the right form."""
    sound = copy.deepcopy(document)
    for mistake in mistakes:
        _take_out(sound, mistake.path)
    return sound


def _take_out(document: dict[str, Any], path: Path) -> None:
    """Delete the innermost key that leads to a place; a [[table]] stays, empty, in its place."""
    holders: list[Any] = [document]
    for part in path:
        holder = holders[-1]
        there = part in holder if isinstance(holder, dict) else isinstance(holder, list)
        if not there:
            return
        holders.append(holder[part])
    if len(path) == len(("groups", 0)) and path[0] in TABLES:
        document[str(path[0])][path[1]] = {}
        return
    for holder, part in reversed(list(zip(holders, path, strict=False))):
        if isinstance(holder, dict):
            del holder[part]
            return
