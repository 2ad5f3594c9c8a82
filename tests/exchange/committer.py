"""Commits one staged import in a process of its own, so that a test can kill it (it reads job and account)."""

from __future__ import annotations

import sys

import django


def main():
    django.setup()
    from jiangxin.exchange.domain import committing
    from jiangxin.exchange.models import ImportJob
    from jiangxin.kernel.actors import of_account
    from jiangxin.people.models import Account

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    job_id, account_id = sys.stdin.readline().split()
    job = ImportJob.objects.get(pk=int(job_id))
    actor = of_account(Account.objects.get(pk=int(account_id)))
    sys.stdout.write(committing.commit(job, actor=actor, reason="killed perhaps").state)


if __name__ == "__main__":
    main()
