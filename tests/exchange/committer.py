"""Commits staged imports, each in a forked process that a test can kill.

Reads a line with job and account; writes the process id of the fork, its result if it lives to tell, and "gone".
"""

from __future__ import annotations

import os
import sys

import django


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def commit(job_id, account_id):
    from jiangxin.exchange.domain import committing
    from jiangxin.exchange.models import ImportJob
    from jiangxin.kernel.actors import of_account
    from jiangxin.people.models import Account

    job = ImportJob.objects.get(pk=int(job_id))
    actor = of_account(Account.objects.get(pk=int(account_id)))
    say(committing.commit(job, actor=actor, reason="killed perhaps").state)


def main():
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            commit(*line.split())
            os._exit(0)
        say(child)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
