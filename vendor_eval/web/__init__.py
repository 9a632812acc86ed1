"""The pages: everything a browser asks for."""

from datetime import timedelta

from flask import Flask
from flask_wtf import CSRFProtect

from vendor_eval.web import (
    access,
    account_list,
    accounts,
    comparison,
    consensus,
    criteria,
    criteria_changes,
    decision,
    declarations,
    document_shelf,
    documents,
    error_pages,
    evaluations,
    files,
    firmness,
    gates,
    headers,
    invitations,
    issuing,
    language,
    measures,
    needs,
    organisation,
    people,
    progress,
    questions,
    quotations,
    remarks,
    rounds,
    scenarios,
    sheet_api,
    sheet_prices,
    sheets,
    stages,
    start,
    static_files,
    trail,
    vendor_entry,
    vendors,
    verifying,
    weighing,
    weighing_own,
    what_if,
)

WORKING_DAY = timedelta(hours=12)

CONFIG: dict[str, object] = {
    "PERMANENT_SESSION_LIFETIME": WORKING_DAY,
    "SESSION_COOKIE_NAME": "vendor_eval",
    # A form stays valid as long as the session: nothing typed over lunch is lost.
    "WTF_CSRF_TIME_LIMIT": None,
}


PAGES = (
    accounts,
    evaluations,
    comparison,
    firmness,
    vendors,
    criteria,
    documents,
    document_shelf,
    issuing,
    verifying,
    language,
    trail,
    account_list,
    organisation,
    people,
    invitations,
    declarations,
    start,
    stages,
    needs,
    criteria_changes,
    sheets,
    sheet_api,
    sheet_prices,
    progress,
    vendor_entry,
    gates,
    measures,
    quotations,
    questions,
    files,
    consensus,
    remarks,
    decision,
    rounds,
    weighing,
    weighing_own,
    what_if,
    scenarios,
)
"""Modules that have pages."""


def register(app: Flask) -> None:
    """Add every page, with what guards and surrounds them."""
    app.config.update(CONFIG)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    headers.init_app(app)
    static_files.init_app(app)
    access.init_app(app)  # first to look at a request: who may not learns nothing else
    accounts.init_app(app)
    CSRFProtect(app)
    language.init_app(app)
    error_pages.init_app(app)
    for page in PAGES:
        app.register_blueprint(page.bp)
