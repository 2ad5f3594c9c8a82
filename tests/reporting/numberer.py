"""Numbers documents, each in a forked process that a test can kill.

Reads a line with the keys of a document and a series; writes the process id of the fork, the number if it lives to
tell, and "gone".
"""

from __future__ import annotations

import os
import sys

import django


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def number(line):
    from jiangxin.kernel.actors import process
    from jiangxin.reporting.domain import numbering
    from jiangxin.reporting.models import Document, NumberSeries

    document, series = map(int, line.split())
    rows = Document.objects.get(pk=document), NumberSeries.objects.get(pk=series)
    say(numbering.give(*rows, actor=process("tests")).number_text)


def main():
    django.setup()
    # loaded once, but nothing is set before the fork: the compiler's threads would not survive it
    from jiangxin.reporting.domain import numbering  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if not child:
            number(line)
            os._exit(0)
        say(child)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
