"""Life cycle of schemes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.appraisal.enums import SchemeState as S
from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition

_DOMAIN = "jiangxin.appraisal.domain.schemes."
DRAW_UP = can("appraisal.scheme.manage")

SCHEME_STATES = StateTable(
    initial=(S.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (S.DRAFT,),
            S.IN_APPROVAL,
            _("Submit for approval"),
            DRAW_UP,
            style="primary",
            guards=(f"{_DOMAIN}is_sound", f"{_DOMAIN}is_next"),
            description=_("Groups, criteria, vetoes and grades are checked first."),
        ),
        Transition(
            "publish",
            (S.IN_APPROVAL,),
            S.PUBLISHED,
            _("Publish"),
            None,
            sets={"published_on": clock.today},
            effects=(f"{_DOMAIN}published",),
        ),
        Transition("return", (S.IN_APPROVAL,), S.DRAFT, _("Return for correction"), None),
        Transition("discard", (S.DRAFT,), S.DISCARDED, _("Discard"), DRAW_UP, reason_required=True, style="danger"),
    ),
    colours={S.DRAFT: "yellow", S.IN_APPROVAL: "blue", S.PUBLISHED: "green", S.DISCARDED: "grey"},
)
