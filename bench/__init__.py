"""What is measured, against what: `make bench`, or `python -m bench figures` for one piece. Ratios of the same run."""
