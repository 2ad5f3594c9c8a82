"""A hundred people at work with the running plan at the end of a quarter, against the server as it is started.

Run: python benchmarks/bench_load.py [SECONDS]. Each of a hundred threads is one signed-in person of the demonstration
district who thinks five seconds on average between two requests. All read the plan page, the task tree, the board, the
calendar, units and tasks; liaisons write their reports on the sheet, which saves itself while they type, and submit
them; heads sign or hand them back; the office accepts or returns, and what is returned is written again.
Bar: p95 at most 500 ms over all requests, no errors, and every write that was answered is in the log.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from lxml import html
from served import Browser, processor_seconds, run
from tables import row

SHEET, LIST = "/reporting/", "/records/planning/reports/"
#: How often of a hundred a page is read by those who only read, or read between two pieces of work.
READS = {
    "plan page": 20,
    "task tree": 20,
    "target board": 12,
    "unit page": 12,
    "task": 12,
    "workbench": 12,
    "calendar": 8,
    "target": 4,
}
#: How often those who write do so, instead of reading.
AT_WORK = 0.7
#: How often each page is asked for afterwards, by one person.
ROUNDS = 12
#: How often a report is submitted after writing, handed back instead of signed, returned instead of accepted. More
#: comes back than in life, so that nobody runs out of work.
SUBMITS, HANDED_BACK, RETURNED = 0.5, 0.1, 0.5


class Person(Browser):
    """Somebody who reads, reports, signs or reviews."""

    def __init__(self, port: int, part, seed: int) -> None:
        super().__init__(port, part.cookies, seed)
        self.part = part
        #: what was done and answered for, by the name of the step
        self.done: Counter[str] = Counter()
        work = {"liaison": self.report, "unit-head": self.sign, "plan-officer": self.review}
        self.work = work.get(part.role)

    def something(self) -> None:
        """Work if there is any, else read."""
        if not (self.work and self.random.random() < AT_WORK and self.work()):
            kind = self.random.choices(list(READS), list(READS.values()))[0]
            self.ask(kind, self.random.choice(self.part.rows[kind]))

    def mine(self, found: Sequence[str]) -> list[str]:
        """Return the reports of this person's share, so that no two do the same piece of work."""
        which, of = self.part.share
        return [uuid for uuid in found if UUID(uuid).int % of == which]

    def report(self) -> bool:
        """Write a report on the sheet as its script does, and perhaps submit it."""
        page = self.ask("sheet", SHEET)
        found = self.mine(_boxes(page, "submit-form"))
        if not found:
            return False
        uuid = self.random.choice(found)
        address = f"{SHEET}{uuid}/"
        data = self.form_with("version", page, address)
        submit = self.form_with("cycle", page, f"{SHEET}submit/")
        for percent in self.random.sample(range(20, 90), self.random.randint(2, 4)):
            self.think()
            data |= {"r-status": "under_way", "r-percent": str(percent), "r-progress": f"已完成年度任务的{percent}%。"}
            answer = self.send("report saved", address, data, "change", script=True)
            if not answer:
                return True
            data["version"] = str(json.loads(answer)["version"])
        if self.random.random() < SUBMITS:
            self.think()
            self.send("report submitted", f"{SHEET}submit/", submit | {"report": uuid}, "submit")
        return True

    def sign(self) -> bool:
        """Sign what waits on the sheet, or hand it back to its author."""
        page = self.ask("sheet", SHEET)
        found = self.mine(_boxes(page, "sign-form"))
        if not found:
            return False
        data = self.form_with("cycle", page, f"{SHEET}sign/")
        self.think()
        back = self.random.random() < HANDED_BACK
        data |= {"report": found, "decision": "return" if back else "approve", "comment": "请核实" if back else "同意"}
        self.send("reports signed", f"{SHEET}sign/", data, "unsign" if back else "sign", times=len(found))
        return True

    def review(self) -> bool:
        """Read a report that was handed in, and accept or return it."""
        page = self.ask("reports to review", f"{LIST}?state=reported")
        links = html.fromstring(page or b"<p>").xpath(f"//tbody//a[starts-with(@href, '{LIST}')]/@href")
        found = self.mine(sorted({link.removeprefix(LIST).split("/")[0] for link in links} - {""}))
        if not found:
            return False
        address = f"{LIST}{self.random.choice(found)}/"
        self.ask("report", address)
        self.think()
        step = "return" if self.random.random() < RETURNED else "accept"
        form = self.form_with("reason", self.ask("page of a step", f"{address}move/{step}/"))
        self.think()
        form |= {"reason": "请补充数据" if step == "return" else "审核通过"}
        if step == "return":
            form["return_kind"] = "incomplete"
        self.send("report reviewed", f"{address}move/{step}/", form, step)
        return True

    def send(self, kind: str, address: str, data: dict, step: str, *, times: int = 1, script: bool = False) -> bytes:
        """Send a form and note what was done with it; nothing comes back where it was refused."""
        headers = {"X-Sheet": "1"} if script else {}
        answer = self.ask(kind, address, data, wanted=200 if script else 302, headers=headers)
        if self.answers[-1][3]:
            return b""
        self.done[step] += times
        return answer or b"done"


def _boxes(page: bytes, form: str) -> list[str]:
    """Return the reports that can be chosen for a form of the sheet."""
    return html.fromstring(page or b"<p>").xpath(f"//input[@name='report'][@form='{form}']/@value")


def check(people: Sequence[Person], server: int) -> None:
    """Compare what was answered for with what the log holds, and see what each page costs while nobody else asks."""
    from reporters import noted

    done = sum((person.done for person in people), Counter())
    for step in ("change", "submit", "sign", "unsign", "accept", "return"):
        held = noted(step)
        row(f"reports, {step}: in the log", f"{done[step]} answered", str(held), "all", holds=held == done[step])
    by_role = {person.part.role: person for person in people}
    pages = [(by_role["reader"], kind, address) for kind in READS for address in by_role["reader"].part.rows[kind][:2]]
    pages += [(by_role["liaison"], "sheet", SHEET), (by_role["plan-officer"], "reports to review", LIST)]
    for person, kind, address in pages:
        used = -processor_seconds(server)
        for _round in range(ROUNDS):
            person.ask(kind, address)
        used += processor_seconds(server)
        row(f"{kind}: processor time", address[-26:], f"{used / ROUNDS * 1000:.0f} ms", "", holds=None)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 90

    def cast(port: int) -> list[Browser]:
        from reporters import prepare

        return [Person(port, one, seed) for seed, one in enumerate(prepare())]

    run(seconds, cast, check)


if __name__ == "__main__":
    main()
