"""The former place of `interop.fhir`, kept for one release."""

from .fhir import *  # noqa: F403  (what it exports is the list of the new place)
