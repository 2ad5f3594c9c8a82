"""Whatever people try, in whatever order, an approval and its record stay in step."""

from __future__ import annotations

import contextlib

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import workflow as make

from jiangxin.kernel import write
from jiangxin.kernel.errors import JiangxinError
from jiangxin.people.models import Person
from jiangxin.workflow.domain.approvals import decide, withdraw
from jiangxin.workflow.models import Approval, ApprovalDecision, WorkItem

RECORD_STATE = {"open": "in_approval", "approved": "adopted", "rejected": "checking", "withdrawn": "checking"}
PERSONS = ("olga", "anna", "bert", "carl")
ACTIONS = st.tuples(
    st.sampled_from(["submit", "approve", "return", "delegate", "withdraw"]),
    st.sampled_from(PERSONS),
    st.sampled_from(PERSONS),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["role_owner", "role_any"]), st.sampled_from(["one", "all"]), st.booleans()),
    min_size=1,
    max_size=3,
)


class _BackError(Exception):
    pass


@given(steps=STEPS, four_eyes=st.booleans(), actions=st.lists(ACTIONS, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_actions_keeps_the_invariants(town, steps, four_eyes, actions):
    with contextlib.suppress(_BackError), transaction.atomic():
        columns = [
            {"who": who, "role": town.approver, "quorum": quorum, "may_return_to": 10 if back and number else None}
            for number, (who, quorum, back) in enumerate(steps)
        ]
        make.route(*columns, four_eyes=four_eyes)
        for action, by, to in actions:
            _try(town, action, by, to)
            _check(town, four_eyes)
        raise _BackError


def _try(town, action, by, to):
    actor = getattr(town, by).actor()
    try:
        with transaction.atomic():
            if action == "submit":
                write.apply(town.record, town.plan, "submit", actor=actor, reason="r")
                return
            approval = Approval.objects.order_by("pk").last()
            if approval is None:
                return
            if action == "withdraw":
                withdraw(approval, actor=actor, reason="r")
            else:
                person = Person.objects.get(pk=getattr(town, to).pk)
                decide(approval, action, actor=actor, comment="c", to_person=person)
    except JiangxinError:
        pass


def _check(town, four_eyes):
    town.plan.refresh_from_db()
    approvals = list(Approval.objects.order_by("pk"))
    if not approvals:
        assert town.plan.state == "checking"
        return
    last = approvals[-1]
    assert town.plan.state == RECORD_STATE[last.state]
    assert [row for row in approvals[:-1] if row.state in ("open", "approved")] == []
    waiting = WorkItem.objects.filter(state="open", kind="approve")
    assert waiting.exists() == (last.state == "open")
    assert set(waiting.values_list("stage__approval", "stage__order")) <= {(last.pk, last.current)}
    if four_eyes:
        decided = ApprovalDecision.objects.exclude(decision="withdraw").values_list("person", "approval__submitter")
        assert [pair for pair in decided if pair[0] == pair[1]] == []
    if last.state == "approved":
        round_ = ApprovalDecision.objects.filter(approval=last, decision="approve", round=last.round)
        through = set(round_.values_list("stage__order", flat=True))
        first = min(through)
        wanted = set(last.stages.filter(order__gte=first).values_list("order", flat=True))
        assert (through, first == 10) == (wanted, True)
