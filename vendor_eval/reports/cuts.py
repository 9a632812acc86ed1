"""What is left of a dossier for a document that must not carry all of it; pure.

Such a document is drawn from what is left, so that it can be verified and nothing else
travels inside. Cutting what is cut already changes nothing.
"""

from dataclasses import replace

from vendor_eval.case import Case, Evaluation
from vendor_eval.dossier import Dossier, Printing, Record
from vendor_eval.scoring.sheet import Purchase


def whole(dossier: Dossier, printing: Printing) -> Dossier:
    """All of it, for whoever may see all of it."""
    return dossier


def criteria_only(dossier: Dossier, printing: Printing) -> Dossier:
    """Criteria and how they are used: no vendor, no person, no amount of money."""
    return replace(dossier, case=bare_case(dossier.case), decision=None, record=Record())


def bare_case(case: Case) -> Case:
    """The evaluation as an RFP may tell of it: what is bought, and the criteria with weights."""
    evaluation, purchase = case.evaluation, case.evaluation.purchase
    return Case(
        evaluation=Evaluation(
            id=evaluation.id,
            title=evaluation.title,
            buyer=evaluation.buyer,
            purposes=evaluation.purposes,
            currency=evaluation.currency,
            purchase=Purchase(
                profile=purchase.profile,
                variant=purchase.variant,
                flow=purchase.flow,
                scope=purchase.scope,
                flags=purchase.flags,
                weights=purchase.weights,
                criterion_weights=purchase.criterion_weights,
                term_months=purchase.term_months,
                outcome=purchase.outcome,
            ),
        ),
        criteria=case.criteria,
        criteria_toml=case.criteria_toml,
        criteria_digest=case.criteria_digest,
    )
