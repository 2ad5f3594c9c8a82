"""Causes of lights in words, in both languages, and only what the reader may see in them."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests.factories import planning as make
from tests.factories import running, screens
from tests.factories.workflow import fixture

from jiangxin.planning.domain.lights.words import named, sentence

NAMES = {"cycle:1": "2024 Q2", "subtask:2": "1 Choose the site"}


def cause(condition, measure, ref):
    return {"condition": condition, "measure": measure, "ref": ref, "due": "2024-07-10", "colour": "red"}


SENTENCES = [
    ("acknowledgement_overdue", "1", "responsibility:5",
     "The assignment to the lead unit was to be acknowledged by 2024-07-10, 1 day overdue",
     "对牵头单位的交办应于2024-07-10前签收，已逾期1天"),
    ("report_near", "3", "cycle:1", "Report on 2024 Q2 is due on 2024-07-10, 3 days left",
     "2024 Q2报告于2024-07-10到期，剩3天"),
    ("report_near", "0", "cycle:1", "Report on 2024 Q2 is due today", "2024 Q2报告今日到期"),
    ("report_overdue", "2", "cycle:1", "Report on 2024 Q2 was due on 2024-07-10, 2 days overdue",
     "2024 Q2报告应于2024-07-10完成，已逾期2天"),
    ("returned", "0", "cycle:1", "Report on 2024 Q2 was returned on 2024-07-10", "2024 Q2报告于2024-07-10被退回"),
    ("returned", "4", "cycle:1",
     "Report on 2024 Q2 was returned on 2024-07-10 and not handed in again for 4 days",
     "2024 Q2报告于2024-07-10被退回，4天未重新报送"),
    ("quality_rejected", "1", "cycle:1",
     "Report on 2024 Q2 was returned for its quality on 2024-07-10 and not handed in again for 1 day",
     "2024 Q2报告因质量问题于2024-07-10被退回，1天未重新报送"),
    ("milestone_overdue", "7", "subtask:2", "Sub-task “1 Choose the site” was due on 2024-07-10, 7 days overdue",
     "子任务“1 Choose the site”应于2024-07-10完成，已逾期7天"),
    ("milestone_near", "5", "subtask:3", "A sub-task is due on 2024-07-10, 5 days left",
     "一项子任务于2024-07-10到期，剩5天"),
    ("deadline_overdue", "5", "", "The task was due on 2024-07-10, 5 days overdue",
     "本任务应于2024-07-10完成，已逾期5天"),
    ("behind_plan", "12.5", "cycle:1",
     "Report on 2024 Q2: progress is 12.5 points behind what was planned by 2024-07-10",
     "2024 Q2报告：填报进展比截至2024-07-10的序时进度低12.5个百分点"),
    ("late_done", "3", "cycle:9", "A report came 3 days late (due on 2024-07-10)",
     "一份报告逾期3天完成（应于2024-07-10完成）"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "measure", "ref", "english", "chinese"), SENTENCES)
def test_cause_reads_as_one_sentence(condition, measure, ref, english, chinese):
    found = cause(condition, measure, ref)
    with translation.override("en"):
        assert sentence(found, NAMES) == english
    with translation.override("zh-hans"):
        assert sentence(found, NAMES) == chinese


def test_names_are_those_that_the_reader_may_see(place):
    make.running(place, place.task, place.education)
    step = screens.split(place.task, "1", place.education)
    with fixture():
        cycle = running.make_cycle(name="Spring")
    causes = [
        cause("report_overdue", "1", f"cycle:{cycle.pk}"),
        cause("milestone_overdue", "1", f"subtask:{step.pk}"),
        cause("deadline_overdue", "1", ""),
    ]
    both = {f"cycle:{cycle.pk}": "Spring", f"subtask:{step.pk}": "1 Step 1"}
    assert named(causes, place.officer.actor()) == both
    assert named(causes, place.finance.liaison.actor()) == {f"cycle:{cycle.pk}": "Spring"}
