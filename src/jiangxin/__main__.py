"""`python -m jiangxin` is the same as the command `jiangxin`."""

from jiangxin.config.cli import main

main()
