"""What the pages of the score sheet show, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import gettext

from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import Criterion
from vendor_eval.errors import NotFoundError
from vendor_eval.language import in_language
from vendor_eval.storage import Asked, OwnSheet
from vendor_eval.web.aliases import vendor_keys, vendor_names
from vendor_eval.web.language import current_language
from vendor_eval.web.sheet_api import time_text
from vendor_eval.web.sheet_fields import answer_fields, ratings_of, words_fields

FEW = 7
"""Up to so many ratings, each says in its own box what it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A rating that can be picked."""

    value: str
    name: str
    """What the scale calls it; may be empty."""
    anchor: str
    """What it stands for in this criterion; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleView:
    """How ratings are given."""

    values: tuple[str, ...]
    """None where they are typed."""
    range_text: str
    reasons_at: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """A criterion with what it takes to judge it."""

    id: str
    title: str
    group: str
    definition: str
    evidence: str
    options: tuple[Option, ...]
    in_boxes: bool
    """Whether anchors stand in the options; else they are listed."""
    anchors: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell with all that is entered in it."""

    id: str
    """In the page."""
    key: str
    """Vendor as the person knows it, a slash, the criterion."""
    vendor_key: str
    vendor: str
    criterion: CriterionView
    fields: Mapping[str, str]
    revision: int
    saved_at: str
    frozen: bool
    answered: bool
    needs_reason: bool
    there: Mapping[str, str] = field(default_factory=dict)
    """What somebody else saved meanwhile, where that was not overwritten."""
    there_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsView:
    """Strengths and weaknesses of one vendor."""

    vendor_key: str
    fields: Mapping[str, str]
    revision: int
    saved_at: str
    frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A vendor or criterion of the sheet, and how far it is."""

    key: str
    name: str
    answered: int
    asked: int
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """What every page of the sheet shows around its cells."""

    evaluation_id: str
    asked: Asked
    title: str
    scale: ScaleView
    vendors: tuple[Line, ...]
    criteria: tuple[Line, ...]
    answered: int
    total: int
    frozen: bool
    """Nothing at all can be changed."""
    prices_open: bool
    """Whether the person may see what the vendors cost."""
    late_groups: tuple[str, ...]
    """Names of groups that open later."""


def build_sheet_view(sheet: OwnSheet) -> SheetView:
    """The frame of every page, with vendors in the person's own order."""
    asked = sheet.asked
    language = current_language()
    vendors = _vendor_lines(sheet)
    columns = asked.open_columns
    closed = {each.group for each in asked.columns} - {each.group for each in columns}
    return SheetView(
        evaluation_id=asked.evaluation,
        asked=asked,
        title=in_language(asked.title, language) or asked.evaluation,
        scale=scale_view(asked),
        vendors=vendors,
        criteria=_criterion_lines(sheet),
        answered=sum(line.answered for line in vendors),
        total=sum(line.asked for line in vendors),
        frozen=asked.state.submitted_at is not None,
        prices_open=not asked.price_last or asked.state.quality_submitted_at is not None,
        late_groups=tuple(
            in_language(each.title, language) for each in asked.criteria.groups if each.id in closed
        ),
    )


def _vendor_lines(sheet: OwnSheet) -> tuple[Line, ...]:
    names = vendor_names(sheet.asked)
    columns = sheet.asked.open_columns
    return tuple(
        Line(
            key=key,
            name=names[key],
            answered=sum(sheet.answer(vendor.id, column.id).given for column in columns),
            asked=len(columns),
        )
        for key, vendor in vendor_keys(sheet.asked).items()
    )


def _criterion_lines(sheet: OwnSheet) -> tuple[Line, ...]:
    language = current_language()
    vendors = sheet.asked.vendors
    return tuple(
        Line(
            key=column.id,
            name=in_language(column.title, language),
            answered=sum(sheet.answer(vendor.id, column.id).given for vendor in vendors),
            asked=len(vendors),
            group=in_language(sheet.asked.criteria.group(column.group).title, language),
        )
        for column in sheet.asked.open_columns
    )


def scale_view(asked: Asked) -> ScaleView:
    """The scale in words."""
    scale = asked.criteria.scale
    return ScaleView(
        values=tuple(map(plain, ratings_of(scale))),
        range_text=gettext(
            "%(low)s to %(high)s, in steps of %(step)s",
            low=plain(scale.min),
            high=plain(scale.max),
            step=plain(scale.step),
        ),
        reasons_at=tuple(map(plain, asked.criteria.rules.reasons_at)),
    )


def criterion_view(asked: Asked, criterion: Criterion) -> CriterionView:
    """A criterion in the reader's language."""
    language = current_language()
    scale = asked.criteria.scale
    names = {level.value: in_language(level.title, language) for level in scale.levels}
    anchors = {value: in_language(text, language) for value, text in criterion.anchors.items()}
    values = ratings_of(scale)

    def option(value: Decimal) -> Option:
        return Option(value=plain(value), name=names.get(value, ""), anchor=anchors.get(value, ""))

    in_boxes = 0 < len(values) <= FEW
    listed = sorted(set(anchors) | ({*names} if not in_boxes else set()))
    return CriterionView(
        id=criterion.id,
        title=in_language(criterion.title, language),
        group=in_language(asked.criteria.group(criterion.group).title, language),
        definition=in_language(criterion.definition, language),
        evidence=in_language(criterion.evidence, language),
        options=tuple(map(option, values)),
        in_boxes=in_boxes,
        anchors=() if in_boxes else tuple(map(option, listed)),
    )


def cell_view(sheet: OwnSheet, key: str, criterion: Criterion, place: int) -> CellView:
    """One cell.

    Raises:
        NotFoundError: the person scores no vendor of this name.
    """
    vendors = vendor_keys(sheet.asked)
    if key not in vendors:
        raise NotFoundError(name=key)
    answer = sheet.answer(vendors[key].id, criterion.id)
    fields = answer_fields(answer, current_language())
    needed = answer.rating.value in sheet.asked.criteria.rules.reasons_at
    return CellView(
        id=f"cell-{place}",
        key=f"{key}/{criterion.id}",
        vendor_key=key,
        vendor=vendor_names(sheet.asked)[key],
        criterion=criterion_view(sheet.asked, criterion),
        fields=fields,
        revision=answer.revision,
        saved_at=time_text(answer.updated_at),
        frozen=sheet.asked.frozen(criterion),
        answered=answer.given,
        needs_reason=needed and not fields["comment"],
    )


def words_view(sheet: OwnSheet, key: str) -> WordsView:
    """Strengths and weaknesses of a vendor the person scores."""
    words = sheet.words.get(vendor_keys(sheet.asked)[key].id)
    return WordsView(
        vendor_key=key,
        fields=words_fields(words) if words else {"strengths": "", "weaknesses": ""},
        revision=words.revision if words else 0,
        saved_at=time_text(words.updated_at) if words else "",
        frozen=sheet.asked.frozen(None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLine:
    """A cell that keeps the sheet from being submitted, and where it is."""

    vendor_key: str
    vendor: str
    criterion: str
    place: str
    """Of the cell, in the page of the vendor."""
    reason_only: bool


def missing_lines(sheet: OwnSheet) -> tuple[MissingLine, ...]:
    """What is missing, vendor by vendor in the person's order."""
    names = vendor_names(sheet.asked)
    keys = {vendor.id: key for key, vendor in vendor_keys(sheet.asked).items()}
    order = {key: place for place, key in enumerate(keys.values())}
    columns = {each.id: (at, each.title) for at, each in enumerate(sheet.asked.open_columns)}
    return tuple(
        MissingLine(
            vendor_key=keys[each.vendor],
            vendor=names[keys[each.vendor]],
            criterion=in_language(columns[each.criterion][1], current_language()),
            place=f"cell-{columns[each.criterion][0]}",
            reason_only=each.what == "reason",
        )
        for each in sorted(sheet.missing(), key=lambda each: order[keys[each.vendor]])
    )
