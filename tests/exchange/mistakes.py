"""One mistake each: how the small case is spoilt. What is said of it is in mistakes.txt."""

from tests.exchange.small_case import CRITERIA, EVALUATION, FILES, Changes

LEVELS = "".join(
    f'{{ value = {level}, title = {{ ja = "{level}", en = "{level}" }} }},'
    for level in (0, 3, 4, 5)
)


def row(name: str, *rows: str) -> str:
    """A file with its header and other rows."""
    return "\n".join([FILES[name].split("\n")[0], *rows, ""])


def add(name: str, *rows: str) -> str:
    """A file with further rows."""
    return FILES[name] + "\n".join([*rows, ""])


def ev(old: str, new: str) -> str:
    """evaluation.toml with something replaced."""
    return EVALUATION.replace(old, new)


SPOILT: dict[str, Changes] = {
    "unknown vendor": {"ratings.csv": add("ratings.csv", "sorra,talk,aki,3")},
    "unknown vendor far": {"gates.csv": add("gates.csv", "zzz,certificate,pass")},
    "unknown criterion": {"ratings.csv": add("ratings.csv", "sora,tallk,haru,3")},
    "unknown evaluator": {"ratings.csv": add("ratings.csv", "sora,talk,akki,3")},
    "empty vendor": {"ratings.csv": add("ratings.csv", ",talk,aki,3")},
    "outside": {"ratings.csv": add("ratings.csv", "umi,talk,aki,6")},
    "below": {"ratings.csv": add("ratings.csv", "umi,talk,aki,-1")},
    "between": {"ratings.csv": add("ratings.csv", "umi,talk,aki,2.5")},
    "level": {
        "criteria.toml": CRITERIA.replace(
            "meets = 3", f"meets = 3\nonly_levels = true\nlevels = [{LEVELS}]"
        ),
        "ratings.csv": add("ratings.csv", "umi,talk,aki,2"),
    },
    "digits": {"ratings.csv": add("ratings.csv", "umi,talk,aki,2.12345678")},
    "duplicate": {"ratings.csv": add("ratings.csv", "sora,talk,aki,3")},
    "dup measure": {"measures.csv": add("measures.csv", "sora,answered,80,,")},
    "nan": {"ratings.csv": add("ratings.csv", "umi,talk,aki,NaN")},
    "inf": {"measures.csv": add("measures.csv", "umi,answered,inf,,")},
    "1e999": {"quotes.csv": add("quotes.csv", "umi,monthly,1e999,,")},
    "too many digits": {"quotes.csv": add("quotes.csv", "umi,monthly,99999999999999999,,")},
    "other group": {"ratings.csv": add("ratings.csv", "umi,terms,haru,3")},
    "rating on measure": {"ratings.csv": add("ratings.csv", "umi,answered,aki,3")},
    "rating on gate": {"ratings.csv": add("ratings.csv", "umi,certificate,aki,3")},
    "rating on cost": {"ratings.csv": add("ratings.csv", "umi,total,aki,3")},
    "measure on rating": {"measures.csv": add("measures.csv", "umi,talk,3,,")},
    "empty file": {"ratings.csv": ""},
    "empty bom": {"ratings.csv": b"\xef\xbb\xbf\r\n"},
    "empty evaluation": {"evaluation.toml": ""},
    "xlsx": {"ratings.csv": b"PK\x03\x04\x14\0\6\0"},
    "pdf": {"vendors.csv": b"%PDF-1.7"},
    "png bytes": {"quotes.csv": b"\x81\x00\xff\xfe\x80"},
    "utf16": {"ratings.csv": FILES["ratings.csv"].encode("utf-16")},
    "evaluation not utf8": {"evaluation.toml": EVALUATION.encode("cp932")},
    "evaluation not toml": {"evaluation.toml": "format = 1\nid = desk\n"},
    "numerator alone": {"measures.csv": add("measures.csv", "umi,answered,,90,")},
    "denominator alone": {"measures.csv": add("measures.csv", "umi,answered,,,90")},
    "denominator 0": {"measures.csv": add("measures.csv", "umi,answered,,90,0")},
    "negative price": {"quotes.csv": add("quotes.csv", "umi,call,-300,,")},
    "no price": {"quotes.csv": add("quotes.csv", "umi,call,,,")},
    "no kind": {"quotes.csv": add("quotes.csv", "umi,,300,,")},
    "kind": {"quotes.csv": add("quotes.csv", "umi,seat_month,300,1,")},
    "seat without quantity": {"quotes.csv": add("quotes.csv", "umi,seat-month,300,,")},
    "dial-hour without": {"quotes.csv": add("quotes.csv", "umi,dial-hour,300,,")},
    "dial-hour 0": {"quotes.csv": add("quotes.csv", "umi,dial-hour,300,,0")},
    "gate word": {"gates.csv": row("gates.csv", "sora,certificate,passed")},
    "gate word far": {"gates.csv": row("gates.csv", "sora,certificate,合格")},
    "gate dup": {"gates.csv": add("gates.csv", "sora,certificate,fail")},
    "gate on rating": {"gates.csv": add("gates.csv", "sora,talk,fail")},
    "term 0": {"evaluation.toml": ev("term_months = 12", "term_months = 0")},
    "term neg": {"evaluation.toml": ev("term_months = 12", "term_months = -3")},
    "term frac": {"evaluation.toml": ev("term_months = 12", "term_months = 1.5")},
    "term missing": {"evaluation.toml": ev("term_months = 12\n", "")},
    "budget 0": {"evaluation.toml": ev("budget = 1000000", "budget = 0")},
    "budget text": {"evaluation.toml": ev("budget = 1000000", 'budget = "many"')},
    "occupancy 0": {
        "quotes.csv": add("quotes.csv", "umi,hour,3000,,"),
        "measures.csv": add("measures.csv", "umi,occupancy,0,,"),
    },
    "weights more": {"evaluation.toml": "weights = { quality = 61 }\n" + EVALUATION},
    "weights less": {
        "evaluation.toml": "weights = { quality = 33.3, price = 33.3 }\n" + EVALUATION
    },
    "weights unknown group": {"evaluation.toml": "weights = { qualty = 60 }\n" + EVALUATION},
    "weights band": {"evaluation.toml": "weights = { quality = 5, price = 95 }\n" + EVALUATION},
    "criterion weight": {
        "evaluation.toml": "criterion_weights = { certificate = 2 }\n" + EVALUATION
    },
    "criterion weight 0": {"evaluation.toml": "criterion_weights = { talk = 0 }\n" + EVALUATION},
    "profile": {"evaluation.toml": 'profile = "inbound"\n' + EVALUATION},
    "misspelt key": {"evaluation.toml": ev("budget =", "bugdet =")},
    "format": {"evaluation.toml": ev("format = 1", "format = 2")},
    "no id": {"evaluation.toml": ev('id = "desk"\n', "")},
    "no title": {"evaluation.toml": ev('title = { ja = "窓口", en = "Desk" }\n', "")},
    "bad id": {"evaluation.toml": ev('id = "desk"', 'id = "a/../b"')},
    "title text": {"evaluation.toml": ev('{ ja = "窓口", en = "Desk" }', '"Desk"')},
    "flow": {"evaluation.toml": 'flow = ["inbond"]\n' + EVALUATION},
    "scope": {"evaluation.toml": 'scope = "all"\n' + EVALUATION},
    "currency": {"evaluation.toml": 'currency = "yen"\n' + EVALUATION},
    "tax": {"evaluation.toml": 'tax_rate = "10"\n' + EVALUATION},
    "volume": {"evaluation.toml": ev("calls_offered = 100", "calls_offered = -1")},
    "common": {
        "evaluation.toml": ev('assumption = "claimed"', "common = { occupancy_percent = 0 }")
    },
    "lot": {"evaluation.toml": EVALUATION + '[[lots]]\norder = ["sora", "yama"]\n'},
    "lot order": {"evaluation.toml": EVALUATION + '[[lots]]\ndrawn = "today"\n'},
    "evaluator weight": {"evaluators.csv": "id,weight\naki,0\nharu,1\n"},
    "evaluator group": {"evaluators.csv": "id,groups\naki,qualitty\nharu,\n"},
    "vendor dup": {"vendors.csv": add("vendors.csv", "sora,x,y")},
    "vendor id": {"vendors.csv": add("vendors.csv", "そら2,x,y")},
    "vendor no name": {"vendors.csv": add("vendors.csv", "yama,,")},
    "vendor status": {"vendors.csv": "id,name_ja,status\nsora,そら,declind\numi,うみ,\n"},
    "missing vendors": {"vendors.csv": None},
    "missing evaluators": {"evaluators.csv": None},
    "missing column": {"ratings.csv": "vendor,criterion,evaluater,value\nsora,talk,aki,4\n"},
    "missing name": {"vendors.csv": "id,name\nsora,x\numi,x\n"},
    "semicolons": {"ratings.csv": FILES["ratings.csv"].replace(",", ";")},
    "column twice": {"ratings.csv": "vendor,criterion,evaluator,value,value\nsora,talk,aki,4,4\n"},
    "outside columns": {"ratings.csv": add("ratings.csv", "umi,talk,aki,3,really, good")},
    "quote": {"ratings.csv": add("ratings.csv", 'umi,talk,aki,"3')},
    "control": {"vendors.csv": "id,name_ja\nsora,a\x1b[2Jb\numi,う\n"},
    "consensus outside": {"consensus.csv": "vendor,criterion,value\nsora,talk,9\n"},
    "recusal": {"recusals.csv": "vendor,evaluator\nsora,nobody\n"},
    "grade": {"ratings.csv": "vendor,criterion,evaluator,value,grade\nsora,talk,aki,4,D\n"},
    "criteria": {"criteria.toml": CRITERIA.replace("weight = 60", "weight = 59.9")},
}
