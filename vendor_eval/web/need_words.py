"""What the questions about a need, their answers and what is missing are called."""

from collections.abc import Mapping

from vendor_eval.criteria.model import Scope
from vendor_eval.language import N_
from vendor_eval.needs import Item, Obstacle, Remark

FLOWS: Mapping[str, str] = {
    "inbound": N_("They come in: customers call with questions, orders or complaints"),
    "outbound": N_("They go out: customers or prospects are called from a list"),
    "both": N_("Both: the same people take calls and make them"),
}
SCOPES: Mapping[Scope, str] = {
    "activity": N_(
        "An activity: part of your own work, such as selling, informing or supporting by telephone"
        " (telemarketing)"
    ),
    "department": N_(
        "A department: the whole desk that answers customers, at the contractor's site"
        " (call centre)"
    ),
    "appointment": N_(
        "Appointments only: prospects are called until a meeting with your sales staff is fixed"
        " (appointment setting)"
    ),
}
OTHER_INDUSTRY = N_("Another industry")
FLAGS: Mapping[str, str] = {
    "personal_data": N_("The contractor handles personal data"),
    "outbound_sales": N_("Sales calls are made"),
    "card_payments": N_("Card numbers are taken by telephone"),
    "japan": N_("The contract is made in Japan"),
    "price_ceiling": N_("Offers above the price ceiling are excluded"),
}
REMARKS: Mapping[Remark, str] = {
    "appointments-are-calls-out": N_(
        "Appointments are made by calling out, so the flow is outbound. If callers are to be"
        " booked in, choose an activity instead."
    ),
    "only-appointments": N_(
        "Making appointments is the only purpose. If nothing else is bought, choose “Appointments"
        " only”: cost per appointment then weighs more than total cost."
    ),
    "appointments-not-a-purpose": N_(
        "Only appointments are bought, yet making appointments is not among the purposes."
    ),
    "sales-by-calls-in": N_(
        "Selling by telephone is a purpose, yet calls only come in. If prospects are to be called,"
        " choose outbound or both."
    ),
    "service-by-calls-out": N_(
        "Technical support is a purpose, yet calls only go out. If customers are to call, choose"
        " inbound or both."
    ),
}
DEFINITIONS: Mapping[str, str] = {
    "held-appointment": N_(
        "A valid appointment: agreed with a person who takes part in the decision, in a company of"
        " the agreed target group, on a confirmed day and time, and held."
    ),
    "handled-call": N_(
        "A handled call: answered by an operator, its matter settled or passed on as agreed, and"
        " recorded with result, reason, impression and questions."
    ),
}
"""What counts as the result until the buyer says it in its own words."""
OUTCOMES: Mapping[str, str] = {
    "handled-call": N_("Handled call"),
    "held-appointment": N_("Appointment that was held"),
}
ASSUMPTIONS: Mapping[str, str] = {
    "common": N_("The same key figures for every vendor, as given below"),
    "claimed": N_("Each vendor's own key figures, where it states them"),
}
COMMON: Mapping[str, str] = {
    "answered_percent": N_("Calls answered, % of calls offered"),
    "handling_ratio": N_("Handling time, 1 = as given above"),
    "occupancy_percent": N_("Occupancy, % of the time on duty"),
    "appointment_percent": N_("Appointments made, % of dials"),
    "held_percent": N_("Appointments held, % of those made"),
}
VOLUMES: Mapping[str, str] = {
    "calls_offered": N_("Calls offered"),
    "average_handling_minutes": N_("Minutes per call on average"),
    "emails": N_("E-mails"),
    "chats": N_("Chats"),
    "dials": N_("Dials"),
}
ITEMS: Mapping[Item, tuple[str, str]] = {
    "data-sheet": (
        N_("Data sheet"),
        N_("What is noted of each customer and call: orders, impressions, questions"),
    ),
    "talk-script": (
        N_("Talk script"),
        N_("How a call opens and runs, with a branch for each yes and no"),
    ),
    "faq": (N_("FAQ"), N_("Frequent questions with approved answers")),
    "call-list": (N_("Call list"), N_("Who is to be called, and who must not be")),
    "volumes": (N_("Volumes of twelve months"), N_("Calls, mails and chats per month, peaks too")),
    "target-kpi": (N_("Target KPI"), N_("What the contractor must reach, and how it is measured")),
}
OWNERS: Mapping[str, str] = {
    "": N_("Nobody yet"),
    "buyer": N_("Buyer"),
    "vendor": N_("Vendor"),
    "both": N_("Buyer and vendor"),
}
STATES: Mapping[str, str] = {
    "open": N_("Not begun"),
    "in-hand": N_("In hand"),
    "ready": N_("Ready"),
}
OBSTACLES: Mapping[Obstacle, str] = {
    "no-purpose": N_("Say on the page “Need” what the calls are for."),
    "no-flow": N_("Say on the page “Need” whether calls come in, go out, or both."),
    "no-scope": N_(
        "Say on the page “Need” whether an activity, a department or appointments are bought."
    ),
    "no-vendors": N_("Enter at least one vendor on the page “Vendors”."),
    "no-evaluators": N_("Add at least one evaluator on the page “People”."),
    "weights": N_("The weights do not total what they must: correct them under “Weights”."),
    "nothing-counts": N_(
        "No criterion with a weight applies to this flow and scope: change one of them, or the"
        " weights."
    ),
}
