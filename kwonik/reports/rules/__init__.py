"""The report language: what a profile may write, how it is read, and the tree it becomes. No database here."""
