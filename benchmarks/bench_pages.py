"""A hundred people at work against the server as `jiangxin up` starts it.

Run: python benchmarks/bench_pages.py [SECONDS]. Each of a hundred threads is one signed-in person of the
demonstration district who asks for a page, thinks five seconds on average, and asks for the next:
workbench, lists, the plan, details, a form saved, an approval decided. Only 127.0.0.1 is asked, for a
bounded time. Server, database, worker and the people themselves share the cores of this machine.
Bar: p95 at most 500 ms over all pages, no errors.
"""

from __future__ import annotations

import sys

from served import PEOPLE, Browser, run

#: Pages that anybody asks for, and how often.
READS = {
    "workbench": 22,
    "task list": 12,
    "task list, searched": 4,
    "target list": 10,
    "target list, sorted": 4,
    "plan": 10,
    "task": 12,
    "target": 8,
    "organisation": 6,
    "organisation list": 6,
    "search": 3,
    "notices": 3,
}
LISTS = {
    "workbench": "/",
    "task list": "/records/planning/tasks/",
    "task list, searched": "/records/planning/tasks/?q=%E8%81%8C%E4%B8%9A",
    "target list": "/records/planning/targets/",
    "target list, sorted": "/records/planning/targets/?sort=-figure",
    "organisation list": "/records/people/organisations/?sort=name",
    "search": "/search/?q=%E5%AD%A6%E6%A0%A1",
    "notices": "/notices/",
}


class Person(Browser):
    """Somebody of a role, and the rows that are his to write."""

    def __init__(self, port: int, visitor, rows: dict[str, list[str]], seed: int) -> None:
        super().__init__(port, visitor.cookies, seed)
        self.visitor, self.rows = visitor, rows

    def something(self) -> None:
        """Do what a person of this role does next."""
        chance = self.random.random()
        if self.visitor.set_page and chance < 0.4:
            self.save_form()
        elif self.visitor.approvals and chance < 0.4:
            self.decide()
        else:
            kind = self.random.choices(list(READS), list(READS.values()))[0]
            self.ask(kind, LISTS.get(kind) or self.random.choice(self.rows[kind]))

    def save_form(self) -> None:
        data = self.form_with("version", self.ask("form", self.visitor.set_page))
        if not data:  # the page did not come, which was noted
            return
        data |= {"name_en": f"Set {self.random.randrange(10**6)}", "reason": "benchmark"}
        self.think()
        self.ask("form saved", self.visitor.set_page, data, wanted=302)

    def decide(self) -> None:
        address = self.visitor.approvals.pop()
        data = self.form_with("stage", self.ask("approval", address))
        if not data:
            return
        data |= {"comment": "同意", "decision": "approve"}
        self.think()
        self.ask("approval decided", address, data, wanted=302)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60

    def cast(port: int) -> list[Browser]:
        from visitors import prepare

        visitors, rows = prepare(PEOPLE, decisions=int(seconds))
        return [Person(port, visitor, rows, seed) for seed, visitor in enumerate(visitors)]

    run(seconds, cast)


if __name__ == "__main__":
    main()
