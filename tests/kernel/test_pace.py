"""How often something may be done, by whom, in which span of time."""

from kwonik.kernel import pace


def test_so_many_in_a_span_and_then_one_waits(monkeypatch):
    now = 600_010
    monkeypatch.setattr(pace.time, "time", lambda: now)

    def waits(whose: str = "192.0.2.1", what: str = "keep") -> int:
        return pace.seconds_to_wait(what, whose, most=2, within=60)

    assert [waits() for _ in range(4)] == [0, 0, 50, 50]
    assert waits("192.0.2.2") == waits(what="file") == 0
    now += 50
    assert waits() == 0
