"""Properties are judged by what comes out, not by how long a busy machine takes over it."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
