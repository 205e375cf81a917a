"""Looking at pages of counselling as text."""

import re

from django.urls import reverse


def address(name: str, *args) -> str:
    return reverse(f"counselling:{name}", args=args)


def words(answer) -> str:
    """The page's source with every run of blanks made one."""
    return re.sub(r"\s+", " ", answer.content.decode())
