"""Where templates, style sheets and fonts lie, and the templates of documents."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vendor_eval.language import translations

PACKAGE = Path(__file__).parent.parent


def resource_folder(name: str) -> Path:
    """A folder such as ``static``: inside the package once installed, else beside it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@cache
def environment(language: str) -> Environment:
    """Templates that speak one language and know no request."""
    templates = Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    templates.install_gettext_translations(  # type: ignore[attr-defined]
        translations(language), newstyle=True
    )
    return templates
