"""Staff's doors: studies and their rounds, publications and their copies, the board of checks."""
