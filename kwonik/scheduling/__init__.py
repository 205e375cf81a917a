"""Solvers for assignment (and, later, rota and dispatch): plain Python, no Django, no clock, no chance."""
