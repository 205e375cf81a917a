"""What a profile calls things: looked up by service and field, for codes of two lists may be alike and mean two things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kwonik.catalogue.codes import OWN_ROOM, Room, Shape
from kwonik.catalogue.rules import Profile
from kwonik.catalogue.rules.profile import ListedCode, Service

from .chance import Chance


def services(profile: Profile) -> dict[str, Service]:
    """Every service by its code."""
    return {one.code: one for programme in profile.programmes for one in programme.services}


def listed(profile: Profile, service: str) -> dict[str, Mapping[str, ListedCode]]:
    """Field of the service -> code -> the code with its label and other spellings. Raises KeyError for no such service."""
    lists = {row.code: {code.code: code for code in row.codes} for row in profile.lists}
    return {field: lists[name] for field, name in services(profile)[service].lists.items()}


def labels(profile: Profile, service: str, field: str) -> dict[str, str]:
    """Code -> label of one field of a service."""
    return {code: one.label for code, one in listed(profile, service)[field].items()}


def labels_of(profile: Profile, shape: Shape, field: str, room: Room | None = None) -> dict[str, str]:
    """The same over all services of a shape, of its own room unless one is named (as catalogue.queries.code_labels)."""
    room = room or OWN_ROOM[shape]
    found: dict[str, str] = {}
    for one in services(profile).values():
        if one.shape == shape and (one.room or OWN_ROOM[shape]) == room and field in one.lists:
            found |= labels(profile, one.code, field)
    return found


def specialities(profile: Profile) -> dict[str, str]:
    """What somebody appointed may be good at: kinds of education, and before them what cases are about."""
    taught = labels_of(profile, Shape.SESSION, "kind", Room.EDUCATION)
    return taught | labels_of(profile, Shape.CASE, "issue")


@dataclass(frozen=True)
class Words:
    """The profile's words by field and code, and the places by name."""

    codes: Mapping[str, Mapping[str, ListedCode]]
    sites: Mapping[str, str]
    districts: Mapping[str, str]
    own: Sequence[str]

    def spelt(self, chance: Chance, field: str, code: str) -> str:
        """The label, or now and then another spelling that the ledgers' readers know."""
        found = self.codes[field][code]
        return chance.choice(found.aliases) if found.aliases and chance.percent(15) else found.label


def words_of(profile: Profile, service: str) -> Words:
    """What a service of the profile calls things. Raises LookupError for a service it does not have."""
    organisation = profile.organisation
    centre = next(row for row in organisation.centres if row.code == profile.head.settings.centre)
    return Words(
        listed(profile, service),
        {site.code: site.name for site in organisation.sites},
        {district.code: district.name for district in organisation.districts},
        centre.districts,
    )
