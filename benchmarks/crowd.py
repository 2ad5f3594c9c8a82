"""A large invented region in a throw-away database: persons, work items and activities by the million.

Rows are made by SQL with the triggers off, and committed; they look like what years of use leave behind.
"""

from __future__ import annotations

import random
from datetime import date
from itertools import product

from django.db import connection

from jiangxin.kernel import actors, records, write
from jiangxin.kernel.bulk import copy_rows
from jiangxin.kernel.fields import pinyin_key
from jiangxin.people.domain.accounts import create_account
from jiangxin.people.models import OrganisationKind, Person, Role, RoleAssignment

SINCE = date(2020, 9, 1)
TOWNS, UNITS = 40, 4_000
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
FIRST, SECOND = "文志明晓丽建国海玉春秀思雨子嘉宇", "华军芳敏静强磊洋艳勇杰娟涛超霞平刚桂"
PLACES = "东西南北中新大小上下金银青白长安永和德兴"
KINDS = ("职业学校", "技工学校", "机械制造公司", "汽车零部件公司", "培训中心", "医院", "社区学院")
#: Account, its role as shipped, and the organisation it holds the role at: the root, a town, a unit.
ACCOUNTS = (
    ("auditor", "auditor", 1),
    ("officer", "plan-officer", 1),
    ("planhead", "plan-head", 1),
    ("region", "unit-head", 1),
    ("town", "unit-head", 2),
    ("townhead", "plan-head", 2),
    ("school", "school-officer", 77),
)
RECORD = "uuid, version, created_at, updated_at"
NEW = "gen_random_uuid(), 1, now(), now()"

PERIODS = f"""
INSERT INTO people_organisationperiod ({RECORD}, valid_from, name, name_en, organisation_id, kind_id, parent_id)
SELECT {NEW}, valid_from, name, '', id, kind_id, parent_id FROM people_organisation
"""
POSTS = f"""
INSERT INTO people_post ({RECORD}, valid_from, organisation_id, title, title_en, is_head, "order")
SELECT {NEW}, valid_from, id, 'Post ' || n, '', n = 1, n FROM people_organisation, generate_series(1, 2) n
"""
# Half of all persons are in a tenth of the organisations, as in life.
PERSONS = f"""
INSERT INTO people_person (id, {RECORD}, code, name, organisation_id, email, is_demonstration, sort_key)
SELECT n, {NEW}, 'P' || lpad(n::text, 8, '0'), d.name, 1 + floor(random() * (CASE n %% 2 WHEN 0 THEN %(few)s
    ELSE %(units)s END))::int, '', false, d.key
FROM (SELECT n, 1 + floor(random() * %(names)s)::int AS name FROM generate_series(1, %(rows)s) n) s
JOIN draft_names d ON d.id = s.name
"""
# One in twenty is open; a third each is given to a post, to a person, to a role at an organisation.
ITEMS = f"""
INSERT INTO workflow_workitem ({RECORD}, kind, record, object_id, step, post_id, person_id, role_id, organisation_id,
    due_on, state, closed_at)
SELECT {NEW}, (ARRAY['due', 'approve', 'new'])[1 + n %% 3],
    (ARRAY['planning.plans', 'people.persons'])[1 + n %% 2], n, '',
    CASE n %% 3 WHEN 0 THEN 1 + floor(random() * %(units)s * 2)::int END,
    CASE n %% 3 WHEN 1 THEN 1 + floor(random() * %(rows)s)::int END,
    CASE n %% 3 WHEN 2 THEN 1 + n %% 12 END, CASE n %% 3 WHEN 2 THEN 1 + floor(random() * %(units)s)::int END,
    DATE '2020-09-01' + floor(random() * 2200)::int,
    CASE n %% 20 WHEN 0 THEN 'open' ELSE 'done' END, CASE n %% 20 WHEN 0 THEN NULL ELSE now() END
FROM generate_series(1, %(rows)s) n
"""
ACTIVITY = """
INSERT INTO audit_activity (uuid, at, actor_name, via, verb, record, object_id, organisation_id, reason, details)
SELECT gen_random_uuid(), now() - (%(rows)s - n) * interval '3 minutes',
    regexp_replace(d.key, '[^a-z]', '', 'g'), 'page',
    (ARRAY['add', 'change', 'delete', 'import', 'export', 'login'])[1 + n %% 6],
    (ARRAY['people.persons', 'people.organisations', 'planning.plans', 'workflow.items'])[1 + n %% 4], n,
    1 + floor(random() * %(units)s)::int, CASE n %% 50 WHEN 0 THEN '审核退回后补充材料' ELSE '据实更正' END, '{}'
FROM (SELECT n, 1 + floor(random() * 400)::int * 20 AS name FROM generate_series(1, %(rows)s) n) s
JOIN draft_names d ON d.id = s.name
"""


def build(rows: int) -> None:
    """Load everything, and gather statistics as autovacuum does within minutes."""
    chance = random.Random(20_261_125)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
    _organisations(chance)
    names = ["".join(parts) for parts in product(SURNAMES, FIRST, SECOND)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE draft_names (id int PRIMARY KEY, name text, key text)")
    copy_rows("draft_names", ["id", "name", "key"], ([n, name, pinyin_key(name)] for n, name in enumerate(names, 1)))
    sizes = {"rows": rows, "units": UNITS, "few": UNITS // 10, "names": len(names)}
    _run("people_organisationperiod", PERIODS, {})
    _run("people_post", POSTS, {})
    _run("people_person", PERSONS, sizes)
    _run("workflow_workitem", ITEMS, {**sizes, "rows": rows // 10})
    _run("audit_activity", ACTIVITY, sizes)
    _accounts()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _run(table: str, statement: str, sizes: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, sizes or None)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _organisations(chance: random.Random) -> None:
    """Make a region, its towns, and units below the towns."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_organisation DISABLE TRIGGER USER")
    with write.writing(actors.process("benchmark"), "benchmark"):
        kinds = [OrganisationKind.objects.create(code=f"k{n}", name=name).pk for n, name in enumerate(KINDS)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE draft (id int, code text, name text, kind int, parent int, key text)")

    def lines():
        for number in range(1, UNITS + 1):
            above = None if number == 1 else 1 if number <= TOWNS + 1 else 2 + number % TOWNS
            parts = "".join(chance.choices(PLACES, k=3))
            name = f"{parts}镇" if number <= TOWNS + 1 else f"{parts}第{number}{KINDS[number % len(KINDS)]}"
            yield [number, f"U{number:05}", name, kinds[number % len(kinds)], above, pinyin_key(name)]

    copy_rows("draft", ["id", "code", "name", "kind", "parent", "key"], lines())
    statement = f"""
    INSERT INTO people_organisation (id, {RECORD}, code, name, name_en, short_name, aliases, kind_id, parent_id,
        valid_from, is_demonstration, sort_key)
    SELECT id, {NEW}, code, name, '', '', '{{}}', kind, parent, DATE '2020-09-01', false, key FROM draft
    """
    _run("people_organisation", statement, {})


def _accounts() -> None:
    actor = actors.process("benchmark")
    for number, (name, code, place) in enumerate(ACCOUNTS, start=1):
        person = Person.objects.get(pk=number)
        row = RoleAssignment(person=person, role=Role.objects.get(code=code), organisation_id=place, valid_from=SINCE)
        write.save_many(records.of_model(RoleAssignment), create=[row], actor=actor, reason="benchmark")
        create_account(name, person, actor=actor, reason="benchmark", password="Bench-Mark-2026", must_change=False)
