"""Who is left out for which vendor, in words."""

from vendor_eval.case import Case
from vendor_eval.reports.wording import Wording


def build_recusals(case: Case, words: Wording) -> tuple[str, ...]:
    """One sentence for each person and reason, in the order of the evaluators."""
    vendors = {vendor.id: words.of(vendor.name) or vendor.id for vendor in case.vendors}
    sentences = []
    for person in case.evaluators:
        name = words.of(person.name) or person.id
        by_reason: dict[str, list[str]] = {}
        for each in case.recusals:
            if each.evaluator == person.id:
                by_reason.setdefault(words.of(each.reason), []).append(each.vendor)
        for reason, recused in by_reason.items():
            values = {
                "person": name,
                "vendors": words.listed(vendors[vendor] for vendor in recused),
                "reason": reason or "–",
            }
            sentences.append(_sentence(values, len(recused) == len(vendors), words))
    return tuple(sentences)


def _sentence(values: dict[str, str], every: bool, words: Wording) -> str:
    if every:
        return words.gettext(
            "%(person)s is left out for every vendor: no rating of theirs counts. Reason:"
            " %(reason)s",
            **values,
        )
    return words.gettext(
        "%(person)s is left out for %(vendors)s: no rating of theirs counts there. Reason:"
        " %(reason)s",
        **values,
    )
