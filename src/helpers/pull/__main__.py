"""The command: ``python -m helpers.pull --help``."""

from helpers.pull.cli import main

main()
