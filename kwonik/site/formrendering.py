"""How every form looks: label, hint, error and field joined for screen readers, in one place.

Set as FORM_RENDERER. `{{ form }}` prints a whole form, `{{ form.party.as_field_group() }}` one field. Templates: `forms/`
(the field with its label) and `django/forms/widgets/` (the control itself). What an area chooses, it says in the widget's
attributes, as data: `{"data-unit": "분"}` prints a unit behind the control, `{"class": "kw-w-s"}` sets its width.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer
from django.template import engines

REQUIRED = forms.Field.default_error_messages["required"]


def with_object_particle(word: str) -> str:
    """"상담 유형" -> "상담 유형을", "연락처" -> "연락처를", "URL" -> "URL을(를)": by the last letter's final consonant."""
    last = ord(word[-1]) - ord("가") if word else -1
    if not 0 <= last <= ord("힣") - ord("가"):
        return f"{word}을(를)"
    return f"{word}{'을' if last % 28 else '를'}"


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
        """The field's errors as sentences; Django's bare "필수 항목입니다." says what to do: "상담 유형을 고르세요."."""
        required = self.field.error_messages.get("required")
        verb = "고르세요" if self._is_chosen else "입력하세요"
        return [
            f"{with_object_particle(str(self.label))} {verb}." if message == required == REQUIRED else str(message)
            for message in self.errors
        ]

    @property
    def _is_chosen(self) -> bool:
        return isinstance(self.field.widget, forms.Select | forms.CheckboxInput | forms.FileInput | forms.RadioSelect)

    @property
    def unit(self) -> str:
        """What is printed behind the control: `data-unit`, or "원" behind money (names ending in `_won`)."""
        return self.field.widget.attrs.get("data-unit") or ("원" if self.name.endswith("_won") else "")

    @property
    def kind(self) -> str:
        """The control's kind as a CSS suffix: "text", "date", "number", "select", "textarea"..."""
        return getattr(self.field.widget, "input_type", None) or self.widget_type

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Won are typed with commas, on a number pad where there is one."""
        attrs = super().build_widget_attrs(attrs, widget)
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
