from hypothesis import given, settings
from hypothesis import strategies as st

from tests.criteria.strategies import criteria_sets
from vendor_eval.criteria.difference import find_changes, sentence
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.criteria.writing import format_criteria


@given(criteria_sets())
@settings(max_examples=40, deadline=None)
def test_what_is_written_reads_back_the_same(criteria: CriteriaSet) -> None:
    again = parse_criteria(format_criteria(criteria), "random.toml")
    assert again == criteria
    assert digest(again) == digest(criteria)
    assert find_changes(criteria, again) == ()


@given(criteria_sets(("ja", "en")), criteria_sets(("ja", "en")), st.sampled_from(("ja", "en")))
@settings(max_examples=20, deadline=None)
def test_any_two_sets_can_be_compared_in_words(
    old: CriteriaSet, new: CriteriaSet, language: str
) -> None:
    changes = find_changes(old, new)
    assert bool(changes) == (digest(old) != digest(new))
    assert all(sentence(change, language) for change in changes)
