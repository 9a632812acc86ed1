from vendor_eval.reports.glyphs import printable, replaced_characters


def test_what_the_font_has_stays() -> None:
    text = "㈱髙﨑①◎○△×、〓 − ÷ → “quoted” <b>&amp;</b>\n"
    assert printable(text) == text
    assert replaced_characters(text) == ()


def test_rare_kanji_and_emoji_become_a_visible_sign() -> None:
    assert printable("𠮷田コール😀") == "〓田コール〓"


def test_what_was_replaced_is_named_in_order() -> None:
    replaced = replaced_characters("😀𠮷𠮷")
    assert [(each.code, each.name, each.count) for each in replaced] == [
        ("U+1F600", "GRINNING FACE", 1),
        ("U+20BB7", "CJK UNIFIED IDEOGRAPH-20BB7", 2),
    ]


def test_split_kana_are_joined_and_selectors_taken_off() -> None:
    assert printable("か\u3099葛\U000e0100☎\ufe0f") == "が葛☎"
