"""`python -m rmtc` is the command line."""

from rmtc.cli import main

main()
