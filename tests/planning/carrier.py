"""Carries tasks over, each time in a forked process that a test can kill.

Reads a line with the keys of the old and the new plan; writes the process id of the fork, how many tasks it carried
over if it lives to tell, and "gone".
"""

from __future__ import annotations

import os
import sys
from datetime import date

import django


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def carry(line):
    from jiangxin.kernel import clock
    from jiangxin.kernel.actors import process
    from jiangxin.planning.domain import carrying
    from jiangxin.planning.models import Task

    old, new = (Task.objects.filter(plan=int(pk)).order_by("number") for pk in line.split())
    with clock.on(date(2024, 7, 20)):
        say(carrying.carry_over(zip(old, new, strict=True), actor=process("tests"), reason="Revised"))


def main():
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            carry(line)
            os._exit(0)
        say(child)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
