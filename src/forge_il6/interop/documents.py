"""The former place of `interop.cases`, kept for one release."""

from .cases import *  # noqa: F403  (what it exports is the list of the new place)
