"""The form of a calculation: one field for each fact it asks for, the library's refusals on the fields they concern."""

from .facts import FactsForm as FactsForm
from .facts import order as order
