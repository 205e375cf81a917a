"""How a calculation is refused: by the name of the fact, in Korean, and never with a number."""

from __future__ import annotations

from collections.abc import Mapping

from kwonik.kernel.refusals import Refused as Refusal


class Refused(Refusal):
    """Facts that no result can follow from. `problems` maps the name of each fact to a Korean sentence.

    A problem that concerns no single fact stands under the empty name.
    """

    def __init__(self, problems: Mapping[str, str] | str) -> None:
        self.problems: dict[str, str] = {"": problems} if isinstance(problems, str) else dict(problems)
        super().__init__(" ".join(self.problems.values()))
        self.field = next(iter(self.problems))


class Unset(Refused):
    """A parameter has no value on the day that selects it: not announced yet, or before this library begins.

    Nothing is guessed: the value of the year before is not the value of the year.
    """


class Wrong(ValueError):
    """One value that a fact cannot have; the message is what follows the fact's name."""
