"""Eight processes on five accounts: random events, many asked for twice, by whoever comes first."""

from __future__ import annotations

import random
from collections import Counter
from typing import NamedTuple

import psycopg

from .ledgers import Ledger, Leg, post

PROCESSES, MILESTONES, REQUESTS, ASKED = 8, 5, 240, 120


class Request(NamedTuple):
    """What a key stands for, whoever asks."""

    key: str
    kind: str
    legs: tuple[Leg, ...]


def requests(seed: int) -> list[Request]:
    """The same for every process: deposits to several milestones at once, and approvals, in any order of the accounts."""
    chance, made = random.Random(seed), list[Request]()
    for number in range(REQUESTS):
        several = chance.sample([f"m{one}" for one in range(MILESTONES)], chance.randrange(1, 4))
        if number % 3:
            legs = tuple(("custody", "bank", "escrow", one, chance.randrange(1, 200)) for one in several)
            made.append(Request(f"r{number}", "deposited", legs))
        else:
            legs = tuple(("escrow", one, "payable", several[0], chance.randrange(1, 200)) for one in several)
            made.append(Request(f"r{number}", "approved", legs))
    return made


def strike(ledger: Ledger, seed: int, number: int) -> Counter[tuple[str, str]]:
    """One process: (key, answer) counted, where the answer is "done", "replayed", or the code it was refused with."""
    known, chance, answers = requests(seed), random.Random(f"{seed}-{number}"), Counter[tuple[str, str]]()
    with ledger.app as app:
        for wanted in chance.choices(known, k=ASKED):
            try:
                replayed = post(app, wanted.key, wanted.kind, list(wanted.legs))[1]
                answers[wanted.key, "replayed" if replayed else "done"] += 1
            except psycopg.Error as error:
                answers[wanted.key, error.sqlstate or "no answer"] += 1
    return answers
