"""The forms of a page as a browser would send them: read from the HTML, filled where something must be filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin


@dataclass
class Control:
    """One name of a form: what it holds now, and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    required: bool = False


@dataclass
class WebForm:
    """A form that is posted: its address and its controls by name."""

    page: str
    action: str
    controls: dict[str, Control]

    def filled(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What is posted when somebody types `typed`, and into what must be filled the first thing that fits."""
        sent: dict[str, Any] = {}
        for name, control in self.controls.items():
            values = control.values or ([_guess(control)] if control.required else [])
            if any(value != "" for value in values) or control.kind not in ("radio", "checkbox", "button"):
                sent[name] = values if len(values) > 1 else "".join(values)
        return {**sent, **{name: value for name, value in typed.items() if value is not None}}


def _guess(control: Control) -> str:
    if control.options:
        return next(value for value in control.options if value)
    if control.name.endswith("_on") or control.name == "day":
        return "2025-06-02"
    if control.name.endswith("_won") or control.kind == "number":
        return "1000"
    return "시험삼아 적음"


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[WebForm] = []
        self.form: WebForm | None = None
        self.buttons: list[tuple[str, Control]] = []
        self.select: Control | None = None
        self.textarea: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            posted = (given.get("method") or "get").lower() == "post"
            action = urljoin(self.address, given.get("action") or self.address)
            self.form, self.buttons = (WebForm(self.address, action, {}) if posted else None), []
        elif self.form is not None:
            read = getattr(self, f"_{tag}", None)
            if read:
                read(given)

    def _control(self, given: dict[str, str | None], kind: str) -> Control:
        assert self.form is not None
        name = given.get("name") or ""
        control = Control(name, kind)
        if name:
            control = self.form.controls.setdefault(name, control)
        control.required |= "required" in given
        return control

    def _input(self, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if not given.get("name") or "disabled" in given or kind == "submit":
            return
        control, value = self._control(given, kind), given.get("value")
        if kind in ("radio", "checkbox"):
            value = "on" if value is None else value
            control.options.append(value)
            control.values += [value] if "checked" in given else []
        elif kind != "file":
            control.values.append(value or "")
            control.values = [one for one in control.values if one]

    def _select(self, given: dict[str, str | None]) -> None:
        self.select = self._control(given, "select")

    def _option(self, given: dict[str, str | None]) -> None:
        if self.select is not None:
            value = given.get("value") or ""
            self.select.options.append(value)
            self.select.values += [value] if "selected" in given and value else []

    def _textarea(self, given: dict[str, str | None]) -> None:
        self.textarea = self._control(given, "textarea")

    def _button(self, given: dict[str, str | None]) -> None:
        if (given.get("type") or "submit") == "submit":
            action = urljoin(self.address, given["formaction"]) if given.get("formaction") else ""
            self.buttons.append(
                (action, Control(given.get("name") or "", "button", [given.get("value") or ""]))
            )

    def handle_data(self, data: str) -> None:
        if self.textarea is not None and data.strip():
            self.textarea.values.append(data.lstrip("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None
        elif tag == "form" and self.form is not None:
            for action, button in self.buttons:
                named = {button.name: button} if button.name else {}
                self.forms.append(
                    WebForm(self.address, action or self.form.action, self.form.controls | named)
                )
            self.form = None


def forms_of(html: str, address: str) -> list[WebForm]:
    """Every way to send a form of the page: one for each of its buttons."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms
