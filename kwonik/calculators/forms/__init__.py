"""The form of a calculation: one field for each fact it asks for, the library's refusals on the fields they concern."""

from django.forms import Form

from .asking import Asking as Asking
from .facts import FactsForm as FactsForm
from .facts import order as order


class SureForm(Form):
    """Nothing to type: the button is the answer."""
