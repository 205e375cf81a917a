"""How every form looks: label, hint, error and field joined for screen readers, in one place.

Set as FORM_RENDERER. `{{ form }}` prints a whole form, `{{ form.party.as_field_group() }}` one field.
Templates: `forms/` (a field with its label) and `django/forms/widgets/` (the control itself). What an area
chooses, it says in the widget's attributes, as data: `{"data-unit": "분"}` prints a unit behind the control,
`{"class": "kw-w-s"}` sets its width.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer
from django.forms.widgets import ChoiceWidget
from django.template import engines

REQUIRED = forms.Field.default_error_messages["required"]


def with_object_particle(word: str) -> str:
    """The noun as an object, by its last letter: "유형을", "연락처를"; "URL을(를)" where unknown."""
    last = ord(word[-1]) - ord("가") if word else -1
    if not 0 <= last <= ord("힣") - ord("가"):
        return f"{word}을(를)"
    return f"{word}{'을' if last % 28 else '를'}"


def missing(label: str, widget: forms.Widget) -> str:
    """What to do about a required field left empty: "상담 유형을 고르세요.", "연락처를 입력하세요."."""
    if isinstance(widget, forms.CheckboxInput):
        return f"'{label}'에 표시하세요."
    verb = "고르세요" if isinstance(widget, ChoiceWidget | forms.FileInput) else "입력하세요"
    wanted = f"{label} 답을" if label.endswith("?") else with_object_particle(label)
    return f"{wanted} {verb}."


class KwonikBoundField(BoundField):
    """A field that knows where its error link goes, which template it takes and which unit follows it."""

    @property
    def template_name(self) -> str:
        if self.field.template_name:
            return self.field.template_name
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "forms/checkbox.html"
        return "forms/group.html" if self.use_fieldset else "forms/field.html"

    @property
    def focus_id(self) -> str:
        """The id of the control an error link jumps to: the first choice of a group, else the control."""
        if self.use_fieldset and (choices := self.subwidgets):
            return choices[0].id_for_label or self.auto_id
        return self.id_for_label or self.auto_id

    @property
    def messages(self) -> list[str]:
        """The field's errors as sentences; Django's bare "필수 항목입니다." becomes what to do about it."""
        bare = str(REQUIRED) if self.field.error_messages.get("required") == REQUIRED else None
        told = missing(str(self.label), self.field.widget)
        return [told if message == bare else str(message) for message in self.errors]

    @property
    def unit(self) -> str:
        """What is printed behind the control: `data-unit`, or "원" behind money (names ending in `_won`)."""
        return self.field.widget.attrs.get("data-unit") or ("원" if self.name.endswith("_won") else "")

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Won are typed with commas, on a number pad where there is one. After an error the summary takes the focus."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.form.is_bound:
            (widget or self.field.widget).attrs.pop("autofocus", None)
        if self.name.endswith("_won"):
            attrs.setdefault("inputmode", "numeric")
        return attrs


class KwonikForms(BaseRenderer):
    """Renders forms with the site's own Jinja templates, wherever the page around them comes from."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = KwonikBoundField

    def get_template(self, template_name: str) -> Any:
        return engines["jinja2"].get_template(template_name)
