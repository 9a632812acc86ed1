"""evaluation.toml: what is bought, for whom, on which assumptions offers are compared.

A key of an unknown name is kept and not used, with a warning, because others may have
written it for their own ends. When it is nearly the name of a known key that is absent, it
is a mistake: ``celing`` must not quietly leave an evaluation without its ceiling.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from vendor_eval.case import Evaluation
from vendor_eval.criteria.file import MOST_POINTS_IN_A_LINE, TOML_MISTAKES
from vendor_eval.criteria.mistakes import Mistake, Path, one_line, shown, spell
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.errors import Problem
from vendor_eval.exchange.cells import ID, NO_VENDOR
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.purchase_keys import read_purchase
from vendor_eval.exchange.toml_keys import Keys
from vendor_eval.language import N_
from vendor_eval.scoring.sheet import Lot

NAME = "evaluation.toml"
LARGEST_FILE = 1_000_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class EvaluationFile:
    """The file as TOML reads it, what was made of it, and what is wrong in it."""

    text: str
    document: Mapping[str, Any]
    mistakes: list[Mistake] = field(default_factory=list)
    name: str = NAME

    def tell(self, path: Path, what: str, cure: str, /, **values: object) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(path, what, cure, values))


def parse_evaluation_file(content: bytes, findings: Findings) -> EvaluationFile | None:
    """The tables of the file; None when it is not TOML or empty, which ``findings`` then says."""
    file = parse_toml_file(content, findings, NAME)
    if file is not None and not file.document:
        what = N_("the file is empty")
        cure = N_('write at least format = 1, id = "…" and title = { ja = "…", en = "…" }')
        findings.add(Problem(f"{NAME}:1", "", what, cure))
        return None
    return file


def parse_toml_file(content: bytes, findings: Findings, name: str) -> EvaluationFile | None:
    """The tables of a file; None when it is not TOML, which ``findings`` then says."""
    problem = None
    text = ""
    try:
        text = content.decode("utf-8-sig")
        document = _read_toml(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what, cure = N_("the text is not UTF-8"), N_("save the file as UTF-8 in your editor")
        problem = Problem(f"{name}:{line}", "", what, cure)
    except tomllib.TOMLDecodeError as error:
        problem = _not_toml(str(error), text, name)
    except (RecursionError, ValueError):
        what = N_("a value is too long or too deeply nested")
        problem = Problem(name, "", what, N_("remove what does not belong to the evaluation"))
    if problem is not None:
        findings.add(problem)
        return None
    return EvaluationFile(text, document, name=name)


def _read_toml(text: str) -> dict[str, Any]:
    """The tables of the file.

    Raises:
        ValueError: it is not TOML (``TOMLDecodeError``), or too long to read.
        RecursionError: it is too deeply nested.
    """
    longest = max(line.count(".") for line in text.split("\n"))
    if len(text) > LARGEST_FILE or longest > MOST_POINTS_IN_A_LINE:
        raise ValueError("too long")
    return tomllib.loads(text, parse_float=_number)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("inf")


def _not_toml(message: str, text: str, name: str) -> Problem:
    found = re.search(r"\(at line (\d+), column \d+\)$", message)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    what, cure = next(
        (saying for pattern, *saying in TOML_MISTAKES if re.search(pattern, message)),
        (N_("this is not TOML (%(detail)s)"), N_("correct this line, then try again")),
    )
    content = text.split("\n")[line - 1].strip()
    return Problem(f"{name}:{line}", one_line(content), what, cure, {"detail": message})


def build_evaluation(
    file: EvaluationFile, criteria: CriteriaSet | None, findings: Findings
) -> Evaluation:
    """The evaluation; mistakes are noted in the file, and what is returned is then worthless.

    Args:
        file: as read.
        criteria: for the defaults of the profile; None when it could not be read.
        findings: for warnings.
    """
    keys = Keys(file.document, (), file.mistakes)
    _check_format(keys)
    return Evaluation(
        id=_id(keys),
        title=_title(keys),
        buyer=keys.texts("buyer"),
        purposes=keys.words("purposes") or (),
        currency=_currency(keys),
        tax_rate=keys.number("tax_rate", at_least=0, at_most=1),
        purchase=read_purchase(keys, criteria),
        further=keys.further(findings),
    )


def check_lots(file: EvaluationFile, lots: Iterable[Lot], vendors: Collection[str] | None) -> None:
    """Note vendors of a recorded draw that take no part."""
    keys = Keys(file.document, (), file.mistakes)
    for place, lot in enumerate(lots):
        for turn, vendor in enumerate(lot.order if vendors is not None else ()):
            keys.check_known(("lots", place, "order", turn), vendor, vendors or (), NO_VENDOR)


def tell_mistakes(file: EvaluationFile, findings: Findings) -> None:
    """Give each mistake its line."""
    if not file.mistakes:
        return
    from vendor_eval.criteria.lines import find_lines, line_of  # noqa: PLC0415 - rarely needed

    lines = find_lines(file.text)
    for mistake in file.mistakes:
        where = spell(mistake.path, file.document)
        place = f"{file.name}:{line_of(mistake.path, lines)}"
        findings.add(Problem(place, where, mistake.what, mistake.cure, mistake.values))


def _check_format(keys: Keys) -> None:
    value = keys.take("format")
    if value is None:
        what, cure = N_("the key %(key)s is missing"), N_("add it, for example: %(example)s")
        keys.tell((), what, cure, key="format", example="format = 1")
    elif value != 1 or isinstance(value, bool):
        what = N_("format %(value)s is unknown to this program")
        cure = N_("write format = 1, or use a newer version of the program")
        keys.tell("format", what, cure, value=shown(value))


def _id(keys: Keys) -> str:
    name = keys.text("id")
    if name is None:
        if "id" not in keys.table:
            what, cure = N_("the key %(key)s is missing"), N_("add it, for example: %(example)s")
            keys.tell((), what, cure, key="id", example='id = "inbound-desk"')
        return ""
    if name and not ID.fullmatch(name):
        what = N_("%(value)s is not an id")
        cure = N_("use up to 64 letters a-z, digits, hyphens and underscores")
        keys.tell("id", what, cure, value=shown(name))
    return name


def _title(keys: Keys) -> Mapping[str, str]:
    title = keys.texts("title")
    if "title" not in keys.table:
        what, cure = N_("the key %(key)s is missing"), N_("add it, for example: %(example)s")
        keys.tell((), what, cure, key="title", example='title = { ja = "…", en = "…" }')
    return title


def _currency(keys: Keys) -> str:
    currency = keys.text("currency")
    if currency and not re.fullmatch("[A-Z]{3}", currency):
        what = N_("%(value)s is not the code of a currency")
        keys.tell(
            "currency", what, N_("write three capital letters, such as JPY"), value=shown(currency)
        )
    return currency or "JPY"
