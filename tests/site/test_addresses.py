"""Addresses put together from remembered patterns are those the resolver gives."""

import pytest
from django.urls import NoReverseMatch, get_resolver, path, re_path, register_converter, reverse
from django.urls.converters import IntConverter

from kwonik.site.addresses import url
from kwonik.site.urls import urlpatterns as ours


class Padded(IntConverter):
    def to_url(self, value):
        return f"{int(value):06d}"


register_converter(Padded, "padded")


def view(request):
    raise AssertionError("only its address is asked for")


urlpatterns = [
    path("one/<int:pk>/", view, name="one"),
    path("two/<int:pk>/of/<int:other>/", view, name="two"),
    path("turned/<path:rest>/", view, name="text"),
    path("padded/<padded:pk>/", view, name="padded"),
    re_path(r"^year/(?P<year>[0-9]{4})/$", view, name="year"),
    path("{braces}/", view, name="odd"),
]


@pytest.fixture
def few(settings):
    settings.ROOT_URLCONF = __name__


CASES = [
    ("one", (0,)),
    ("one", (7,)),
    ("two", (7, 71)),
    ("two", (71, 7)),
    ("text", ("가/나 다",)),
    ("text", (5,)),
    ("padded", (12,)),
    ("year", (2025,)),
    ("odd", ()),
]


@pytest.mark.parametrize(("name", "args"), CASES)
def test_the_address_is_the_resolvers_own_each_time(few, name, args):
    assert [url(name, *args) for _ in range(3)] == [reverse(name, args=args)] * 3


@pytest.mark.parametrize(
    ("name", "args"),
    [("one", (-1,)), ("one", ()), ("one", (1, 2)), ("year", (20,)), ("none", ()), ("one", ("x",))],
)
def test_what_the_resolver_refuses_stays_refused(few, name, args):
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            url(name, *args)


def test_names_of_arguments_are_left_to_the_resolver(few):
    assert url("one", pk=3) == "/one/3/"


def test_another_list_of_urls_is_not_answered_from_memory(settings):
    before = url("today")
    settings.ROOT_URLCONF = __name__
    with pytest.raises(NoReverseMatch):
        url("today")
    settings.ROOT_URLCONF = "kwonik.site.urls"
    assert url("today") == before == reverse("today")


def test_an_installation_below_a_path_prints_it(settings):
    from django.urls import get_script_prefix, set_script_prefix

    assert url("today") == "/today/"
    before = get_script_prefix()
    set_script_prefix("/kwonik/")
    try:
        assert url("today") == "/kwonik/today/"
    finally:
        set_script_prefix(before)


def numbered(resolver, above=""):
    """The names of the installation's URLs whose arguments are all numbers, with how many there are."""
    for name, found in resolver.reverse_dict.lists():
        for possibilities, _, _, converters in found:
            if isinstance(name, str) and all(type(each) is IntConverter for each in converters.values()):
                yield above + name, max(len(parameters) for _, parameters in possibilities)
    for namespace, (_, inner) in resolver.namespace_dict.items():
        yield from numbered(inner, f"{above}{namespace}:")


def test_every_address_of_ours_with_numbers_is_the_resolvers_own():
    names = sorted(set(numbered(get_resolver())))
    assert len(names) > len(ours)
    for name, count in names:
        args = (9, 8, 7, 6)[:count]
        assert url(name, *args) == reverse(name, args=args)
