"""
Make the JSON Schemas from the classes: ``python tests/schema_files.py`` writes them into the package.

Of a case, each schema follows from the fields of its record: type, reader, limits, and the sentence below.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import re
import textwrap
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from forge_il6.codes import Code
from forge_il6.context import Context
from forge_il6.document import (
    LARGEST_COUNT,
    LONGEST_TEXT,
    PRINTED,
    SCHEMA_VERSION,
    VerdictDocument,
    fields_of,
    required_of,
)
from forge_il6.fields import ALIASES, MOST_STATED
from forge_il6.fields import LONGEST_TEXT as LONGEST_WORDS
from forge_il6.reading import Reading
from forge_il6.record import Record
from forge_il6.schema import CASE_FILE, CASE_VERSION, VERDICT_FILE
from forge_il6.times import LONGEST_TIME
from forge_il6.units import LONGEST_RESULT, NUMBER, Amount, Measurand
from forge_il6.verdict import Verdict

__all__ = ["COMMAND", "FILES", "field_docs", "main"]

COMMAND: Final = "python tests/schema_files.py"
"""What writes the files."""
FOLDER: Final = Path(__file__).resolve().parent.parent / "src" / "forge_il6" / "schemas"

Schema = dict[str, Any]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_NULL: Final[Schema] = {"type": "null"}


# --- what both have in common ----------------------------------------------------------------------


def _document(name: str, version: int, title: str, top: Schema, parts: Mapping[str, Schema]) -> Schema:
    head = {"$schema": _DRAFT, "$id": f"urn:forge-il6:{name}-{version}", "title": f"{title}, version {version}"}
    return {**head, **top, "$defs": dict(sorted(parts.items()))}


def _object(kind: type[Any], properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    needed = list(required)
    return {
        "description": _sentence(kind.__doc__),
        "type": "object",
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Schema) -> Schema:
    """Let null, which means unknown, stand beside what a field may hold."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], _NULL]}
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, _NULL]}


def _described(schema: Schema, text: str) -> Schema:
    """Put a sentence before what a field holds."""
    if not text:
        return schema
    first = text[0].upper() if text.split(maxsplit=1)[0].isalpha() else text[0]
    return {**schema, "description": f"{first}{text[1:].rstrip('.')}."}


def _sentence(doc: str | None) -> str:
    """Return the first paragraph of a docstring as one line."""
    return " ".join(inspect.cleandoc(doc or "").split("\n\n")[0].split())


def field_docs(kind: type[Any]) -> dict[str, str]:
    """Return what the source says of each field, inherited ones included: the text below it, or its line in Args."""
    bases = [each for each in reversed(kind.__mro__) if attrs.has(each)]
    return {name: text for read in (_arguments, _texts_below) for each in bases for name, text in read(each).items()}


def _arguments(kind: type[Any]) -> dict[str, str]:
    _, _, arguments = inspect.cleandoc(kind.__doc__ or "").partition("Args:\n")
    return dict(re.findall(r"^    (\w+): (.*)$", arguments.partition("\n\n")[0], re.MULTILINE))


def _texts_below(kind: type[Any]) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    statements: list[ast.stmt] = getattr(body, "body", [])
    return {
        each.target.id: _sentence(below.value.value)
        for each, below in itertools.pairwise(statements)
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    }


def _without_none(hint: Any) -> tuple[Any, ...]:
    """Return the types that a union joins, None apart; a plain type alone."""
    joined = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return tuple(each for each in joined if each is not type(None))


# --- the case document -----------------------------------------------------------------------------

_BLANKS: Final = r"[ \t\r\n]*"
_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {"<": ("<=", "<"), "≤": ("≤",), ">": (">=", ">"), "≥": ("≥",)}
_TIME: Final = (
    r"^\s*[0-9]{4}(?:-?[0-9]{2}-?[0-9]{2}|-?W[0-9]{2}(?:-?[0-9])?)"  # a date, by month or by week
    r"(?:.[0-9]{2}[0-9:.,]*(?:Z|[+-][0-9:.]+)?)?\s*$"  # and a time of day with its offset
)


def _made_case_schema() -> Schema:
    parts: dict[str, Schema] = {
        "number": _number({"minimum": 0}),
        "time": {
            "description": "ISO 8601: an instant with its offset, or a date where the time is unknown.",
            "type": "string",
            "maxLength": LONGEST_TIME,
            "pattern": _TIME,
        },
        "words": {"description": "One line of printable text.", "type": "string", "maxLength": LONGEST_WORDS},
    }
    both = {name: _or_null(_part_of_case(kind, parts)) for name, kind in (("reading", Reading), ("context", Context))}
    top = {
        "description": "One case: a reading and the person it belongs to. Absent and null both mean unknown.",
        "type": "object",
        "properties": both,
        "additionalProperties": False,
    }
    return _document("case", CASE_VERSION, "Case document", top, parts)


def _number(bounds: Mapping[str, int]) -> Schema:
    text = {"type": "string", "maxLength": LONGEST_RESULT, "pattern": f"^{_BLANKS}{NUMBER}{_BLANKS}$"}
    return {
        "description": "A number that is not negative, or its text, which is never rounded.",
        "anyOf": [{"type": "number", **bounds}, text],
    }


def _part_of_case(kind: type[Record], parts: dict[str, Schema]) -> Schema:
    """Return the reference to a part of the case document, made where it is not there yet."""
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}  # a history holds readings, so the name must be taken before it is made
        stated = {field.name: field for field in attrs.fields(kind) if field.name in kind.keys()}
        docs, hints = field_docs(kind), get_type_hints(kind)
        required = [name for name, field in stated.items() if field.default is attrs.NOTHING]
        properties = {}
        for name, field in stated.items():
            schema = _case_field(kind, field, hints[name], parts)
            properties[name] = _described(schema if name in required else _or_null(schema), docs.get(name, ""))
        parts[kind.__name__] = _object(kind, properties, required)
    return _ref(kind.__name__)


def _case_field(kind: type[Record], field: attrs.Attribute[Any], hint: Any, parts: dict[str, Schema]) -> Schema:
    """Return what a field accepts from JSON, null apart."""
    limits = field.metadata
    held = [each for each in _without_none(hint) if each not in (Amount, datetime)]
    if held == [Decimal] and "most" in limits:
        return _number({"minimum": 0, "maximum": limits["most"]})
    accepted = [_case_value(each, parts, limits.get("most", MOST_STATED)) for each in held]
    if (measurand := limits.get("measurand")) is not None:
        accepted.insert(0, _result(measurand, _readable(kind, measurand), limits.get("comparators")))
    return accepted[0] if len(accepted) == 1 else {"anyOf": accepted}


def _readable(kind: type[Record], measurand: Measurand) -> tuple[str, ...]:
    """Return the kinds of units that a record can read: some need a factor that it is told, or that holds for all."""
    molar = ("molar",) if measurand.molar_mass or "molar_mass" in kind.keys() else ()
    return (*("mass", "force", "time"), *molar, *(("activity",) if "pg_per_iu" in kind.keys() else ()))


def _case_value(hint: Any, parts: dict[str, Schema], most: int = MOST_STATED) -> Schema:
    if get_origin(hint) is tuple:
        return _list_of(get_args(hint)[0], parts, most)
    if issubclass(hint, Code):
        parts.setdefault(hint.__name__, _code(hint))
        return _ref(hint.__name__)
    if issubclass(hint, Record):
        return _part_of_case(hint, parts)
    return {bool: {"type": "boolean"}, Decimal: _ref("number"), str: _ref("words"), date: _ref("time")}[hint]


def _list_of(kind: Any, parts: dict[str, Schema], most: int) -> Schema:
    """Return a list of entries; a kind with a reader of its own may be written as its first field alone."""
    entry = _case_value(kind, parts)
    if "of" in vars(kind):
        alone = parts[kind.__name__]["properties"][kind.keys()[0]]
        entry = {"anyOf": [alone, entry]}
    return {"type": "array", "items": entry, "maxItems": most}


def _code(kind: type[Code]) -> Schema:
    """Return a code: as it is best written, or in any other spelling that is forgiven."""
    codes = [member.value for member in kind]
    spelled = [*codes, *(alias for alias, code in ALIASES.items() if code in codes)]
    forgiving = "|".join("".join(map(_any_case, spelling)) for spelling in spelled)
    pattern = rf"^\s*(?:{forgiving})\s*$"
    return {"description": _sentence(kind.__doc__), "anyOf": [{"enum": codes}, {"type": "string", "pattern": pattern}]}


def _any_case(letter: str) -> str:
    """Match a letter of a code in either case, and an underscore as the space or hyphen it may be written as."""
    either = {"_": "[-_ ]", "k": "[kK\u212a]"}  # the sign of the kelvin is a capital k, too
    return either.get(letter, f"[{letter}{letter.upper()}]" if letter.isalpha() else letter)


def _result(measurand: Measurand, dimensions: Sequence[str], signs: str | None = None) -> Schema:
    """Return a result as text: a comparator, a number and a unit, by the grammar of `units`."""
    read = [spelling for spelling, (dimension, _) in measurand.spellings.items() if dimension in dimensions]
    comparators = measurand.comparators if signs is None else signs
    sign = "|".join(written for each in comparators for written in _SIGNS[each])
    lead = f"(?:{sign})? *" if sign else ""
    pattern = f"^{_BLANKS}{lead}{NUMBER} *(?:{_units({*measurand.identities, *read})}){_BLANKS}$"
    return {
        "description": f"A result of {measurand.name} with its unit, such as '2.4 {measurand.unit}'.",
        "type": "string",
        "maxLength": LONGEST_RESULT,
        "pattern": pattern,
    }


def _units(spellings: Iterable[str]) -> str:
    """Match every spelling of a unit; what stands above the stroke goes with everything below it."""
    below: dict[str, list[str]] = {}
    for spelling in sorted(spellings):
        top, _, bottom = spelling.partition("/")
        below.setdefault(top, []).append(bottom)
    tops: dict[tuple[str, ...], list[str]] = {}
    for top, bottoms in below.items():
        tops.setdefault(tuple(bottoms), []).append(top)
    return "|".join(
        _any_of(above) + ("" if bottoms == ("",) else f" */ *{_any_of(bottoms)}") for bottoms, above in tops.items()
    )


def _any_of(spellings: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(_any_micro, spellings))})"


def _any_micro(unit: str) -> str:
    """Match a unit with any sign for micro."""
    escaped = re.sub(r"([\[\]])", r"\\\1", unit)
    return re.sub("u", "[uµμ]", re.sub(r"u(?=g|L|l|mol)", "(?:u|mc)", escaped))


# --- the verdict document --------------------------------------------------------------------------


def _made_verdict_schema() -> Schema:
    parts: dict[str, Schema] = {
        "count": {"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT},
        "text": {"type": "string", "maxLength": LONGEST_TEXT, "pattern": f"^{PRINTED}*$"},
    }
    _part_of_verdict(VerdictDocument, parts)
    top = parts.pop(VerdictDocument.__name__)
    said = {
        name: _sentence(getattr(Verdict, name, object).__doc__) for name in top["properties"] if hasattr(Verdict, name)
    }
    properties = {name: _described(schema, said.get(name, "")) for name, schema in top["properties"].items()}
    properties["schema_version"] = {"const": SCHEMA_VERSION}
    required = ["schema_version", *top["required"]]
    top |= {"description": _sentence(Verdict.__doc__), "properties": properties, "required": required}
    return _document("verdict", SCHEMA_VERSION, "Verdict document", top, parts)


def _part_of_verdict(kind: type[Any], parts: dict[str, Schema]) -> Schema:
    if kind.__name__ not in parts:
        docs = field_docs(kind)
        fields = fields_of(kind)  # type: ignore[arg-type]  # a class is hashable
        properties = {name: _described(_verdict_field(hint, parts), docs.get(name, "")) for name, hint in fields}
        parts[kind.__name__] = _object(kind, properties, required_of(kind))
    return _ref(kind.__name__)


def _verdict_field(hint: Any, parts: dict[str, Schema]) -> Schema:
    """Return what a field of a verdict document holds, null included where it may be null."""
    inner = _without_none(hint)
    if inner != (hint,):
        return _or_null(_verdict_field(inner[0], parts))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _verdict_field(get_args(hint)[0], parts)}
    if get_origin(hint) is not None:  # a mapping from text to text
        return {"type": "object", "propertyNames": _ref("text"), "additionalProperties": _ref("text")}
    if issubclass(hint, Code):
        codes = {"description": _sentence(hint.__doc__), "enum": [member.value for member in hint]}
        parts.setdefault(hint.__name__, codes)
        return _ref(hint.__name__)
    if attrs.has(hint):
        return _part_of_verdict(hint, parts)
    plain: Schema = {bool: {"type": "boolean"}, int: _ref("count"), str: _ref("text")}[hint]
    return plain


# --- the files -------------------------------------------------------------------------------------

FILES: Final[Mapping[str, Callable[[], Schema]]] = MappingProxyType(
    {CASE_FILE: _made_case_schema, VERDICT_FILE: _made_verdict_schema}
)
"""The files that are kept, by name, each with what makes it."""


def main(folder: Path = FOLDER) -> None:
    """Write the schemas."""
    for name, made in FILES.items():
        text = json.dumps(made(), indent=2, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
