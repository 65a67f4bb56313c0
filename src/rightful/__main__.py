"""``python -m rightful`` is the command line."""

from rightful.cli import main

main()
