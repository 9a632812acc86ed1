"""Commands for criteria files. Each loads what it needs when it runs."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from vendor_eval.criteria.model import CriteriaSet

FILE = click.Path(path_type=Path)
language_option = click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")

SUMMARY = N_(
    "%(file)s is sound: %(id)s %(version)s, groups: %(groups)d, criteria: %(criteria)d,"
    " profiles: %(profiles)d, variants: %(variants)d"
)
SAME = N_("The two files mean the same.")


@click.group()
def criteria() -> None:
    """Check, compare and describe criteria files."""


@criteria.command()
@click.argument("file", type=FILE)
@language_option
def check(file: Path, lang: str | None) -> None:
    """Report every mistake in FILE; exit 1 when there is one."""
    from vendor_eval.criteria.digest import digest as digest_of

    language = pick_language(lang)
    checked = _load(file, language)
    counts = {name: len(getattr(checked, name)) for name in COUNTED}
    values = {"file": str(file), "id": checked.id, "version": checked.version, **counts}
    click.echo(translate(SUMMARY, language) % values)
    click.echo(digest_of(checked))


COUNTED = ("groups", "criteria", "profiles", "variants")


@criteria.command()
@click.argument("file", type=FILE)
@language_option
def digest(file: Path, lang: str | None) -> None:
    """Print the digest of FILE: the same for the same meaning."""
    from vendor_eval.criteria.digest import digest as digest_of

    click.echo(digest_of(_load(file, pick_language(lang))))


@criteria.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@language_option
def diff(old: Path, new: Path, as_json: bool, lang: str | None) -> None:
    """Say what changed from OLD to NEW."""
    import json

    from vendor_eval.criteria.difference import find_changes, sentence

    language = pick_language(lang)
    changes = find_changes(*_load_all((old, new), language))
    if as_json:
        listed = [
            {"kind": item.kind, "path": item.path, "old": item.old, "new": item.new}
            for item in changes
        ]
        click.echo(json.dumps({"format": 1, "changes": listed}, ensure_ascii=False, indent=2))
        return
    for change in changes:
        click.echo(sentence(change, language))
    if not changes:
        click.echo(translate(SAME, language))


@criteria.command()
@language_option
def schema(lang: str | None) -> None:
    """Print the JSON Schema of criteria files, for editors."""
    import json

    from vendor_eval.criteria.schema import json_schema

    click.echo(json.dumps(json_schema(pick_language(lang)), ensure_ascii=False, indent=2))


def _load(file: Path, language: str) -> "CriteriaSet":
    return _load_all((file,), language)[0]


def _load_all(files: tuple[Path, ...], language: str) -> list["CriteriaSet"]:
    """The sets, or the end of the program with every problem of every file on a line of stderr."""
    from vendor_eval.criteria.file import load_criteria
    from vendor_eval.errors import InvalidFilesError, Problem

    loaded: list[CriteriaSet] = []
    problems: list[Problem] = []
    for file in files:
        try:
            loaded.append(load_criteria(file))
        except InvalidFilesError as error:
            problems.extend(error.problems)
    for problem in problems:
        click.echo(problem.text(language), err=True)
    if problems:
        raise SystemExit(1)
    return loaded
