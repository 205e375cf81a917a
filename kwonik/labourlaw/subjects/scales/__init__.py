"""Scales of psychological and health programmes: K-ELS, KOSS, PHQ-9, GAD-7. They screen; they diagnose nobody.

Tables are parameters. Cut-offs of K-ELS and KOSS differ by the sex recorded for scoring; who did not state it is
measured by both tables, and a single answer is given only where they agree.
"""
