"""The demonstration data agrees with itself, with its plan, and copies no official text."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import jiangxin.demo
from jiangxin.site.domain.defaults import rows_of

DATA = Path(jiangxin.demo.__file__).parent / "data"
TEXT = (DATA / "plan.txt").read_text(encoding="utf-8")
GOLD = json.loads((DATA / "plan.gold.json").read_text(encoding="utf-8"))
CJK = "\u3400-\u9fff"

# Names of national programmes, which every plan of this kind prints. Empty: none is as long as the limit.
PROGRAMME_NAMES = ()
LONGEST_SHARED_RUN = 15


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(cell):
    return [part for part in cell.split(";") if part]


def day(cell):
    return date.fromisoformat(cell) if cell else None


ORGANISATIONS = {row["code"]: row for row in rows("organisations.csv")}
SETS = rows("organisation_sets.csv")
EVENTS = rows("organisation_events.csv")
KINDS = {row["code"] for row in rows_of("organisation_kinds.csv")}
ROLES = rows_of("roles.csv")
PERSONS = rows("persons.csv")
ACCOUNTS = rows("accounts.csv")


def names_of(row):
    return {name for name in (row["name"], row.get("short_name"), *several(row["aliases"])) if name}


def table_of_the_annex():
    """Return (number, content, units) of each row of the flattened table."""
    lines = [line for line in TEXT[TEXT.index("\n附件\n") :].splitlines() if line]
    cells = lines[lines.index("责任单位") + 1 : -1]
    return [tuple(cells[i : i + 3]) for i in range(0, len(cells), 3)]


def outline_as_printed():
    body = TEXT[TEXT.index("一、工作思路") : TEXT.index("附件：")]
    styles = ((1, r"[一二三]、"), (2, r"（[一二三四五]）"), (3, r"\d\."))
    return [
        (level, line.split("。")[0]) for line in body.splitlines() for level, style in styles if re.match(style, line)
    ]


def test_gold_counts_are_those_of_the_annotation():
    assert GOLD["counts"] == {"outline": 28, "tasks": 33, "targets": 45, "parameters": 0, "non_targets": 16}
    assert GOLD["counts"] == {part: len(GOLD[part]) for part in GOLD["counts"]}


def test_gold_outline_is_the_one_printed():
    assert [(o["level"], o["number"] + o["title"]) for o in GOLD["outline"]] == outline_as_printed()
    assert [o["path"][-1] for o in GOLD["outline"]] == [title for _, title in outline_as_printed()]


def test_gold_tasks_are_the_rows_of_the_annex():
    assert [(str(t["no"]), t["content"], t["units_raw"]) for t in GOLD["tasks"]] == table_of_the_annex()
    for task in GOLD["tasks"]:
        assert re.split("[、，]", task["units_raw"].replace("等", "")) == task["units"]
        assert task["etc"] == ("等" in task["units_raw"])


def test_gold_quotes_stand_in_the_text():
    quotes = [x["text"] for part in ("targets", "non_targets", "extraction_faults") for x in GOLD[part]]
    assert [quote for quote in quotes if quote not in TEXT] == []


def test_gold_sections_are_headings():
    paths = {"/".join(o["path"]) for o in GOLD["outline"]}
    assert {target["section"] for target in GOLD["targets"]} <= paths


def test_gold_targets_stand_in_the_tasks_they_name_and_eleven_in_none():
    contents = {task["no"]: task["content"] for task in GOLD["tasks"]}
    for target in GOLD["targets"]:
        carrying = [no for no, content in contents.items() if target["text"] in content]
        assert carrying == target.get("task_refs", [])
    assert sum("task_refs" not in target for target in GOLD["targets"]) == 11


def test_damaged_figures_are_suspect_and_carry_the_range_meant():
    damaged = [(t["text"], t["low"], t["high"]) for t in GOLD["targets"] if t["suspect"]]
    assert damaged == [
        ("争取13所高职院校入围“双高专业群”B类或者C类", 1, 3),
        ("共建810个社区教育基地", 8, 10),
        ("统筹布局23个产教融合型职业学院", 2, 3),
    ]


def test_every_unit_of_the_plan_resolves_to_one_organisation_or_set():
    known = {}
    for row in [*ORGANISATIONS.values(), *SETS]:
        for name in names_of(row):
            known.setdefault(name, []).append(row["name"])
    in_tasks = {unit for task in GOLD["tasks"] for unit in task["units"]}
    in_text = set(re.search(r"区政府统一领导下，(.+?)等部门、单位", TEXT)[1].split("、"))
    assert {unit: known.get(unit, []) for unit in in_tasks | in_text if len(known.get(unit, [])) != 1} == {}
    assert in_text - in_tasks == {"区生态环境局"} == set(GOLD["units_without_task"])


def test_schools_groups_and_enterprises_of_the_text_are_organisations():
    kinds = {"college", "secondary", "technician", "group", "enterprise", "partner-region", "partner-abroad"}
    mentioned = {
        row["code"] for row in ORGANISATIONS.values() if row["kind"] in kinds and any(n in TEXT for n in names_of(row))
    }
    of_kind = {row["code"] for row in ORGANISATIONS.values() if row["kind"] in kinds - {"enterprise"}}
    assert of_kind - mentioned == set()
    assert {code for code in mentioned if code.startswith("enterprise-")} == {
        "enterprise-auto", "enterprise-bridge", "enterprise-engine",
    }  # fmt: skip
    institutions = [r["kind"] for r in ORGANISATIONS.values() if r["kind"] in {"college", "secondary", "technician"}]
    assert [institutions.count(kind) for kind in ("college", "secondary", "technician")] == [5, 2, 2]


def test_units_with_tasks_exist_on_the_day_of_the_plan_and_today():
    units = {unit for task in GOLD["tasks"] for unit in task["units"]}
    written = day(GOLD["meta"]["written_date"])
    for row in ORGANISATIONS.values():
        if names_of(row) & units:
            assert day(row["valid_from"]) <= written
            assert row["valid_to"] == ""


def test_codes_and_names_are_unique():
    tables = {
        "organisations.csv": "code", "organisation_sets.csv": "name",
        "persons.csv": "code", "accounts.csv": "username",
    }  # fmt: skip
    for name, key in tables.items():
        keys = [row[key] for row in rows(name)]
        assert sorted(set(keys)) == sorted(keys)
    every = [name for row in [*ORGANISATIONS.values(), *SETS] for name in names_of(row)]
    assert sorted(set(every)) == sorted(every)


def test_references_resolve():
    codes = set(ORGANISATIONS)
    assert {row["kind"] for row in ORGANISATIONS.values()} <= KINDS
    assert {row["parent"] for row in ORGANISATIONS.values() if row["parent"]} <= codes
    assert {code for row in SETS for code in several(row["members"])} <= codes
    assert {c for e in EVENTS for part in ("before", "after", "former_parent") for c in several(e[part])} <= codes
    assert {row["organisation"] for row in [*PERSONS, *ACCOUNTS]} <= codes
    assert {row["person"] for row in ACCOUNTS} <= {row["code"] for row in PERSONS}


def test_tree_has_no_cycle_and_only_outsiders_stand_beside_the_district():
    for code in ORGANISATIONS:
        above, seen = code, []
        while above:
            assert above not in seen
            seen.append(above)
            above = ORGANISATIONS[above]["parent"]
    roots = {row["kind"] for row in ORGANISATIONS.values() if not row["parent"]}
    assert roots == {"region", "city", "partner-region", "partner-abroad"}


def test_dates_are_half_open_and_lie_within_those_of_the_parent():
    for row in ORGANISATIONS.values():
        start, end = day(row["valid_from"]), day(row["valid_to"])
        assert end is None or start < end
        if row["parent"]:
            parent = ORGANISATIONS[row["parent"]]
            assert day(parent["valid_from"]) <= start
            assert parent["valid_to"] == ""


def test_members_of_sets_exist_today():
    assert [c for row in SETS for c in several(row["members"]) if ORGANISATIONS[c]["valid_to"]] == []


def test_reorganisations_agree_with_the_dates_of_their_organisations():
    for event in EVENTS:
        before, after, on = set(several(event["before"])), set(several(event["after"])), event["effective_on"]
        assert on < "2024-09-30"
        assert {ORGANISATIONS[code]["valid_to"] for code in before - after} <= {on}
        assert {ORGANISATIONS[code]["valid_from"] for code in after - before} <= {on}
        assert bool(event["former_name"]) == (event["kind"] == "renaming")
        if event["former_name"]:  # documents of that time still find it
            assert event["former_name"] in several(ORGANISATIONS[event["after"]]["aliases"])
        assert bool(event["former_parent"]) == (event["kind"] == "move")
    ended = {row["code"] for row in ORGANISATIONS.values() if row["valid_to"]}
    assert ended == {code for event in EVENTS for code in set(several(event["before"])) - set(several(event["after"]))}
    assert {event["kind"] for event in EVENTS} == {"merger", "renaming", "split", "move", "closure"}


def test_every_role_has_one_account_and_administrations_are_apart():
    assert sorted(row["role"] for row in ACCOUNTS) == sorted(row["code"] for row in ROLES)
    assert len({row["person"] for row in ACCOUNTS}) == len(ACCOUNTS)
    duties = [row["duty"] for row in ROLES]
    assert [duties.count(duty) for duty in ("business", "system", "security", "audit")] == [9, 1, 1, 1]


def test_every_unit_with_tasks_has_a_head():
    units = {unit for task in GOLD["tasks"] for unit in task["units"]}
    wanted = {code for code, row in ORGANISATIONS.items() if names_of(row) & units}
    assert wanted - {row["organisation"] for row in PERSONS if row["is_head"] == "true"} == set()


def test_plan_copies_no_sentence_of_the_official_text(shared):
    official = (shared / "plan" / "jiangjin-2022-62.txt").read_text(encoding="utf-8")
    width = LONGEST_SHARED_RUN + 1
    copied = [
        run[start : start + width]
        for run in re.findall(f"[{CJK}]+", TEXT)
        for start in range(len(run) - width + 1)
        if run[start : start + width] in official
    ]
    assert [run for run in copied if not any(name in run for name in PROGRAMME_NAMES)] == []


def test_demonstration_shares_no_proper_name_with_the_official_text(shared):
    official = (shared / "plan" / "jiangjin-2022-62.txt").read_text(encoding="utf-8")
    proper = {"college", "secondary", "technician", "enterprise", "partner-region", "partner-abroad", "region", "town"}
    shared_names = [r["name"] for r in ORGANISATIONS.values() if r["kind"] in proper and r["name"] in official]
    assert shared_names == []
