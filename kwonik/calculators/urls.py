"""Addresses of the calculators."""

app_name = "calculators"
urlpatterns: list = []
