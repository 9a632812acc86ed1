"""Reading one evaluation from a folder of plain files or a zip of one (FORMATS.md section 2).

Nothing in the files is trusted, and every mistake in all of them is reported at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from vendor_eval.case import Case, Evaluator, Vendor
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.file import default_criteria_path, parse_criteria
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.errors import InvalidFilesError, Problem
from vendor_eval.exchange.answer_files import (
    CONSENSUS,
    GATES,
    MEASURES,
    QUOTES,
    RATINGS,
    read_consensus,
    read_gates,
    read_measures,
    read_quotes,
    read_ratings,
)
from vendor_eval.exchange.case_warnings import warnings_of
from vendor_eval.exchange.cells import Cells
from vendor_eval.exchange.csv_rows import Columns, read_rows
from vendor_eval.exchange.evaluation_file import (
    NAME,
    EvaluationFile,
    build_evaluation,
    check_lots,
    parse_evaluation_file,
    tell_mistakes,
)
from vendor_eval.exchange.files import FILES, read_files
from vendor_eval.exchange.findings import CaseWarning, Findings
from vendor_eval.exchange.known import Known
from vendor_eval.exchange.panel_file import read_panel
from vendor_eval.exchange.people_files import (
    EVALUATORS,
    RECUSALS,
    VENDORS,
    read_evaluators,
    read_recusals,
    read_vendors,
)
from vendor_eval.exchange.quotations import check_drivers, check_term
from vendor_eval.language import N_


def read_case(source: Path | BinaryIO) -> tuple[Case, tuple[CaseWarning, ...]]:
    """Read and check an evaluation.

    Args:
        source: a folder, or a zip of one with or without a folder around its files; a zip
            may also be an open file.

    Returns:
        The evaluation, and what to look at in it.

    Raises:
        InvalidFilesError: something in the files is wrong; holds every mistake found.
        UnsafeZipError: the zip could harm the machine that unpacks it.
        TooLargeError: more than this program takes at once.
    """
    findings = Findings()
    files = read_files(source, findings)
    case = build_case(files, findings)
    return case, (*findings.warnings(), *warnings_of(case))


def build_case(files: Mapping[str, bytes], findings: Findings) -> Case:
    """Make an evaluation of its files.

    Args:
        files: content by name; ``evaluation.toml`` is among them.
        findings: warnings are added.

    Raises:
        InvalidFilesError: something in the files is wrong; holds every mistake found.
    """
    criteria, criteria_text = _criteria(files, findings)
    file = parse_evaluation_file(files[NAME], findings) or EvaluationFile("", {})
    evaluation = build_evaluation(file, criteria, findings)
    tables = _Tables(files, findings)
    tables.check_present("vendors.csv", N_("add it with at least the columns id and name_ja"))
    vendors = tuple(read_vendors(tables.rows("vendors.csv", VENDORS)))
    evaluators = tuple(read_evaluators(tables.rows("evaluators.csv", EVALUATORS), criteria))
    known = tables.known(vendors, evaluators, criteria)
    ratings = tuple(read_ratings(tables.rows("ratings.csv", RATINGS), known))
    measures = tuple(read_measures(tables.rows("measures.csv", MEASURES), known))
    gates = tuple(read_gates(tables.rows("gates.csv", GATES), known))
    quotes = tuple(read_quotes(tables.rows("quotes.csv", QUOTES), known))
    consensus = tuple(read_consensus(tables.rows("consensus.csv", CONSENSUS), known))
    recusals = tuple(read_recusals(tables.rows("recusals.csv", RECUSALS), known))
    panel = read_panel(files.get("panel.toml"), known, findings)
    if ratings or recusals:
        tables.check_present("evaluators.csv", N_("add it with a row for each person who rated"))
    if file.text:
        check_lots(file, evaluation.purchase.lots, known.vendors)
        check_term(file, quotes)
        tell_mistakes(file, findings)
    if criteria is not None and not tables.broken:
        check_drivers(criteria, evaluation.purchase, quotes, measures, findings)
    if criteria is None or findings.problems:
        raise InvalidFilesError(sorted(findings.problems, key=_place))
    return Case(
        evaluation=evaluation,
        criteria=criteria,
        criteria_toml=criteria_text,
        criteria_digest=digest(criteria),
        vendors=vendors,
        evaluators=evaluators,
        ratings=ratings,
        measures=tuple(measure for _line, measure in measures),
        gates=gates,
        quotes=quotes,
        consensus=consensus,
        recusals=recusals,
        panel=panel,
    )


class _Tables:
    """The CSV files of a case, read by name; keeps in mind which could not be."""

    def __init__(self, files: Mapping[str, bytes], findings: Findings) -> None:
        self.files = files
        self.findings = findings
        self.broken: set[str] = set()

    def rows(self, name: str, columns: Columns) -> Iterator[Cells]:
        """The rows of a file; none without it."""
        if name not in self.files:
            return
        rows = read_rows(name, self.files[name], columns, self.findings)
        if rows is None:
            self.broken.add(name)
        for row in rows or ():
            yield Cells(name, row, self.findings)

    def known(
        self,
        vendors: Iterable[Vendor],
        evaluators: Iterable[Evaluator],
        criteria: CriteriaSet | None,
    ) -> Known:
        """What rows may refer to; None for what is missing or broken."""
        sound = self.files.keys() - self.broken
        return Known(
            vendors=frozenset(each.id for each in vendors) if "vendors.csv" in sound else None,
            evaluators={each.id: each for each in evaluators}
            if "evaluators.csv" in sound
            else None,
            criteria=None if criteria is None else {each.id: each for each in criteria.criteria},
            scale=None if criteria is None else criteria.scale,
        )

    def check_present(self, name: str, cure: str) -> None:
        """Note a file that is missing although it is needed."""
        if name not in self.files:
            self.findings.add(Problem(name, "", N_("the file is missing"), cure))


def _criteria(files: Mapping[str, bytes], findings: Findings) -> tuple[CriteriaSet | None, str]:
    """The criteria of the case, or the default set, with their text; None when they are wrong."""
    name = "criteria.toml"
    content = files.get(name)
    if content is None:
        content = default_criteria_path().read_bytes()
    try:
        criteria = parse_criteria(content, name)
    except InvalidFilesError as error:
        for problem in error.problems:
            findings.add(problem)
        return None, ""
    return criteria, content.decode("utf-8-sig")


def _place(problem: Problem) -> tuple[int, int]:
    """Files in the order of the format, then lines."""
    name, _colon, line = problem.place.partition(":")
    at = FILES.index(name) if name in FILES else len(FILES)
    return at, int(line) if line.isdecimal() else 0
