"""How far a resource of FHIR has come, by its status: of two versions otherwise alike the further one stands."""

from __future__ import annotations

from itertools import groupby

from forge_il6.interop.fhir.documents import STATUS_ORDER

RISING = [
    {"registered"},
    {"partial", "preliminary"},
    {"final"},
    {"modified", "appended", "amended", "corrected"},
    {"cancelled", "entered-in-error"},
]
"""By the meaning of each status in FHIR: a revision outranks what it revises, and a withdrawal outranks both."""


def test_every_status_has_its_rank_among_the_others():
    ranked = sorted(STATUS_ORDER, key=STATUS_ORDER.__getitem__)

    assert RISING == [set(alike) for _, alike in groupby(ranked, key=STATUS_ORDER.__getitem__)]
