"""Addresses of the room's own pages."""

from django.urls import path

from jiangxin.planning.views import (
    assign,
    board,
    calendar,
    check,
    compare,
    ledger,
    plan,
    revise,
    sheet,
    tree,
    unit,
    units,
    upload,
    urge,
)

app_name = "planning"

urlpatterns = [
    path("reporting/", sheet.sheet, name="sheet"),
    path("reporting/submit/", sheet.submit, name="sheet-submit"),
    path("reporting/sign/", sheet.sign, name="sheet-sign"),
    path("reporting/<uuid:uuid>/", sheet.save, name="sheet-save"),
    path("work-plans/<uuid:uuid>/revise/", revise.revise, name="revise"),
    path("plans/upload/", upload.upload, name="upload"),
    path("plans/<uuid:uuid>/", plan.plan, name="plan"),
    path("plans/<uuid:uuid>/assign/", assign.assign, name="assign"),
    path("plans/<uuid:uuid>/compare/", compare.compare, name="compare"),
    path("plans/<uuid:uuid>/carry/", compare.carry, name="carry"),
    path("plans/<uuid:uuid>/file/", plan.original, name="original"),
    path("plans/<uuid:uuid>/check/", check.desk, name="check"),
    path("plans/<uuid:uuid>/check/findings/<uuid:finding>/", check.finding, name="finding"),
    path("findings/<uuid:uuid>/correct/", check.correct, name="correct"),
    path("plans/<uuid:uuid>/check/mark/", check.mark, name="mark"),
    path("plans/<uuid:uuid>/check/accept/", check.accept_undoubted, name="accept-undoubted"),
    path("plans/<uuid:uuid>/check/units/", units.units, name="units"),
    path("plans/<uuid:uuid>/check/units/match/", units.match_equal, name="match-equal"),
    path("plans/<uuid:uuid>/check/units/<uuid:name>/", units.decide, name="unit-name"),
    path("overview/", tree.tree, name="overview"),
    path("plans/<uuid:uuid>/tree/", tree.tree, name="tree"),
    path("plans/<uuid:uuid>/tree/progress/", tree.explained, name="tree-progress"),
    path("plans/<uuid:uuid>/tree/views/", tree.views, name="tree-views"),
    path("plans/<uuid:uuid>/ledger/", ledger.page, name="ledger"),
    path("board/", board.board, name="board-now"),
    path("plans/<uuid:uuid>/board/", board.board, name="board"),
    path("targets/<uuid:uuid>/", board.target, name="target"),
    path("calendar/", calendar.calendar, name="calendar-now"),
    path("plans/<uuid:uuid>/calendar/", calendar.calendar, name="calendar"),
    path("units/", unit.unit, name="unit-own"),
    path("units/<uuid:uuid>/", unit.unit, name="unit"),
    path("tasks/<uuid:uuid>/steps/", tree.steps, name="steps"),
    path("tasks/urge/", urge.urge, name="urge"),
]
