"""A whole year of releases, cut two ways, attacked breakdown by breakdown against everything that went before."""

import random
from itertools import combinations, product

import pytest

from kwonik.disclosure import Earlier, Pair, Printed, cell_key, found, pair_of, record_key
from kwonik.portal.rules import Line, protect, safe_cell

PARTIES, ISSUES = ("worker", "employer"), ("wages", "dismissal", "bullying", "other")


def lines_of(rows: dict[int, tuple[int, str, str]], last: int, start: int) -> list[Line]:
    """Totals, each party, each issue, each party by issue: what a report prints of one figure."""
    counted = {pk: row for pk, row in rows.items() if row[0] <= last}
    cuts = [
        (),
        *[(("party", party),) for party in PARTIES],
        *[(("issue", issue),) for issue in ISSUES],
        *[(("issue", issue), ("party", party)) for issue, party in product(ISSUES, PARTIES)],
    ]
    lines = []
    for place, cut in enumerate(cuts, start):
        wanted = dict(cut)
        pks = frozenset(
            pk
            for pk, (_, party, issue) in counted.items()
            if wanted.get("party", party) == party and wanted.get("issue", issue) == issue
        )
        key = cell_key(record_key(b"secret", "consultation", pk) for pk in pks)
        lines.append(Line(place, "counselling.legal", cut, f"..{last}", len(pks), key, pks))
    return lines


def printed_of(lines: list[Line], said: dict[int, int | None], base: dict[str, str], key: str) -> Printed:
    """One breakdown of one release as anybody sees it."""
    parts, total = {}, None
    for line in lines:
        cut, number = dict(line.cut), said[line.place]
        if number is None:
            continue
        if cut == base:
            total = number
        elif key in cut and {k: v for k, v in cut.items() if k != key} == base:
            parts[cut[key]] = number
    return Printed(parts, total)


@pytest.mark.parametrize("seed", range(25))
def test_releases_of_a_year_give_nothing_away_in_any_breakdown(seed):
    chance = random.Random(seed)
    rows = {
        pk: (chance.randrange(1, 366), chance.choice(PARTIES), chance.choices(ISSUES, (40, 5, 2, 1))[0])
        for pk in range(chance.randint(5, 120))
    }
    public: list[Line] = []
    releases = []
    for last in sorted(chance.sample(range(30, 366), 6)):
        lines = lines_of(rows, last, start=len(releases) * 100)
        said = protect(lines, public)
        public += [Line(**{**vars(line), "printed": said[line.place]}) for line in lines]
        releases.append((lines, said))
        assert all(
            abs(number - line.count) <= 3 for line in lines if (number := said[line.place]) is not None
        )
    breakdowns = [({}, "party"), ({}, "issue"), *(({"party": party}, "issue") for party in PARTIES)]
    tables = 0
    for base, key in breakdowns:
        seen = [printed_of(lines, said, base, key) for lines, said in releases]
        for first, second in combinations(seen, 2):
            assert not found(pair_of(second, Earlier(first, inside=True)))
            assert first.total is None or second.total is None or first.total <= second.total
            tables += 1
    assert tables == 60
    withheld = sum(number is None for _, said in releases for number in said.values())
    assert withheld <= 2


def test_a_line_public_elsewhere_keeps_its_number():
    rows = {pk: (1, "worker", "wages") for pk in range(20)}
    lines = lines_of(rows, 10, start=0)
    said = protect(lines, [])
    public = [Line(**{**vars(line), "printed": said[line.place]}) for line in lines]
    again = lines_of(rows, 300, start=100)

    assert list(protect(again, public).values()) == list(said.values())


def test_the_attack_would_find_it_in_the_true_numbers():
    """Else the tests above would prove nothing."""
    with pytest.raises(ValueError, match="공표하는 수가 아닙니다"):
        found(Pair({"worker": 7}, {"worker": 8}, inside=True))


@pytest.mark.parametrize(
    ("written", "safe"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-", "-"), ("2025", "2025"), (-3, -3), (None, None)],
)
def test_no_text_of_a_csv_is_a_formula(written, safe):
    assert safe_cell(written) == safe
