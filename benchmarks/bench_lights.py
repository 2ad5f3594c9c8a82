"""Lights of 400 tasks with 3 600 sub-tasks over two years: replayed, kept from day to day, summed up.

Run: python benchmarks/bench_lights.py. Bar: a roll-up by unit, clause, leader or plan on any day at p95 in at most
200 ms. The replay in one pass must find what judging every day finds, or the benchmark fails.
"""

from __future__ import annotations

from datetime import date, timedelta

from place import installation
from tables import Clock, judged, percentile, row

ROLLUP = 0.200
ROUNDS = 20


def main():
    with installation():
        import supervised

        supervised.build()
        from jiangxin.kernel import clock

        with clock.on(supervised.LAST):
            replay(supervised.FIRST, supervised.LAST)
            one_day(supervised.LAST)
        rollups()


def timed(label, size, call, bar=None, unit="s", rounds=1):
    """Print how long a call takes at p95."""
    times = []
    for _ in range(rounds):
        watch = Clock()
        call()
        times.append(watch.read())
    walls, used = ([time[at] for time in times] for at in (0, 1))
    judged(label, size, percentile(walls, 95), percentile(used, 95), bar, unit=unit)


def replay(first, last):
    """Work out two years in one pass, and judge every day for comparison."""
    from jiangxin.planning.domain.lights import standing
    from jiangxin.planning.domain.lights.facts import load, load_rules
    from jiangxin.planning.domain.lights.judging import judge
    from jiangxin.planning.models import Light, Subtask, Task

    tasks = list(Task.objects.order_by("pk").values_list("pk", flat=True))
    size = f"{len(tasks)} tasks, {Subtask.objects.count()} below"
    timed("two years in one pass, read to saved", size, lambda: standing.rebuild(first, last))
    row("stretches of days with one light", size, f"{Light.objects.count()}", "", holds=None)
    timed("the same again, nothing changed", size, lambda: standing.rebuild(first, last))

    facts, rules, days = load(tasks), load_rules(), [first + timedelta(n) for n in range((last - first).days + 1)]
    found = {}

    def every_day():
        found.update({(pk, day): judge(facts[pk], rules, day).colour for pk in tasks for day in days})

    timed("every day judged, nothing saved", size, every_day)
    kept = {}
    for light in Light.objects.all():
        end = light.valid_to or last + timedelta(1)
        kept |= {
            (light.task_id, light.valid_from + timedelta(n)): light.colour for n in range((end - light.valid_from).days)
        }
    if kept != found:
        raise RuntimeError("one pass and day by day differ")


def one_day(last):
    """Work out the day after, for all tasks and for one."""
    from jiangxin.kernel import clock
    from jiangxin.planning.domain.lights import standing
    from jiangxin.planning.domain.lights.progress import progress
    from jiangxin.planning.models import Task

    tasks = list(Task.objects.order_by("pk").values_list("pk", flat=True))
    size = f"{len(tasks)} tasks"
    with clock.on(last + timedelta(1)):
        timed("a further day, all tasks", size, standing.refresh)
        timed(
            "the lights of one task after a step",
            "1 task",
            lambda: standing.refresh(tasks[:1]),
            unit="ms",
            rounds=ROUNDS,
        )
    timed("progress by sub-tasks", size, lambda: progress(tasks), unit="ms", rounds=ROUNDS)


def rollups():
    """Sum up on days all over the two years."""
    from jiangxin.planning.domain.lights.rollups import By, explain, rollup

    days = [date(year, month, 15) for year in (2023, 2024) for month in range(1, 13)]
    for by in By:
        rows = rollup(by, days[-1])
        waiting = iter(days * 2)
        size = f"{len(rows)} rows, {len(days)} days"
        timed(
            f"roll-up by {by}", size, lambda by=by, waiting=waiting: rollup(by, next(waiting)), ROLLUP, "ms", len(days)
        )
    key = rollup(By.UNIT, days[-1])[0].key
    timed("a figure explained", "all tasks of the region", lambda: explain(By.UNIT, key, days[-1]), None, "ms", ROUNDS)


if __name__ == "__main__":
    main()
