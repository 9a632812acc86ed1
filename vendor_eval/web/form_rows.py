"""Forms with many alike rows, read by the same readers as the files of a case.

A field is called ``KEY.column``. So a mistake is found by the same rule and told in
the same words, whether a figure comes from a file or is typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import request

from vendor_eval.exchange.cells import Cells
from vendor_eval.exchange.csv_rows import CONTROL, Row
from vendor_eval.exchange.findings import Findings
from vendor_eval.language import translate

Texts = Mapping[str, Mapping[str, str]]
"""What stands in the fields, by key of the row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRows:
    """What was typed."""

    texts: Texts

    def cells(self, findings: Findings, **fixed: str) -> Iterator[Cells]:
        """Each row as a reader of files wants it; ``fixed`` are cells the same in all rows."""
        for line, row in enumerate(self.texts.values()):
            filled = {column: text for column, text in row.items() if text}
            yield Cells("", Row(line, filled | fixed), findings)

    def errors(
        self, findings: Findings, language: str, words: Mapping[str, str] | None = None
    ) -> dict[str, dict[str, str]]:
        """What is wrong and what to do, by key of the row and column.

        Args:
            findings: of the reader that was given ``cells``.
            language: of the texts.
            words: what columns and choices are called on the page.
        """
        keys = list(self.texts)
        errors: dict[str, dict[str, str]] = {}
        for problem in findings.problems:
            key = keys[int(problem.place.rpartition(":")[2])]
            texts = (translate(part, language) for part in (problem.what, problem.cure))
            called = words or {}
            values = {
                name: called.get(value, value) if isinstance(value, str) else value
                for name, value in problem.values.items()
            }
            text = "; ".join(part % values for part in texts)
            errors.setdefault(key, {}).setdefault(problem.where, text)
        return errors


def typed_rows(keys: Iterable[str], columns: Iterable[str]) -> FormRows:
    """The rows of the form that was sent."""
    names = list(columns)
    return FormRows(
        texts={key: {column: typed(f"{key}.{column}") for column in names} for key in keys}
    )


def typed(name: str) -> str:
    """One field as it was typed, without spaces around it and what no keyboard types."""
    text = request.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text).strip()


def number_text(number: object) -> str:
    """A number as it goes into a field: digits only; nothing for none."""
    return "" if number is None else format(number, "f") if not isinstance(number, str) else number
