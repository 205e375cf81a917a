"""A bank to practise with: its own process, database and clock, speaking HTTP on loopback like Korean open banking.

It knows nothing of Kwonik (`.importlinter` says so) and keeps whole books: every won that arrives left another account.
Whoever tries Kwonik pays here as any customer (`/customer`); whoever tests it turns the knobs (`/admin`), so that the bank
is slow, silent, forgetful or wrong, the same way for the same seed. No real money, no real bank, no network.
`python -m sandbox_bank --port 8899 --database bank.sqlite3`. Shapes and knobs: docs/escrow/bank.md.
"""
