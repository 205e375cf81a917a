"""Properties of the law are about results: how long one example takes on a busy machine is not a failure."""

from hypothesis import settings

settings.register_profile("results", deadline=None)
settings.load_profile("results")
