"""Sample ledgers of a profile: made up from recipes (profiles/<name>/sample/*.yaml), brought in through the ledgers' door.

A recipe says how many records of which kind there were in which months; everything else (days, people, workplaces,
notes) is drawn from a generator with a fixed seed, so the same recipe always makes the same bytes. Names, telephone
numbers (010-0000-...) and workplaces are invented.
"""
