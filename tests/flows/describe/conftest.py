"""The published record, for the tests of this folder."""

from hypothesis import settings
from published import edition, latest, published

# A machine that is busy with other tests is slow, not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

__all__ = ["edition", "latest", "published"]
