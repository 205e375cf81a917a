"""The bank, as the escrow sees it. The centre never holds money: a bank does, and is told here what to do with it.

`port` says what is asked of any bank, in won, days and our own numbers. `open_banking` asks it over HTTP in the shapes
of Korean open banking; `notices` checks what the bank tells of its own accord; `statements` reads the day's statement.
Nothing here knows Django or the database. How to write another adapter: docs/escrow/bank.md.
"""
