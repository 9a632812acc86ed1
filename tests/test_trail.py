"""The chain of acts finds whatever was done to it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendor_eval.trail import START, Act, Break, hash_of, verify

texts = st.text(max_size=20)


def chain_of(*words: str) -> list[tuple[Act, str]]:
    """A sound record of one act per word."""
    chain: list[tuple[Act, str]] = []
    for number, word in enumerate(words, start=1):
        previous = chain[-1][1] if chain else START
        act = Act(
            number=number,
            at="2026-01-15T01:30:00.000000+00:00",
            who="user:1",
            name="青木",
            what="rating.set",
            about={"vendor": "minamo", "criterion": word},
            new="4",
            previous=previous,
        )
        chain.append((act, hash_of(act)))
    return chain


def test_a_record_as_it_was_written_holds() -> None:
    chain = chain_of("a", "b", "c")
    assert verify(chain) == []
    assert verify(chain, chain[-1][1]) == []
    assert verify([], START) == []


@given(texts, texts)
@settings(max_examples=50, deadline=None)
def test_other_words_have_another_hash(one: str, other: str) -> None:
    [(first, _)], [(second, _)] = chain_of(one), chain_of(other)
    assert (hash_of(first) == hash_of(second)) == (one == other)


@pytest.mark.parametrize(
    "change",
    [
        {"new": "5"},
        {"new": None},
        {"old": ""},
        {"who": "user:2"},
        {"at": "2026-01-15T01:30:00.000001+00:00"},
        {"reason": "later"},
        {"about": {"vendor": "minamo", "criterion": "b", "page": "3"}},
    ],
)
def test_an_altered_act_is_found(change: dict[str, object]) -> None:
    chain = chain_of("a", "b", "c")
    chain[1] = (replace(chain[1][0], **change), chain[1][1])  # type: ignore[arg-type]
    assert verify(chain) == [Break(number=2, what="altered")]


def test_an_altered_act_with_a_new_hash_breaks_the_chain_after_it() -> None:
    chain = chain_of("a", "b", "c")
    forged = replace(chain[1][0], new="5")
    chain[1] = (forged, hash_of(forged))
    assert verify(chain) == [Break(number=3, what="out-of-order")]


def test_a_missing_act_is_found() -> None:
    chain = chain_of("a", "b", "c", "d")
    assert verify(chain[:1] + chain[2:])[0] == Break(number=2, what="missing")
    assert verify(chain[1:])[0] == Break(number=1, what="missing")


def test_acts_out_of_order_are_found() -> None:
    chain = chain_of("a", "b", "c")
    assert Break(number=2, what="out-of-order") in verify([chain[0], chain[2], chain[1]])


def test_a_cut_off_end_is_found_by_a_head_noted_before() -> None:
    chain = chain_of("a", "b", "c")
    head = chain[-1][1]
    assert verify(chain[:2]) == []
    assert verify(chain[:2], head) == [Break(number=3, what="cut-off")]
