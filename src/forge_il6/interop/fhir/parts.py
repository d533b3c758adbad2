"""The parts of a FHIR resource, each checked to be of its type before it is looked into."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from ..remarks import Refusal

__all__ = [
    "Resource",
    "Say",
    "below",
    "checked_object",
    "choices",
    "codings",
    "concepts_at",
    "has_comment",
    "has_value",
    "is_haemolysed",
    "is_of_older_fhir",
    "is_qualified",
    "list_at",
    "members_of",
    "object_at",
    "objects_at",
    "replaced_by",
    "text_at",
    "words_at",
]

Resource = Mapping[str, Any]
Say = Callable[[str], None]
"""Takes the code of a remark."""

_SNOMED: Final = "http://snomed.info/sct"
_MII_MODIFIER: Final = (
    "https://www.medizininformatik-initiative.de/fhir/core/modul-labor/StructureDefinition/"
    "InterpretationsbeeinflussendeEigenschaft"
)
_HAEMOLYSED: Final = "118128002"


def text_at(part: Resource, key: str) -> str | None:
    """Return the text at *key*; empty text is none."""
    value = part.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise Refusal("malformed", f".{key}")


def object_at(part: Resource, key: str) -> Resource | None:
    """Return the object at *key*."""
    value = part.get(key)
    if value is None or isinstance(value, Mapping):
        return value
    raise Refusal("malformed", f".{key}")


def list_at(part: Resource, key: str) -> Sequence[Any]:
    """Return the list at *key*; its entries may be anything."""
    value = part.get(key)
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return value
    raise Refusal("malformed", f".{key}")


def checked_object(value: Any) -> Resource:
    """Return an entry of a list that must be an object."""
    if isinstance(value, Mapping):
        return value
    raise Refusal("malformed")


def objects_at(part: Resource, key: str) -> Iterator[Resource]:
    """Yield the objects of the list at *key*; one that is none spoils them all."""
    for number, each in enumerate(list_at(part, key)):
        with below(f".{key}[{number}]"):
            part_of_list = checked_object(each)
        yield part_of_list


@contextmanager
def below(path: str) -> Generator[None, None, None]:
    """Say of a refusal inside that it was below *path*."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.code, path + refusal.below, **refusal.facts) from None


def choices(part: Resource, stem: str) -> list[str]:
    """Return the keys of a choice such as value[x] that are given."""
    return [key for key in part if isinstance(key, str) and key.startswith(stem) and part[key] is not None]


def has_value(part: Resource) -> bool:
    """Whether any value[x] is given."""
    return bool(choices(part, "value"))


def codings(concept: Resource) -> list[tuple[str | None, str]]:
    """Return system and code of every coding that has a code."""
    pairs = ((text_at(coding, "system"), text_at(coding, "code")) for coding in objects_at(concept, "coding"))
    return [(system, code) for system, code in pairs if code is not None]


def members_of(resource: Resource) -> list[tuple[str, Any]]:
    """Return the references to what a report or panel gives, each with its place; before R4 a panel had ``related``."""
    key = "hasMember" if resource.get("resourceType") == "Observation" else "result"
    found = [(f"{key}[{number}]", each) for number, each in enumerate(list_at(resource, key))]
    if key == "hasMember":
        for number, each in enumerate(list_at(resource, "related")):
            if isinstance(each, Mapping) and each.get("type") == "has-member":
                found.append((f"related[{number}].target", each.get("target")))
    return found


def concepts_at(part: Resource, key: str) -> Iterator[Resource]:
    """Yield the concepts at *key*: a list, or the one object that it was before R4."""
    if isinstance(part.get(key), Mapping):
        yield part[key]
    else:
        yield from objects_at(part, key)


def has_comment(resource: Resource) -> bool:
    """Whether people wrote something to a result or report, under whichever name a version of FHIR gives it."""
    written = ("note", "comment", "comments", "conclusion", "conclusionCode", "codedDiagnosis")
    narrative = resource.get("text")
    adds = isinstance(narrative, Mapping) and narrative.get("status") == "additional"
    return adds or any(resource.get(key) for key in written)


def is_of_older_fhir(resource: Resource) -> bool:
    """Whether an Observation is written as FHIR was before R4: with elements, or types of them, that it left behind."""
    is_written_so = any(resource.get(key) for key in ("related", "comment", "comments"))
    return is_written_so or any(isinstance(resource.get(key), Mapping) for key in ("interpretation", "category"))


_REPLACES: Final = tuple(
    f"http://hl7.org/fhir/StructureDefinition/{name}" for name in ("observation-replaces", "replaces")
)
"""The extensions that say since R4 what ``related`` said before."""


def replaced_by(resource: Resource) -> list[str]:
    """Return the references to the results that an Observation says it replaces."""
    told = [each.get("target") for each in _related(resource) if each.get("type") == "replaces"]
    told += [
        each.get("valueReference")
        for each in list_at(resource, "extension")
        if isinstance(each, Mapping) and each.get("url") in _REPLACES
    ]
    targets = [each.get("reference") for each in told if isinstance(each, Mapping)]
    return [each for each in targets if isinstance(each, str)]


def is_qualified(resource: Resource) -> bool:
    """Whether an Observation names another one that qualifies it or interfered with it."""
    return any(each.get("type") in ("qualified-by", "interfered-by") for each in _related(resource))


def _related(resource: Resource) -> list[Resource]:
    related = resource.get("related")
    return [each for each in related if isinstance(each, Mapping)] if isinstance(related, (list, tuple)) else []


def words_at(concept: Resource) -> list[str | None]:
    """Return every word that stands beside the codes of a concept."""
    return [text_at(concept, "text"), *(text_at(coding, "display") for coding in objects_at(concept, "coding"))]


def is_haemolysed(part: Resource, *, known: bool = True) -> bool:
    """
    Whether a modifierExtension says that the specimen was haemolysed; any other one stops the reading.

    *known* is false where not even that one may stand.
    """
    found = False
    for number, extension in enumerate(objects_at(part, "modifierExtension")):
        coding = object_at(extension, "valueCoding") or {}
        said = [text_at(extension, "url"), text_at(coding, "system"), text_at(coding, "code")]
        if not known or said != [_MII_MODIFIER, _SNOMED, _HAEMOLYSED]:
            raise Refusal("modifier", f".modifierExtension[{number}]")
        found = True
    return found
