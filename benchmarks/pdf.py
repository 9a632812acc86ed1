"""The sample's PDF in a warm process, on one core, against two peers given the same HTML.

The first peer is a freshly started Chromium that prints it. The second is WeasyPrint
without what makes ours fast: Noto Sans CJK, automatic tables, no HarfBuzz subsetter.
``python -m benchmarks pdf``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.report import in_turn, tell
from vendor_eval.case import Case, score_sheet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.reports.documents import KINDS
from vendor_eval.reports.pdf import STYLE_SHEETS
from vendor_eval.reports.resources import PACKAGE, resource_folder
from vendor_eval.scoring import Comparison, compare
from vendor_eval.verification.making import make_document

PRINTING = Printing(
    kind="comparison",
    language="ja",
    printed_at=datetime(2026, 4, 1, tzinfo=UTC),
    author="vendor-eval",
)
CHROMIUM_LIMIT, PLAIN_LIMIT = 1.0, 0.2
PLAIN_FONT = "Noto Sans CJK JP"


def measure() -> bool:
    """Both peers, each in turn with ours; a peer that is not installed is left out and named."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    case, _warnings = read_case(PACKAGE / "sample" / "inbound-desk")
    comparison = compare(score_sheet(case))
    with tempfile.TemporaryDirectory() as folder:
        page = _write_page(Path(folder), case, comparison)
        holds = [_against_chromium(case, comparison, page), _against_plain(case, comparison, page)]
    return all(holds)


def _ours(case: Case, comparison: Comparison) -> bytes:
    return make_document(Dossier(case=case), PRINTING, comparison)


def _write_page(folder: Path, case: Case, comparison: Comparison) -> Path:
    """The document as files any printer of HTML can read."""
    paper = KINDS[PRINTING.kind].draw(Dossier(case=case), comparison, PRINTING, ())
    for name in ("css", "fonts"):
        shutil.copytree(resource_folder("static") / name, folder / name)
    for name, image in paper.images.items():
        content = image if isinstance(image, bytes) else image.encode()
        (folder / name).write_bytes(content)
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in STYLE_SHEETS)
    page = folder / "comparison.html"
    page.write_text(paper.html.replace("</head>", f"{links}</head>"), encoding="utf-8")
    return page


def _against_chromium(case: Case, comparison: Comparison, page: Path) -> bool:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("There is no Chromium to compare with.")
        return False
    target = page.with_name("chromium.pdf")
    command = [
        *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
        *(f"--print-to-pdf={target}", page.as_uri()),
    ]
    ours, theirs = in_turn(
        lambda: _ours(case, comparison),
        lambda: subprocess.run(command, check=True, capture_output=True),
        rounds=5,
    )
    note = f"{ours:.2f} s against {theirs:.2f} s"
    return tell("the sample's PDF / a fresh Chromium", ours / theirs, CHROMIUM_LIMIT, note)


def _against_plain(case: Case, comparison: Comparison, page: Path) -> bool:
    """The peer runs in its own process: it takes a library away from WeasyPrint."""
    listing = shutil.which("fc-list")
    fonts = subprocess.run([listing], check=True, capture_output=True) if listing else None
    if fonts is None or PLAIN_FONT.encode() not in fonts.stdout:
        print(f"There is no {PLAIN_FONT} to compare with.")
        return False
    ours = min(_seconds(lambda: _ours(case, comparison)) for _round in range(3))
    command = [sys.executable, "-m", "benchmarks.pdf", str(page)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    theirs = float(answer.stdout)
    note = f"{ours:.2f} s against {theirs:.2f} s"
    return tell("the sample's PDF / plain WeasyPrint", ours / theirs, PLAIN_LIMIT, note)


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor, for work that stays in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _plain(page: Path) -> float:
    """Seconds that WeasyPrint takes for a page in a warm process with nothing done for speed."""
    from weasyprint import HTML
    from weasyprint.pdf import fonts

    fonts.harfbuzz_subset = None
    for name in STYLE_SHEETS:
        sheet = page.parent / name
        text = sheet.read_text(encoding="utf-8").replace("table-layout: fixed;", "")
        for family in ('"BIZ UDPGothic"', '"VE Figures"'):
            text = text.replace(f"font-family: {family}; src", 'font-family: "unused"; src')
            text = text.replace(family, f'"{PLAIN_FONT}"')
        sheet.write_text(text, encoding="utf-8")
    HTML(string="<p>一</p>").write_pdf()
    return _seconds(lambda: HTML(filename=str(page)).write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    print(_plain(Path(sys.argv[1])))
