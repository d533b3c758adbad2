"""How far a resource of FHIR has come, and which two are one: of two versions of one the further one stands."""

from __future__ import annotations

from itertools import groupby

import pytest

from forge_il6.interop.fhir.documents import STATUS_ORDER, Node

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


@pytest.mark.parametrize(
    "kind, url, other, is_one",
    [
        ("Patient", "urn:uuid:a", "urn:uuid:b", False),
        ("Observation", "urn:uuid:a", "urn:uuid:b", True),
        ("Observation", "https://a.example/Observation/1", "https://b.example/Observation/1", False),
        ("Patient", "https://a.example/Patient/1", "https://a.example/Patient/1", True),
    ],
)
def test_two_patients_of_one_id_are_two_unless_their_address_is_one(kind, url, other, is_one):
    """Who is who must never rest on an id that two servers may both give; versions of a result may share theirs."""
    one, two = (Node("Bundle", {}, kind, "1", each) for each in (url, other))

    assert is_one == (one.identity == two.identity)
