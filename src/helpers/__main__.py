"""The commands: ``python -m helpers --help``."""

from helpers.runner.cli import main

main()
