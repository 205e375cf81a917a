"""Every template of every area: it compiles, and calls the components by their names and arguments."""

from pathlib import Path

import pytest
from django.template import engines
from jinja2 import nodes

from kwonik.site.jinja import MACRO_FILES

PACKAGE = Path(__file__).resolve().parents[2] / "kwonik"
FOLDERS = [PACKAGE / "site" / "templates", *sorted(PACKAGE.glob("*/jinja2"))]
TEMPLATES = {str(file.relative_to(folder)): file for folder in FOLDERS for file in folder.rglob("*.html")}


@pytest.fixture(scope="module")
def environment():
    return engines["jinja2"].env


@pytest.fixture(scope="module")
def macros(environment):
    modules = [environment.get_template(f"macros/{file}.html").module for file in MACRO_FILES]
    return {
        name: macro
        for module in modules
        for name, macro in vars(module).items()
        if hasattr(macro, "arguments")
    }


def faults(source: str, environment, macros) -> list[str]:
    """What is wrong with the calls of `kw` in a template's source."""
    found = []
    for call in environment.parse(source).find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Getattr) and getattr(call.node.node, "name", None) == "kw"):
            continue
        macro = macros.get(call.node.attr)
        if macro is None:
            found.append(f"line {call.lineno}: no macro kw.{call.node.attr}")
            continue
        unknown = {argument.key for argument in call.kwargs} - set(macro.arguments)
        found += [f"line {call.lineno}: kw.{macro.name} knows no {name}" for name in sorted(unknown)]
        if len(call.args) > len(macro.arguments) and not macro.catch_varargs:
            found.append(f"line {call.lineno}: kw.{macro.name} takes {len(macro.arguments)} arguments")
    return found


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_compiles_and_calls_components_as_they_are(name, environment, macros):
    environment.get_template(name)  # an unknown filter or a slip of syntax raises here
    assert not faults(TEMPLATES[name].read_text(encoding="utf-8"), environment, macros)


def test_the_check_sees_what_it_should(environment, macros):
    assert faults('{{ kw.tag("마침", "success") }}', environment, macros) == []
    assert faults("{{ kw.tga(1) }}", environment, macros) == ["line 1: no macro kw.tga"]
    assert faults('{{ kw.tag("마침", tune="x") }}', environment, macros) == ["line 1: kw.tag knows no tune"]
    assert faults("{{ kw.tag(1, 2, 3) }}", environment, macros) == ["line 1: kw.tag takes 2 arguments"]
