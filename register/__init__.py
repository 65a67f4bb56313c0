"""The builder of the promises register: from publishers' tables to our own table of acts.

It stands outside the package because it needs the publishers' files, which are never committed.
``python -m register.build --from DIR`` reads them, reconciles what they say by the written rules
of ``docs/decisions/promises.md`` and rewrites the tables in ``src/rightful/record/tables`` and the
lists ``docs/promises-conflicts.md`` and ``docs/promises-missing.md``.
"""
