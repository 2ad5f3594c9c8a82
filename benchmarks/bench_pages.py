"""A hundred people at work against the server as `jiangxin up` starts it.

Run: python benchmarks/bench_pages.py [SECONDS]. Each of a hundred threads is one signed-in person of the
demonstration district who asks for a page, thinks five seconds on average, and asks for the next:
workbench, lists, the plan, details, a form saved, an approval decided. Only 127.0.0.1 is asked, for a
bounded time. Server, database, worker and the people themselves share the cores of this machine.
Bar: p95 at most 500 ms over all pages, no errors.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

from lxml import html
from place import home
from tables import load, percentile, row

PEOPLE, THINK = 100, 5.0
P95 = 0.500
WARM_UP = 10.0
PATIENCE = 180
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


class Person(threading.Thread):
    """One browser: keeps its connection and cookies, notes how long every answer took."""

    def __init__(self, port: int, visitor, rows: dict[str, list[str]], seed: int, until: float) -> None:
        super().__init__(daemon=True)
        self.port, self.visitor, self.rows, self.until = port, visitor, rows, until
        self.random = random.Random(seed)
        self.cookies = dict(visitor.cookies)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.answers: list[tuple[str, float, float, str]] = []

    def run(self) -> None:
        time.sleep(self.random.uniform(0, THINK))
        while time.monotonic() < self.until:
            self.something()
            self.think()
        self.connection.close()

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

    def think(self) -> None:
        time.sleep(self.random.uniform(0.5, 1.5) * THINK)

    def form_with(self, name: str, page: bytes) -> dict[str, str]:
        """Return what the form that has this field would send; nothing where the page lacks it."""
        forms = [form for form in html.fromstring(page or b"<p>").forms if name in form.fields]
        return dict(forms[0].form_values()) if forms else {}

    def ask(self, kind: str, address: str, data: dict[str, str] | None = None, wanted: int = 200) -> bytes:
        """Ask for a page and note the time until its last byte."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urlencode(data)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        begun, wrong, content = time.monotonic(), "", b""
        try:
            self.connection.request("POST" if data is not None else "GET", address, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            if answer.status != wanted:
                wrong = f"{answer.status}"
        except (OSError, http.client.HTTPException) as error:
            wrong = type(error).__name__
            self.connection.close()
        self.answers.append((kind, begun, time.monotonic() - begun, wrong))
        return content


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(port: int) -> subprocess.Popen:
    """Start the product and wait until it says that it is ready."""
    command = [sys.executable, "-m", "jiangxin", "up", "--port", str(port), "--demo"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    deadline = time.monotonic() + PATIENCE
    for line in process.stdout:
        if line.startswith("Ready") or time.monotonic() > deadline:
            break
    # what it says later must not fill the pipe
    threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
    return process


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with home(JIANGXIN_DEMO="1"):
        port = free_port()
        server = serve(port)
        try:
            measure(port, server.pid, seconds)
        finally:
            server.terminate()
            server.wait(60)


def processor_seconds(root: int) -> float:
    """Return the processor time of a process and everything below it."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            # those that ended count with whoever waited for them
            stats[int(path.parent.name)] = int(fields[1]), sum(int(part) for part in fields[11:15])
    below, grown = {root}, True
    while grown:
        more = {pid for pid, (parent, _ticks) in stats.items() if parent in below} - below
        below |= more
        grown = bool(more)
    return sum(stats[pid][1] for pid in below if pid in stats) / os.sysconf("SC_CLK_TCK")


def measure(port: int, server: int, seconds: float) -> None:
    """Let the people in, wait, and print what they saw."""
    import django

    django.setup()
    from django.db import connections
    from visitors import prepare

    visitors, rows = prepare(PEOPLE, decisions=int(seconds))
    connections.close_all()
    begun = time.monotonic()
    people = [Person(port, visitor, rows, seed, begun + WARM_UP + seconds) for seed, visitor in enumerate(visitors)]
    for person in people:
        person.start()
    time.sleep(WARM_UP)
    used = -processor_seconds(server)
    time.sleep(seconds)
    used += processor_seconds(server)
    for person in people:
        person.join(PATIENCE)
    answers = [answer for person in people for answer in person.answers if answer[1] >= begun + WARM_UP]
    print(f"   {PEOPLE} people for {seconds:.0f} s, {len(answers) / seconds:.0f} pages a second, {load()}")
    kinds = defaultdict(list)
    for kind, _at, took, _wrong in answers:
        kinds[kind].append(took)
    for kind, times in sorted(kinds.items(), key=lambda item: -percentile(item[1], 95)):
        print_times(kind, times, holds=None)
    every = [took for _kind, _at, took, _wrong in answers]
    print_times("all pages", every, holds=percentile(every, 95) <= P95, bar="p95 <= 500 ms")
    errors = [(kind, wrong) for person in people for kind, _at, _took, wrong in person.answers if wrong]
    row("errors", f"{len(answers)} answers", str(len(errors)), "0", holds=not errors)
    for kind, wrong in sorted(set(errors)):
        print(f"   {kind}: {wrong} ({errors.count((kind, wrong))} times)")
    share = used / seconds / (os.cpu_count() or 1) * 100
    each = used / len(answers) * 1000
    row(
        "server and database: processor time",
        f"{share:.0f} % of {os.cpu_count()} cores",
        f"{each:.0f} ms a page",
        "",
        holds=None,
    )


def print_times(kind: str, times: list[float], *, holds: bool | None, bar: str = "") -> None:
    """Print p50, p95 and the slowest."""
    value = " / ".join(f"{part * 1000:.0f}" for part in (percentile(times, 50), percentile(times, 95), max(times)))
    row(f"{kind}: p50 / p95 / slowest", f"{len(times)} answers", f"{value} ms", bar, holds=holds)


if __name__ == "__main__":
    main()
