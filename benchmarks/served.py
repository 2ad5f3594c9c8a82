"""People at work against the server as `jiangxin up` starts it: their browsers, the server, and what they saw."""

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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import html
from place import home
from tables import load, percentile, row

#: How many times as slow this machine is as the one the bar is meant for; 1 where nothing is said. People think and
#: are watched so many times longer, and what they waited is divided by it: a queue whose every time is stretched
#: alike has the same waiting times but for the stretching.
SLOWNESS = float(os.environ.get("BENCH_SLOWNESS", "1"))
PEOPLE, THINK = 100, 5.0 * SLOWNESS
P95 = 0.500
WARM_UP = 10.0 * SLOWNESS
#: Seconds: until the district is built and the server answers; until the last answer.
START_WITHIN, PATIENCE = 600, 180


class Browser(threading.Thread):
    """One person's browser: keeps its connection and cookies, notes how long every answer took."""

    def __init__(self, port: int, cookies: dict[str, str], seed: int) -> None:
        super().__init__(daemon=True)
        self.port, self.cookies, self.until = port, dict(cookies), 0.0
        self.random = random.Random(seed)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.answers: list[tuple[str, float, float, str]] = []

    def run(self) -> None:
        time.sleep(self.random.uniform(0, THINK))
        while time.monotonic() < self.until:
            self.something()
            self.think()
        self.connection.close()

    def something(self) -> None:
        """Do what this person does next."""
        raise NotImplementedError

    def think(self) -> None:
        time.sleep(self.random.uniform(0.5, 1.5) * THINK)

    def form_with(self, name: str, page: bytes, action: str = "") -> dict[str, str]:
        """Return what the form that has this field (and leads there) would send; nothing where the page lacks it."""
        forms = [
            form
            for form in html.fromstring(page or b"<p>").forms
            if name in form.fields and (not action or form.action == action)
        ]
        return dict(forms[0].form_values()) if forms else {}

    def ask(
        self,
        kind: str,
        address: str,
        data: dict[str, Any] | None = None,
        wanted: int = 200,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """Ask for a page, or send a form, and note the time until the last byte of the answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        body = None
        if data is not None:
            body = urlencode(data, doseq=True)
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
    deadline = time.monotonic() + START_WITHIN
    for line in process.stdout:
        if line.startswith("Ready") or time.monotonic() > deadline:
            break
    # what it says later must not fill the pipe
    threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
    return process


def run(
    seconds: float,
    cast: Callable[[int], list[Browser]],
    check: Callable[[Sequence[Browser], int], None] | None = None,
) -> None:
    """Start the demonstration district, let the people of `cast` work, print what they saw, and check what is left."""
    with home(JIANGXIN_DEMO="1"):
        port = free_port()
        server = serve(port)
        try:
            import django

            django.setup()
            from django.db import connections

            people = cast(port)
            connections.close_all()
            measure(people, server.pid, seconds)
            if check is not None:
                check(people, server.pid)
            connections.close_all()
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


def measure(people: Sequence[Browser], server: int, seconds: float) -> None:
    """Let the people in, wait, and print what they saw."""
    seconds *= SLOWNESS
    begun = time.monotonic()
    for person in people:
        person.until = begun + WARM_UP + seconds
        person.start()
    time.sleep(WARM_UP)
    used = -processor_seconds(server)
    time.sleep(seconds)
    used += processor_seconds(server)
    for person in people:
        person.join(PATIENCE)
    answers = [answer for person in people for answer in person.answers if answer[1] >= begun + WARM_UP]
    print(f"   {len(people)} people for {seconds:.0f} s, {len(answers) / seconds:.0f} pages a second, {load()}")
    if SLOWNESS != 1:
        print(f"   people think {SLOWNESS:g} times as long; the times below are what they waited divided by it")
    kinds = defaultdict(list)
    for kind, _at, took, _wrong in answers:
        kinds[kind].append(took / SLOWNESS)
    for kind, times in sorted(kinds.items(), key=lambda item: -percentile(item[1], 95)):
        print_times(kind, times, holds=None)
    every = [took / SLOWNESS for _kind, _at, took, _wrong in answers]
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
