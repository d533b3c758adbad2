"""The former place of `interop.cds`, kept for one release."""

from .cds import *  # noqa: F403  (what it exports is the list of the new place)
