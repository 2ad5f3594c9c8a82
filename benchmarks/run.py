"""Run the benchmarks: every `bench_*.py` beside this file, or those whose names are given.

Each has a `main()` that returns or prints rows `measure | size | value | bar | holds`. Times vary with
the machine and with what else runs on it; hence these are never tests.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def machine() -> str:
    """Return processor, number of cores, memory, system and Python in one line."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        models = [
            line.split(":", 1)[1].strip() for line in information.read_text().splitlines() if "model name" in line
        ]
        name = models[0] if models else name
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"{interpreter()}, load {os.getloadavg()[0]:.1f}, ten million additions in {pace():.2f} s"
    )


def interpreter() -> str:
    """Return the Python with what matters for its speed: built without a profile it needs a quarter more time."""
    profiled = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    return f"Python {platform.python_version()} built {'with' if profiled else 'without'} a profile"


def pace() -> float:
    """Return the seconds of ten million additions, the shortest of three: machines are compared by it."""
    times = []
    for _ in range(3):
        begun, total = time.perf_counter(), 0
        for number in range(10_000_000):
            total += number
        times.append(time.perf_counter() - begun)
    return min(times)


def revision() -> str:
    """Return the commit that is measured; empty outside a checkout."""
    result = subprocess.run(
        ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return result.stdout.strip()


def main(wanted: list[str]) -> int:
    """Run the chosen benchmarks; exit code 1 when one of them fails to run."""
    print(f"Machine: {machine()}")
    print(f"Commit:  {revision()}")
    status = 0
    for path in sorted(HERE.glob("bench_*.py")):
        if wanted and not any(name in path.stem for name in wanted):
            continue
        print(f"\n== {path.stem.removeprefix('bench_')}", flush=True)
        begun = time.monotonic()
        # Each runs alone, so that neither memory nor caches of one help another.
        result = subprocess.run([sys.executable, str(path)], cwd=HERE.parent, check=False)
        status |= result.returncode != 0
        print(f"   ({time.monotonic() - begun:.0f} s in all)", flush=True)
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
