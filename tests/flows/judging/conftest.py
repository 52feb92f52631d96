"""The published record, for what is held against it."""

from published import edition, latest, published

__all__ = ["edition", "latest", "published"]
