"""The former place of `interop.tables`, kept for one release."""

from .tables import *  # noqa: F403  (what it exports is the list of the new place)
