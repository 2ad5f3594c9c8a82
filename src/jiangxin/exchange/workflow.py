"""Life cycles of imports and exports. Only the room's own domain takes the steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.exchange.enums import ExportState, ImportState
from jiangxin.kernel.states import StateTable, Transition

_RECEIVED, _STAGED, _RUNNING = ImportState.RECEIVED.value, ImportState.STAGED.value, ImportState.RUNNING.value
_DONE, _FAILED = ImportState.DONE.value, ImportState.FAILED.value

IMPORT_STATES = StateTable(
    initial=(_RECEIVED,),
    transitions=(
        Transition("stage", (_RECEIVED,), _STAGED, _("Read"), None, _("The file was read and checked.")),
        Transition("run", (_STAGED,), _RUNNING, _("Save"), None, _("A person confirmed it.")),
        Transition("finish", (_RUNNING,), _DONE, _("Finish"), None, _("Everything was saved.")),
        Transition("revive", (_RUNNING,), _STAGED, _("Take up again"), None, _("Its worker died; nothing was saved.")),
        Transition("fail", (_RECEIVED, _STAGED, _RUNNING), _FAILED, _("Fail"), None, _("Nothing was saved.")),
        Transition(
            "discard",
            (_RECEIVED, _STAGED, _FAILED),
            ImportState.DISCARDED.value,
            _("Discard"),
            None,
            _("The sender gave it up."),
            style="danger",
        ),
        Transition(
            "undo",
            (_DONE,),
            ImportState.UNDONE.value,
            _("Undo"),
            None,
            _("What it saved was taken back."),
            reason_required=True,
            style="danger",
        ),
    ),
    colours={_DONE: "green", _FAILED: "red", _RUNNING: "yellow", _STAGED: "yellow"},
)

_CREATED, _WRITING = ExportState.CREATED.value, ExportState.RUNNING.value

EXPORT_STATES = StateTable(
    initial=(_CREATED,),
    transitions=(
        Transition("run", (_CREATED,), _WRITING, _("Write"), None, _("A worker writes the file.")),
        Transition("finish", (_WRITING,), ExportState.DONE.value, _("Finish"), None, _("The file can be fetched.")),
        Transition("revive", (_WRITING,), _CREATED, _("Take up again"), None, _("Its worker died.")),
        Transition("fail", (_CREATED, _WRITING), ExportState.FAILED.value, _("Fail"), None, _("No file was written.")),
        Transition(
            "expire", (ExportState.DONE.value,), ExportState.EXPIRED.value, _("Expire"), None, _("Its time is over.")
        ),
    ),
    colours={ExportState.DONE.value: "green", ExportState.FAILED.value: "red", _WRITING: "yellow"},
)
