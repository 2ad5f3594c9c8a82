"""Adopts plans, each in a forked process that a test can kill.

Reads a line with the key of a plan; writes the process id of the fork, its state if it lives to tell, and "gone".
"""

from __future__ import annotations

import os
import sys

import django


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def adopt(plan_id):
    from jiangxin.kernel import records, write
    from jiangxin.kernel.actors import process
    from jiangxin.planning.models import Plan

    plan = Plan.objects.get(pk=int(plan_id))
    say(write.apply(records.of_model(Plan), plan, "adopt", actor=process("tests"), by_system=True).state)


def main():
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            adopt(line)
            os._exit(0)
        say(child)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
