"""What every write keeps to, read from the source."""

import ast
import re

from tests.conventions.calls import comes_to, in_actions

TRAIL = ("casework.trail.actions.record", "casework.trail.actions.record_each")
# Writing a message leaves a row in the trail, but it is the message's and not the action's own.
NOT_BY_MAIL = frozenset({"casework.outbox.actions"})
REFUSALS = (
    "casework.cases.actions.require",
    "casework.outbox.permissions.can_retry",
    "casework.people.actions._require",
    "django.core.exceptions.PermissionDenied",
)

# It asks whether somebody sees the case, for now or for good, and not whether they may do this to it.
ONLY_OF_SIGHT = frozenset({"casework.cases.actions.lock_visible"})

RECORDED_BY_ITS_CALLER = "A step inside an action, which records it."
LEAVES_NO_TRAIL = {
    "casework.cases.actions.number": RECORDED_BY_ITS_CALLER,
    "casework.documents.actions.begin_inspection": "What the inspection found is recorded when it ends.",
    "casework.letters.actions.keep_rendition": RECORDED_BY_ITS_CALLER,
    "casework.trail.actions.record_each": "It is the trail.",
}
OWN_VIEW = "A person's own saved view, which is no business of anybody else."
LOCKS = "It locks, and writes nothing."
NO_MOMENT = {
    "casework.cases.actions.lock_visible": LOCKS,
    "casework.desk.actions.delete_view": OWN_VIEW,
    "casework.desk.actions.save_view": OWN_VIEW,
    "casework.letters.actions.lock": LOCKS,
    "complaints.actions.begin.lock_visible": LOCKS,
}
PERMITTED_BY_THE_APPROVAL = "What a decision does: approvals.actions asked whether the person may decide."
ASKS_NO_PERMISSION = {
    "casework.cases.actions.record_opened": "It says that somebody saw what they were allowed to see.",
    "complaints.actions.referral.require_referral": "A step inside the assessment, which asked.",
    "complaints.actions.closing.reopening_approved": PERMITTED_BY_THE_APPROVAL,
    "complaints.actions.resumption.decided": PERMITTED_BY_THE_APPROVAL,
    "complaints.actions.resumption.left_undecided": PERMITTED_BY_THE_APPROVAL,
    "reporting.actions.publish_report": PERMITTED_BY_THE_APPROVAL,
}
WRITES = {function.full_name: function for function in in_actions()}
ACTIONS = {name: function for name, function in WRITES.items() if function.takes("at") is not None}
# Everything else that a person does asks lock_visible() for sight that lasts.
CANNOT_WAIT = {
    "casework.cases.actions.add_note",
    "casework.cases.actions.finish_task",
    "casework.cases.actions.set_task",
    "casework.documents.actions.open_document",
    "casework.documents.actions.receive",
    "casework.letters.actions.record_changed_file",
    "complaints.actions.handling.record_contact",
}
# What another action does, in that one's transaction.
STEPS = {
    "casework.letters.actions.keep_rendition",
    "casework.letters.actions.leave",
    "complaints.actions.closing.close",
    "complaints.actions.outcome.approved",
    "complaints.actions.referral.require_referral",
    "reporting.actions.publish_report",
}


def records(name: str) -> bool:
    by_way_of = frozenset() if name.startswith("casework.outbox.") else NOT_BY_MAIL
    return comes_to(ACTIONS[name], *TRAIL, by_way_of=by_way_of)


def named_person(name: str) -> bool:
    annotation = ACTIONS[name].takes("by")
    return annotation is not None and "None" not in annotation


def is_one_transaction(function: ast.FunctionDef) -> bool:
    """Whether all of it, or all that it writes, stands in one transaction."""
    opened = [
        *function.decorator_list,
        *(
            item.context_expr
            for block in function.body
            if isinstance(block, ast.With)
            for item in block.items
        ),
    ]
    return any(ast.unparse(expression).startswith("transaction.atomic") for expression in opened)


def test_every_action_leaves_a_row_in_the_trail():
    assert len(ACTIONS) > 100
    assert {name for name in ACTIONS if not records(name)} == LEAVES_NO_TRAIL.keys()


def test_a_write_that_is_told_who_is_told_when():
    told_who = {name for name, function in WRITES.items() if function.takes("by") is not None}

    assert told_who - ACTIONS.keys() == NO_MOMENT.keys()


def test_every_action_of_a_person_asks_whether_they_may():
    acting = [name for name in ACTIONS if named_person(name)]

    assert len(acting) > 60
    asking_none = {name for name in acting if not comes_to(ACTIONS[name], *REFUSALS, by_way_of=ONLY_OF_SIGHT)}
    assert asking_none == ASKS_NO_PERMISSION.keys()


def test_emergency_access_does_only_what_cannot_wait():
    doing = {name for name, function in WRITES.items() if "in_emergency=True" in ast.unparse(function.node)}

    assert doing == CANNOT_WAIT


def test_every_action_that_changes_rows_is_one_transaction():
    bare = {
        name
        for name, action in ACTIONS.items()
        if re.search(r"\.(save|create|update|delete)\(", ast.unparse(action.node))
        and not is_one_transaction(action.node)
    }

    assert bare == STEPS
