"""The published record, for the tests of this folder."""

from published import edition, latest, published

__all__ = ["edition", "latest", "published"]
