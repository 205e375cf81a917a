"""The bank, as the escrow sees it. The centre never holds money: a bank does, and is told here what to do with it.

`port` says what is asked of any bank, in won, days and our own numbers. `open_banking` asks it over HTTP in the shapes
of Korean open banking; `notices` checks what the bank tells of its own accord; `statements` reads the day's statement;
`practice` is the back room of a sandbox. None of these knows Django or the database. `connecting` says which bank the
installation has. How to write another adapter: docs/escrow/bank.md.
"""

from kwonik.escrow.bank.connecting import NoBank, connected, now, practice_bank

__all__ = ["NoBank", "connected", "now", "practice_bank"]
