"""CDS Hooks: the urgent card first, no reassurance, nobody else's results, and every hostile request refused."""

from __future__ import annotations

import copy
import http.client
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import forge_il6
from forge_il6 import (
    STANDARD,
    Care,
    Context,
    Convention,
    HsCrp,
    Reading,
    Threshold,
    TimeError,
    Verdict,
    interpret,
    interpret_case,
)
from forge_il6.interop.cds import (
    EXTENSION,
    SERVICE_ID,
    HookError,
    PrefetchError,
    discovery,
    read_feedback,
    respond,
)
from forge_il6.interop.cds import hooks as cds_hooks
from forge_il6.interop.cds.card import INDICATORS, cards, markdown
from forge_il6.interop.loinc import KINDS
from forge_il6.knowledge.findings import REASSURING
from forge_il6.knowledge.thresholds import REPEAT_FROM, WINDOW
from forge_il6.knowledge.words import ACTIONS, CARE
from forge_il6.shown.brief import deciding
from forge_il6.shown.sections import reasons
from place import ROOT, environment

EXAMPLES = ROOT / "examples"
SERVICE = EXAMPLES / "cds_hooks_service.py"
SCHEMA = json.loads((Path(__file__).parent / "cds_hooks_schema.json").read_text(encoding="utf-8"))
REQUEST = json.loads((EXAMPLES / "cds-hooks" / "request.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "interop-cds-hooks.md").read_text(encoding="utf-8")
CASES = [
    json.loads(path.read_text(encoding="utf-8"))
    for folder in (EXAMPLES, ROOT / "tests" / "vignettes")
    for path in sorted(folder.glob("*.json"))
]
DAY = date(2026, 11, 21)
DRAWN = "2026-11-20T08:10:00+01:00"
CLEAN = {"drawn_at": DRAWN, "fasting_hours": 11, "exercise": "none", "at_rest": True, "method": "R&D Quantikine HS"}

Request = dict[str, Any]


VALIDATORS = {
    part: jsonschema.Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{part}"})
    for part in ("discovery", "response", "card", "feedback")
}


def problems(document: Any, part: str) -> list[str]:
    """What the specification's tables have against a document."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[part].iter_errors(document)]


def verdict_of(il6: str = "0.9 pg/mL", *, hs_crp: Any = None, rules: Any = STANDARD, **draw: Any) -> Verdict:
    return interpret(Reading(il6, **{**CLEAN, **draw}), Context(age=57, hs_crp=hs_crp), rules=rules)


def judge(case: dict[str, Any]) -> Verdict:
    return interpret_case({key: case[key] for key in ("reading", "context") if key in case})


# --- the schema ------------------------------------------------------------------------------------


CARD = {"summary": "x", "indicator": "info", "source": {"label": "y"}}


@pytest.mark.parametrize(
    "card",
    [
        {"summary": "x", "indicator": "info"},
        CARD | {"summary": "x" * 140},
        CARD | {"summary": ""},
        CARD | {"indicator": "hard-stop"},
        CARD | {"links": []},
        CARD | {"links": [{"label": "z", "url": "10.1/z", "type": "absolute"}]},
        CARD | {"links": [{"label": "z", "url": "https://z.org", "type": "absolute", "appContext": "c"}]},
        CARD | {"suggestions": [{"label": "z"}]},
        CARD | {"overrideReasons": [{"code": "z", "system": "s"}]},
        CARD | {"detail": None},
        CARD | {"details": "z"},
        CARD | {"source": {"label": "y", "topic": {"code": "z"}}},
    ],
    ids=lambda card: str({key: value for key, value in card.items() if CARD.get(key) != value})[:60],
)
def test_the_schema_refuses_what_the_specification_forbids(card):
    """A schema that lets everything pass would hold nothing."""
    assert [] == problems(CARD, "card")
    assert [] != problems(card, "card")


# --- cards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("name", case.get("title", "example"))[:60])
def test_the_cards_of_every_patient_are_as_the_specification_has_them(case):
    """Card attributes, and the promises of this library: urgent first, and no reassurance."""
    verdict = judge(case)
    found = cards(verdict)
    said = "\n".join(f"{card['summary']}\n{card.get('detail', '')}" for card in found)
    indicators = [card["indicator"] for card in found]
    order = ["critical", "warning", "info"]

    assert [] == problems({"cards": found}, "response")
    assert sorted(indicators, key=order.index) == indicators
    assert ("critical" in indicators) == (verdict.care.rank >= Care.SAME_DAY.rank)
    assert 1 >= indicators.count("critical")
    assert len(found) == len({card["uuid"] for card in found})
    assert CARE["none"] not in said
    assert verdict.care is Care.NONE or found
    if verdict.care.rank >= Care.SAME_DAY.rank:
        soothing = {markdown(each.sentence) for each in verdict.findings if each.code in REASSURING}
        assert set() == {sentence for sentence in soothing if sentence in said}
    assert found == cards(Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))))


def test_the_page_tells_the_indicator_of_each_care():
    """One place per fact: the table in the documentation is compared with the one in the program."""
    told = dict(re.findall(r"^\| `(\w+)`[^|]*\| `(\w+)` \|", PAGE, re.MULTILINE))

    assert {care.value: indicator for care, indicator in INDICATORS.items()} == told
    assert set(Care) == set(INDICATORS)


def test_the_page_counts_the_days_that_the_code_counts() -> None:
    """If two places must agree, a test compares them."""
    assert f"the draw is more than {WINDOW.value} days old" in PAGE
    assert f"but the draw is {REPEAT_FROM.value} days old or older" in PAGE


@pytest.mark.parametrize(
    "verdict, indicator, why",
    [
        (verdict_of("100 pg/mL"), "critical", "the value alone is urgent"),
        (verdict_of("35 pg/mL"), "critical", "a clinician the same day"),
        (verdict_of("34.9 pg/mL"), "warning", "a repeat that the value asks for"),
        (verdict_of("3.4 pg/mL", hs_crp="10.1 mg/L"), "warning", "the hs-CRP asks for it"),
        (verdict_of("60 pg/mL", exercise="race", hours_since_exercise=3), "warning", "exercise excuses the value"),
        (verdict_of("3.4 pg/mL"), "info", "high, once, and nobody has to act today"),
        (verdict_of("3.4 pg/mL", exercise=None), "info", "not verified"),
        (verdict_of("0.9 pg/mL", fasting_hours=2), "info", "void"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_first_card_is_as_urgent_as_the_care(verdict, indicator, why):
    """A critical card is kept for somebody who should be seen today; anything else wears it out."""
    assert indicator == cards(verdict)[0]["indicator"], why


@pytest.mark.parametrize("il6", ["0.9 pg/mL", "1.6 pg/mL"])
def test_a_sound_sample_at_which_nobody_has_to_act_leaves_the_chart_quiet(il6):
    """The specification: no guidance is an empty array; a card at every chart is read by nobody."""
    assert Care.NONE is verdict_of(il6, hs_crp="0.6 mg/L").care
    assert [] == cards(verdict_of(il6, hs_crp="0.6 mg/L"))


def test_nothing_measured_gives_no_card():
    """A service about IL-6 does not ask for IL-6."""
    assert [] == cards(interpret(None, Context(age=57)))
    assert [] == cards(interpret(None, Context(hs_crp=HsCrp("0.6 mg/L", drawn_at=DRAWN))))


def test_an_acute_crp_without_il6_says_what_it_asks_for():
    """The summary is about what was found, and not about what was not measured."""
    (card,) = cards(interpret(None, Context(hs_crp=HsCrp("31 mg/L", drawn_at=DRAWN))))

    assert "warning" == card["indicator"]
    assert "No IL-6" not in card["summary"]


def test_a_void_sample_has_a_card_of_its_own_and_the_urgent_one_stands_before_it():
    """Urgent things first; and void as a baseline is not harmless."""
    verdict = verdict_of("50 pg/mL", exercise="moderate", hours_since_exercise=3)
    critical, void = cards(verdict)

    assert ("critical", "info") == (critical["indicator"], void["indicator"])
    assert verdict.summary == critical["summary"]
    assert "void as a baseline" in void["summary"]
    assert "does not make this value harmless" in void["detail"]
    assert [] == [sentence for sentence in ACTIONS.values() if sentence in void["detail"]]
    assert "healthy" not in critical["detail"] + void["detail"]


def test_where_care_is_urgent_its_card_stands_alone_with_the_number():
    """What the sample is worth as a baseline can wait."""
    (card,) = cards(verdict_of("150 pg/mL", exercise="hiit", hours_since_exercise=3))

    assert "critical" == card["indicator"]
    assert "IL-6: 150 pg/mL" in card["detail"].replace("\\", "")
    assert "baseline" not in card["detail"]


def test_a_critical_card_holds_what_is_grave_and_nothing_that_soothes():
    """Nobody reads on in an emergency; and what soothes stays unsaid, whatever severity a host gives it."""
    verdict = verdict_of("48 pg/mL", hs_crp="0.6 mg/L", method=None)
    minor = [found.sentence for found in verdict.findings if found.severity == "info"]
    stored = verdict.to_dict()
    stored["findings"].append(
        stored["findings"][0] | {"code": "stable", "severity": "caution", "sentence": "All calm."}
    )
    (card,) = cards(Verdict.from_dict(stored))

    assert minor
    assert [] == [sentence for sentence in minor if markdown(sentence) in card["detail"]]
    assert "All calm" not in card["detail"]


def test_a_void_crp_beside_a_sound_il6_is_a_card_after_the_result():
    """At thirty hours after lifting IL-6 counts and hs-CRP does not."""
    result, void = cards(verdict_of("3.4 pg/mL", hs_crp="1.6 mg/L", exercise="resistance", hours_since_exercise=30))

    assert result["summary"].startswith("IL-6 3.4 pg/mL is high")
    assert "hs-CRP 1.6 mg/L: void as a baseline" == void["summary"]
    assert "30 h after exercise" in void["detail"]
    assert "30 h after exercise" not in result["detail"]


def test_only_the_void_crp_speaks_where_the_il6_needs_nobody():
    """A card is for what is worth knowing."""
    (void,) = cards(verdict_of(hs_crp="1.6 mg/L", exercise="resistance", hours_since_exercise=30))

    assert "hs-CRP 1.6 mg/L: void as a baseline" == void["summary"]
    assert "neither makes nor excludes a diagnosis" in void["detail"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_card_first_gives_the_reasons_that_decided_and_some_where_none_did(case):
    """Where several decided, the rest of the findings waits."""
    verdict = judge(case)
    document = verdict.document
    decided = [each.sentence for each in deciding(document)]
    told = [each.sentence for each in reasons(document)]
    for card in cards(verdict)[:1]:
        said = [each for each in told if markdown(each) in card["detail"]]
        assert said
        assert set(said) <= set(decided) or not set(said) & set(decided)


def day_after(days: int) -> date:
    return date(2026, 11, 20) + timedelta(days=days)


def test_an_emergency_of_two_weeks_ago_is_none_of_today():
    """`REPEAT_FROM`: from then on a new draw tells more than the old one."""
    limit = int(REPEAT_FROM.value)
    verdict = verdict_of("150 pg/mL")
    (last,) = cards(verdict, as_of=day_after(limit - 1))
    (past,) = cards(verdict, as_of=day_after(limit))

    assert ("critical", verdict.summary) == (last["indicator"], last["summary"])
    assert "warning" == past["indicator"]
    assert f"drawn {limit} days ago" in past["summary"]
    assert "medical care is needed now" not in past["summary"]
    assert markdown(ACTIONS["seek_urgent_care"]) in last["detail"]
    assert markdown(ACTIONS["seek_urgent_care"]) not in past["detail"]


def test_a_card_says_how_many_days_ago_the_blood_was_drawn_where_it_was_several():
    today, later = (cards(verdict_of("3.4 pg/mL"), as_of=day_after(days))[0]["detail"] for days in (1, 37))
    assert ("37 days" in later, " days ago" in today) == (True, False)


@pytest.mark.parametrize("il6", ["3.4 pg/mL", "150 pg/mL"])
def test_a_result_older_than_half_a_year_gives_no_card(il6):
    """`WINDOW`: what no longer counts toward anything is not brought up again."""
    limit = int(WINDOW.value)

    assert [] != cards(verdict_of(il6), as_of=day_after(limit))
    assert [] == cards(verdict_of(il6), as_of=day_after(limit + 1))


@pytest.mark.parametrize("draw, as_of", [({}, None), ({"drawn_at": None}, DAY), ({}, date(2026, 11, 1))])
def test_where_the_age_of_a_draw_is_not_known_it_is_taken_to_be_recent(draw, as_of):
    """Knowing less never makes a card less urgent; nor does a clock that is behind."""
    assert "critical" == cards(verdict_of("150 pg/mL", **draw), as_of=as_of)[0]["indicator"]


def test_the_day_of_the_chart_may_be_an_instant_and_must_be_a_time():
    """The host brings the clock; what is no time is refused by name."""
    verdict, late = verdict_of("150 pg/mL"), datetime(2026, 12, 20, 8, tzinfo=UTC)

    assert cards(verdict, as_of=date(2026, 12, 20)) == cards(verdict, as_of=late)
    assert respond(REQUEST, as_of=date(2026, 12, 20)) == respond(REQUEST, as_of=late)
    for ask in (lambda: cards(verdict, as_of="today"), lambda: respond(REQUEST, as_of=5)):
        with pytest.raises(TimeError, match="as_of"):
            ask()


def test_a_damaged_day_in_a_stored_verdict_makes_no_card_less_urgent():
    """A document may come from anywhere."""
    stored = verdict_of("150 pg/mL").to_dict()
    stored["measured"]["drawn_at"] = "<b>2026"
    (card,) = cards(Verdict.from_dict(stored), as_of=DAY)

    assert "critical" == card["indicator"]
    assert "<b>" not in card["detail"]


@pytest.mark.parametrize("il6", [f"2.4{'0' * 40}1 pg/mL", f"48.3{'1' * 50} pg/mL"])
@pytest.mark.parametrize("crp", [None, f"12.{'3' * 50} mg/L"])
def test_a_summary_has_fewer_than_140_characters(il6, crp):
    """The specification: one sentence of less than 140 characters; what is to be done is never cut off."""
    verdict = verdict_of(il6, hs_crp=crp)
    first, *_ = [*cards(verdict), {"summary": ""}]

    assert 140 > len(first["summary"])
    if verdict.care is Care.SAME_DAY:
        (past, *_) = cards(verdict, as_of=day_after(20))
        assert "today or tomorrow" in first["summary"]
        assert "drawn 20 days ago" in past["summary"]
        assert 140 > len(past["summary"])


def test_the_summary_of_a_void_sample_has_fewer_than_140_characters():
    """Numbers of many digits stand in its detail."""
    crp, il6 = f"1.6{'1' * 50} mg/L", f"50.{'1' * 50} pg/mL"
    found = cards(verdict_of(il6, hs_crp=crp, indwelling_line=True, haemolysed=True))
    (void,) = (each for each in found if "void" in each["summary"])
    assert 140 > len(void["summary"])
    assert il6 in void["detail"].replace("\\", "")


def test_the_sources_of_what_is_said_are_links_and_addresses_of_a_host_are_not():
    """The specification warns of links to dangerous pages; only records of this library are linked."""
    hostile = Threshold(2, "pg/mL", Convention("https://evil.example/x"))
    verdict = verdict_of("3.4 pg/mL", hs_crp="0.6 mg/L", rules=STANDARD.override(verdict_line=hostile))
    (card,) = cards(verdict)

    assert card["links"]
    assert [] == [link for link in card["links"] if not link["url"].startswith("https://doi.org/10.")]
    assert [] == links_in(card["detail"])
    assert "verdict\\_line 2 pg/mL" in card["detail"]
    assert "links" not in cards(verdict_of("3.4 pg/mL", exercise=None, method=None))[0]


def test_the_identifier_of_a_card_is_its_own_and_that_of_the_call():
    """Equal input, equal card; and without the call's unguessable part it would be a fingerprint of the result."""
    first, again = (cards(verdict_of("3.4 pg/mL"), hook_instance="a") for _ in range(2))
    (other,) = cards(verdict_of("3.4 pg/mL"), hook_instance="b")

    assert first == again
    assert first[0]["uuid"] != other["uuid"]
    assert first[0] | {"uuid": ""} == other | {"uuid": ""}


# --- Markdown --------------------------------------------------------------------------------------

GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(text: str) -> tuple[str, set[str]]:
    """The text that a reader sees, and the kinds of markup in it."""
    tokens = GFM.parse(text)
    inline = [child for token in tokens for child in token.children or []]
    marks = {child.type for child in inline} - {"text", "text_special"}
    blocks = {token.type for token in tokens if token.level > 2 or token.type in ("html_block", "fence", "code_block")}
    return "".join(child.content for child in inline), marks | (
        blocks - {"paragraph_open", "paragraph_close", "inline"}
    )


def links_in(text: str) -> list[str]:
    """Every link that GitHub Flavored Markdown makes, of itself or by markup."""
    marked = [child for token in GFM.parse(text) for child in token.children or [] if child.type == "link_open"]
    bare = re.findall(r"(?i)(?:https?|ftp)://|www\.\w|\w@\w", re.sub(r"\\.", "", text))
    return [*(str(link.attrs["href"]) for link in marked), *bare]


PIECES = [*"\\`*_{}[]()#+-.!|~<>&$@:/=\"'\n 1a", "www.", "http://x.y", "\u202e"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("1. one")
@example("- [ ] task")
@example("<script>alert(1)</script>")
@example("![x](http://y)")
@example("&lt;b&gt; &#60;")
@example("# heading")
@example("===")
@example("a@b.c")
@example("WWW.x.y")
def test_foreign_text_is_shown_as_it_is_and_never_as_markup(text):
    """Everything shown is escaped: no markup, no link, no HTML."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    shown, marks = rendered(f"- {markdown(text)}")

    assert (plain, set()) == (shown, marks)
    assert [] == links_in(markdown(text))


def test_a_hostile_method_stays_text_in_the_card():
    """The name of a method comes from a laboratory's feed."""
    verdict = verdict_of("3.4 pg/mL", method='<img src=x onerror="x">[a](http://b.c) www.b.c')
    (card,) = cards(verdict)

    assert "<img" not in card["detail"]
    assert '<img src=x onerror="x">[a](http://b.c) www.b.c' in rendered(card["detail"])[0]
    assert [] == links_in(card["detail"])


# --- discovery -------------------------------------------------------------------------------------


def test_the_discovery_is_as_the_specification_has_it():
    """One service on patient-view, with a template for each key that a request must answer."""
    (service,) = discovery()["services"]

    assert [] == problems(discovery(), "discovery")
    assert ("patient-view", SERVICE_ID) == (service["hook"], service["id"])
    assert ["patient", "il6", "crp"] == list(service["prefetch"])
    for template in service["prefetch"].values():
        assert ["context.patientId"] == re.findall(r"\{\{(.*?)\}\}", template)


def test_the_templates_ask_for_what_the_reader_reads():
    """The codes stand in the reader as well, so the two are compared."""
    (service,) = discovery()["services"]
    asked = {key: set(re.findall(r"loinc\.org\|([\d-]+)", query)) for key, query in service["prefetch"].items()}
    known = {code: kind.fact for code, kind in KINDS.items()}

    assert {code for code, fact in known.items() if fact == "il6"} == asked["il6"]
    assert {code for code, fact in known.items() if fact in ("hs_crp", "conventional_crp")} == asked["crp"]


# --- a hook request --------------------------------------------------------------------------------


def request(change: Callable[[Request], object] = lambda _: None) -> Request:
    made = copy.deepcopy(REQUEST)
    change(made)
    return made


def newest(made: Request) -> dict[str, Any]:
    return made["prefetch"]["il6"]["entry"][0]["resource"]


def answer(change: Callable[[Request], object] = lambda _: None, **options: Any) -> dict[str, Any]:
    found = respond(request(change), **{"as_of": DAY, **options})
    assert [] == problems(found, "response")
    return found


def refusal(document: Any) -> HookError:
    with pytest.raises(HookError) as caught:
        respond(document, as_of=DAY)
    assert 300 >= len(str(caught.value))
    return caught.value


def test_the_example_asks_for_a_clinician_first_and_says_what_is_preliminary():
    """The whole way: a hook request in, cards out, and what is doubtful in the record with its place."""
    found = answer()
    (card,) = found["cards"]

    assert ("critical", Care.SAME_DAY) == (card["indicator"], verdict_of("48.3 pg/mL").care)
    assert markdown("The result is preliminary and may change. (prefetch.crp.entry[0])") in card["detail"]
    assert [("prefetch.crp.entry[0]", "preliminary")] == [
        (note["where"], note["code"]) for note in found["extension"][EXTENSION]["notes"]
    ]


def test_text_bytes_and_dictionaries_are_the_same_request():
    """A byte order mark included."""
    text = json.dumps(REQUEST)

    assert answer() == respond(text, as_of=DAY) == respond(b"\xef\xbb\xbf" + text.encode(), as_of=DAY)


def test_numbers_of_a_request_are_exact():
    """2.9951 is no 3.0, and a binary neighbour of a line is not the line."""
    text = json.dumps(request(lambda r: newest(r)["valueQuantity"].update(value=34.5))).replace(
        "34.5", "34.9999999999999999999"
    )

    assert "warning" == respond(text, as_of=DAY)["cards"][0]["indicator"]


@pytest.mark.parametrize("key", ["patient", "il6", "crp"])
def test_a_prefetch_key_that_is_missing_is_412(key):
    """The specification: 412 where required data were not given; a missing key is not an empty record."""
    error = refusal(request(lambda r: r["prefetch"].pop(key)))

    assert (412, PrefetchError) == (error.status, type(error))
    assert key in str(error)


@pytest.mark.parametrize("prefetch", [None, {}])
def test_a_request_without_prefetch_is_412(prefetch):
    """The service cannot fetch for itself."""
    assert 412 == refusal(request(lambda r: r.update(prefetch=prefetch))).status
    assert 412 == refusal(request(lambda r: r.pop("prefetch"))).status


@pytest.mark.parametrize("key", ["patient", "il6", "crp"])
def test_an_error_of_the_server_in_place_of_results_is_412(key):
    """An OperationOutcome is no empty result."""
    outcome = {"resourceType": "OperationOutcome"}

    assert 412 == refusal(request(lambda r: r["prefetch"].update({key: outcome}))).status


def test_null_means_that_the_record_holds_nothing():
    """The specification: a key without data is null."""
    assert [] == answer(lambda r: r.update(prefetch={"patient": None, "il6": None, "crp": None}))["cards"]
    assert "critical" == answer(lambda r: r["prefetch"].update(patient=None))["cards"][0]["indicator"]


def test_a_record_without_il6_leaves_the_chart_quiet():
    """The laboratory flags its CRP itself."""
    assert [] == answer(lambda r: r["prefetch"].update(il6=None))["cards"]


def of(reference: str | None) -> Callable[[Request], object]:
    return lambda r: newest(r).update(subject=None if reference is None else {"reference": reference})


@pytest.mark.parametrize(
    "change",
    [
        of("Patient/pat-2"),
        of("https://other.example.org/fhir/Patient/pat-1"),
        of("urn:uuid:6a0e9a5c-6e0f-4f0e-8b6c-2d5c8f8f4a10"),
        lambda r: newest(r).update(subject={"identifier": {"system": "urn:mrn", "value": "4711"}}),
        lambda r: r["prefetch"]["crp"]["entry"][0]["resource"].update(subject={"reference": "Patient/pat-2"}),
        lambda r: r["context"].update(patientId="pat-2"),
        lambda r: r["prefetch"]["patient"].update(id="pat-2"),
        lambda r: r["prefetch"]["patient"].pop("id"),
        lambda r: r["prefetch"]["crp"]["entry"].append({"resource": {"resourceType": "Patient", "id": "pat-2"}}),
        lambda r: newest(r).update(subject={"reference": "#p"}, contained=[{"resourceType": "Patient", "id": "p"}]),
    ],
    ids=range(10),
)
def test_a_request_that_holds_somebody_else_is_refused_as_a_whole(change):
    """The patients of a prefetch are never mixed; which of two charts is wrong nobody can tell from here."""
    error = refusal(request(change))

    assert 400 == error.status
    assert not {"pat-1", "pat-2", "4711"} & set(re.findall(r"[\w-]+", str(error)))


@pytest.mark.parametrize(
    "change",
    [
        of("Patient/pat-1/_history/2"),
        of("https://ehr.example.org/fhir/Patient/pat-1"),
        of(None),
        lambda r: r.update(fhirServer="https://ehr.example.org/fhir/"),
        lambda r: [entry.pop("fullUrl") for key in ("il6", "crp") for entry in r["prefetch"][key]["entry"]],
        lambda r: r.pop("fhirServer"),
        lambda r: r["prefetch"].update(patient=None),
    ],
    ids=range(7),
)
def test_every_way_of_naming_the_patient_in_context_is_understood(change):
    """Relative, absolute, versioned, or not named in a search that was made for this patient."""
    assert answer()["cards"][0]["summary"] == answer(change)["cards"][0]["summary"]


def test_a_result_that_cannot_be_read_has_a_card_and_its_place():
    """Silence would pass for a result: what was left out is said, and counted."""
    found = answer(lambda r: newest(r)["valueQuantity"].update(unit="IU/mL", code="[IU]/mL"))
    (card,) = (each for each in found["cards"] if each["summary"].startswith("Not every"))

    assert card["summary"].endswith(": 1.")
    assert "prefetch.il6.entry\\[0\\]" in card["detail"]
    assert [("prefetch.il6.entry[0].valueQuantity", "unit_ambiguous")] == [
        (each["where"], each["code"]) for each in found["extension"][EXTENSION]["omitted"]
    ]


@pytest.mark.parametrize("days, told", [(183, 1), (184, 0)])
def test_an_unread_result_of_long_ago_is_listed_and_has_no_card(days, told):
    """Otherwise a chart would warn of it for ever."""
    earlier = {"effectiveDateTime": (DAY - timedelta(days=days)).isoformat(), "valueQuantity": {"value": 2.6}}
    found = answer(lambda r: r["prefetch"]["il6"]["entry"][1]["resource"].update(earlier))

    assert told == sum(card["summary"].startswith("Not every") for card in found["cards"])
    assert ["no_unit"] == [each["code"] for each in found["extension"][EXTENSION]["omitted"]]


def test_an_unread_result_is_told_where_nobody_says_which_day_it_is():
    found = answer(lambda r: newest(r)["valueQuantity"].update(unit="IU/mL", code="[IU]/mL"), as_of=None)
    assert 1 == sum(card["summary"].startswith("Not every") for card in found["cards"])


def test_an_unread_il6_outweighs_an_older_one_that_was_read():
    """The newest may be the one that was not judged; a CRP that cannot be read is no such thing."""

    def summaries(key: str) -> list[tuple[str, bool]]:
        def change(r: Request) -> None:
            r["prefetch"]["crp"]["entry"][0]["resource"]["valueQuantity"].update(value=1.6)
            for entry in r["prefetch"][key]["entry"][:1]:
                entry["resource"]["valueQuantity"].update(unit="IU/mL", code="[IU]/mL")
            newest(r)["valueQuantity"].update(value=2.4)

        return [(card["indicator"], card["summary"].startswith("Not every")) for card in answer(change)["cards"]]

    assert [("warning", True), ("info", False)] == summaries("il6")
    assert [("info", False), ("info", True)] == summaries("crp")


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "registered"])
def test_a_withdrawn_result_is_listed_and_has_no_card(status):
    """It is left out as it should be; the record is accounted for all the same."""
    found = answer(lambda r: r["prefetch"]["il6"]["entry"][1]["resource"].update(status=status))

    assert 1 == len(found["cards"])
    assert ["prefetch.il6.entry[1]"] == [each["where"] for each in found["extension"][EXTENSION]["omitted"]]


def test_a_single_resource_is_taken_where_a_search_was_asked_for():
    """A client may answer a search of one result with the resource itself."""
    assert "critical" == answer(lambda r: r["prefetch"].update(il6=newest(r)))["cards"][0]["indicator"]


def crp_of(day: str, value: float) -> dict[str, Any]:
    """An hs-CRP of the patient of the example, of another day."""
    resource = copy.deepcopy(REQUEST["prefetch"]["crp"]["entry"][0]["resource"])
    resource |= {"id": day, "status": "final", "effectiveDateTime": f"{day}T08:00:00+01:00"}
    resource["valueQuantity"]["value"] = value
    return {"resource": resource}


def test_a_crp_that_was_measured_again_after_the_il6_is_told_and_not_judged():
    """On a ward CRP goes on after the one IL-6; that must not cost the card, and is not passed over."""
    later = [crp_of("2026-11-21", 20), crp_of("2026-11-22", 12), crp_of("2026-11-10", 2)]
    found = answer(lambda r: r["prefetch"]["crp"]["entry"].extend(later))

    assert answer()["cards"][0]["summary"] == found["cards"][0]["summary"]
    assert len(answer()["cards"]) == len(found["cards"])
    assert [1] * len(found["cards"]) == [str(card["detail"]).count("not judged here") for card in found["cards"]]
    assert [(f"prefetch.crp.entry[{n}]", "later_hs_crp") for n in (1, 2)] == [
        (each["where"], each["code"]) for each in found["extension"][EXTENSION]["omitted"]
    ]
    earlier = answer(lambda r: r["prefetch"]["crp"]["entry"].append(crp_of("2026-11-10", 2)))
    assert "not judged here" not in str(earlier)
    assert "omitted" not in earlier["extension"][EXTENSION]


def test_a_page_of_a_search_with_more_to_come_is_accounted_for() -> None:
    """The service asks for the newest first; a server that does not sort may hold the newest on the next page."""

    def paged(made: Request) -> None:
        made["prefetch"]["il6"]["link"] = [{"relation": "self", "url": "x"}, {"relation": "next", "url": "y"}]

    found = answer(paged)["extension"][EXTENSION]["notes"]
    assert [("prefetch.il6.link[1]", "more_pages")] == [
        (note["where"], note["code"]) for note in found if note["code"] == "more_pages"
    ]


def test_an_acute_crp_two_weeks_before_counts_as_the_first_of_two():
    """Earlier CRP results of the record take part in the care."""
    small = lambda r: newest(r)["valueQuantity"].update(value=5.1)  # noqa: E731  (one change of two)
    twice = lambda r: (small(r), r["prefetch"]["crp"]["entry"].append(crp_of("2026-11-01", 22)))  # noqa: E731

    assert "should be evaluated by a clinician" not in answer(small)["cards"][0]["summary"]
    assert "should be evaluated by a clinician" in answer(twice)["cards"][0]["summary"]


def test_what_the_library_refuses_is_a_refused_request(monkeypatch):
    """A service answers with a status, whatever the record holds."""

    def refuse(*_args: Any, **_options: Any) -> None:
        raise forge_il6.CaseError("history[3]: contradicts itself")

    monkeypatch.setattr(cds_hooks, "interpret", refuse)
    error = refusal(REQUEST)

    assert (400, True) == (error.status, "history[3]" in str(error))


def test_the_record_tells_a_child():
    """The age comes from the record; a child is not judged by adult reference values, and an acute value is told."""
    (card,) = answer(lambda r: r["prefetch"]["patient"].update(birthDate="2014-02-01"))["cards"][:1]

    assert "critical" == card["indicator"]
    child = answer(
        lambda r: (
            r["prefetch"]["patient"].update(birthDate="2014-02-01"),
            newest(r)["valueQuantity"].update(value=2.4),
        )
    )
    assert "not judged" in child["cards"][0]["summary"]


def test_the_rules_of_a_host_are_named_as_the_source():
    """An override shows wherever it was used."""
    own = STANDARD.override(acute_il6=Threshold(60, "pg/mL", Convention("ward protocol 7")))
    card = answer(rules=own)["cards"][0]

    assert "warning" == card["indicator"]
    assert "ward protocol 7" in card["detail"]


def test_nothing_that_a_patient_is_known_by_comes_back():
    """Private data goes into no card and no message."""
    found = json.dumps(
        answer(
            lambda r: r["prefetch"]["patient"].update(name=[{"family": "Musterfrau"}], identifier=[{"value": "4711"}])
        )
    )

    assert not re.search(r"pat-1|Musterfrau|4711|example\.org|il6-2|1969", found)


# --- hostile requests ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        "", "{", "[]", "null", "5", '"patient-view"', "[" * 100_000, '{"a":' * 100_000, "9" * 10_000, '{"a": NaN}',
        '{"hook": "patient-view", "hook": "patient-view"}', b"\xff\xfe", b"\x00", [], None, 5, {},
        {"hook": "order-sign"}, {"hook": ["patient-view"]}, {"hook": "patient-view"},
        request(lambda r: r.pop("context")), request(lambda r: r["context"].pop("patientId")),
        request(lambda r: r["context"].update(patientId="../pat-1")), request(lambda r: r.pop("hookInstance")),
        request(lambda r: r["context"].update(patientId="x" * 65)), request(lambda r: r.update(fhirServer="file:///")),
        request(lambda r: r["prefetch"]["il6"].update(implicitRules="https://x.org")),
        request(lambda r: r["prefetch"]["il6"].update(entry={})),
        request(lambda r: r["prefetch"].update(il6=[])), request(lambda r: r["prefetch"].update(il6={})),
    ],
    ids=lambda document: str(document)[:24],
)  # fmt: skip
def test_what_is_no_request_of_this_hook_is_400(document):
    """Untrusted input: a clear error, nothing leaked, no hang."""
    assert 400 == refusal(document).status


def test_another_hook_is_refused_by_name():
    error = refusal(request(lambda r: r.update(hook="order-sign")))
    assert str(error).startswith("hook: ")


def test_what_is_missing_is_told_from_what_is_of_another_type():
    missing, wrong = (refusal(request(lambda r, c=context: r.update(context=c))) for context in (None, 5))
    assert ("missing" in str(missing), "missing" in str(wrong)) == (True, False)


def test_a_key_that_stands_twice_is_not_repeated_in_the_error():
    """A key may be an identifier."""
    assert "4711" not in str(refusal('{"4711": 1, "4711": 2}'))


def test_an_id_that_is_none_is_refused_before_anything_is_looked_up():
    """An id goes into an address."""
    nothing = {"patient": None, "il6": None, "crp": None}
    error = refusal(request(lambda r: (r["context"].update(patientId="a/b"), r.update(prefetch=nothing))))

    assert "context.patientId" in str(error)


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(part, (dict, list)):
        for key, each in part.items() if isinstance(part, dict) else enumerate(part):
            yield from places(each, (*path, key))


def outcome(made: Any) -> tuple[int, Any]:
    """The status and the body with which a service would answer."""
    try:
        return 200, respond(made, as_of=DAY)
    except HookError as error:
        return error.status, {"detail": str(error)}


WRONG = (None, True, 0, -1.5, "", "\u202e<b>x</b>", [], [None], {}, {"x": 1}, "9" * 400)


@pytest.mark.parametrize("path", list(places(REQUEST)), ids=lambda path: ".".join(map(str, path)))
def test_a_wrong_type_anywhere_is_refused_or_left_out(path):
    """Wrong types at every path: a 4xx with a clear message, or an answer that the specification allows."""
    for wrong in WRONG:
        made = copy.deepcopy(REQUEST)
        part = made
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = wrong
        status, found = outcome(made)
        said = json.dumps(found)

        assert status in (200, 400, 412)
        assert [] == (problems(found, "response") if status == 200 else []), wrong
        assert 200 == status or 300 >= len(found["detail"])
        assert "pat-1" not in said
        assert "<b>" not in said


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
        max_leaves=12,
    )
)
def test_any_prefetch_is_answered_or_refused(prefetch):
    """Never an error of another kind."""
    for place in ("prefetch", "il6"):
        made = request(lambda r: (r if place == "prefetch" else r["prefetch"]).update({place: prefetch}))  # noqa: B023  (called at once)
        status, found = outcome(made)

        assert [] == (problems(found, "response") if status == 200 else [])


# --- feedback --------------------------------------------------------------------------------------

TOLD = {
    "card": "4e0a3a1e-3283-4575-ab82-028d55fe2719",
    "outcome": "overridden",
    "overrideReason": {"reason": {"system": "https://x.org/reasons", "code": "seen"}, "userComment": "Mrs Musterfrau"},
    "outcomeTimestamp": "2026-11-20T09:00:00Z",
}


def test_feedback_is_read_without_its_comment():
    """A comment is free text about a patient; nothing here needs it."""
    (found,) = read_feedback(json.dumps({"feedback": [TOLD]}))

    assert [] == problems({"feedback": [TOLD]}, "feedback")
    assert (TOLD["card"], "overridden", ("https://x.org/reasons", "seen")) == (found.card, found.outcome, found.reason)
    assert datetime(2026, 11, 20, 9, tzinfo=UTC) == found.at
    assert "Musterfrau" not in repr(found)


def test_an_accepted_card_names_what_was_accepted():
    """The specification: acceptedSuggestions is required for accepted outcomes."""
    told = {**TOLD, "outcome": "accepted"}
    told.pop("overrideReason")

    assert [] != problems({"feedback": [told]}, "feedback")
    with pytest.raises(HookError, match="acceptedSuggestions: missing"):
        read_feedback({"feedback": [told]})
    (found,) = read_feedback({"feedback": [{**told, "acceptedSuggestions": [{"id": "x"}]}]})
    assert ("accepted", None) == (found.outcome, found.reason)


@pytest.mark.parametrize(
    "change",
    [
        {"card": None}, {"card": 5}, {"outcome": "ignored"}, {"outcome": None}, {"outcomeTimestamp": "2026-11-20"},
        {"outcomeTimestamp": "2026-11-20T09:00:00"}, {"outcomeTimestamp": "2026-13-20T09:00:00Z"},
        {"outcomeTimestamp": 5}, {"overrideReason": "seen"}, {"overrideReason": {"reason": "seen"}},
        {"overrideReason": {"reason": {"code": "seen"}}},
    ],
    ids=str,
)  # fmt: skip
def test_feedback_that_is_none_is_400(change):
    """The field is named, the comment never."""
    with pytest.raises(HookError, match=r"^feedback\[0\]\.") as caught:
        read_feedback({"feedback": [TOLD | change]})
    assert (400, False) == (caught.value.status, "Musterfrau" in str(caught.value))


@pytest.mark.parametrize("document", ["[]", "{}", '{"feedback": {}}', '{"feedback": [5]}', "{"])
def test_a_body_that_is_no_feedback_is_400(document):
    """The body is an object that holds a list."""
    with pytest.raises(HookError):
        read_feedback(document)


# --- over HTTP -------------------------------------------------------------------------------------


class Server:
    """The service of the examples as a process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SERVICE), "--port", "0", "--as-of", DAY.isoformat()],
            stderr=subprocess.PIPE,
            text=True,
            env=environment(PYTHONUNBUFFERED="1"),
        )
        self.log: list[str] = []
        self.port = 0
        for line in self.process.stderr or ():
            self.log.append(line)
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr or ()))
        self.reader.start()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            named = {"Content-Type": "application/json", **named} if body is not None else named
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.reader.join(timeout=30)
        if self.process.stderr is not None:
            self.process.stderr.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()
    assert 0 < running.port, "".join(running.log)
    assert not re.search(r"Traceback|pat-1|Musterfrau", "".join(running.log)), "".join(running.log)


CALL = f"/cds-services/{SERVICE_ID}"


def test_the_service_answers_a_client(server):
    """Discovery, a call, feedback on its card: the three endpoints of the specification over real sockets."""
    status, _, body = server.ask("GET", "/cds-services")
    assert (200, discovery()) == (status, json.loads(body))

    status, headers, body = server.ask("POST", CALL, json.dumps(REQUEST))
    found = json.loads(body)
    assert (200, "application/json") == (status, headers["content-type"])
    assert answer() == found
    assert [] == problems(found, "response")

    told = {"feedback": [{**TOLD, "card": found["cards"][0]["uuid"]}]}
    assert (200, b"") == server.ask("POST", f"{CALL}/feedback", json.dumps(told))[::2]


@pytest.mark.parametrize(
    "method, path, body, headers, status",
    [
        ("POST", CALL, "{", {}, 400),
        ("POST", CALL, "[" * 100_000, {}, 400),
        ("POST", CALL, b"\xff", {}, 400),
        ("POST", CALL, json.dumps({"hook": "order-sign"}), {}, 400),
        ("POST", CALL, json.dumps(request(of("Patient/pat-2"))), {}, 400),
        ("POST", f"{CALL}/feedback", "[]", {}, 400),
        ("POST", "/cds-services/another", "{}", {}, 404),
        ("POST", "/cds-services/another/feedback", "{}", {}, 404),
        ("GET", "/", None, {}, 404),
        ("GET", CALL, None, {}, 405),
        ("POST", CALL, json.dumps(request(lambda r: r.pop("prefetch"))), {}, 412),
        ("POST", CALL, json.dumps(REQUEST) + " " * 5_000_000, {}, 413),
        ("POST", CALL, json.dumps(REQUEST), {"Content_Type": "text/plain"}, 415),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_answered_is_4xx_with_a_reason(server, method, path, body, headers, status):
    """Clear 4xx errors without identifiers, and no traceback."""
    found, _, said = server.ask(method, path, body, **headers)

    assert status == found
    assert json.loads(said)["detail"]
    assert not re.search(rb"pat-|Traceback|File ", said)


def test_the_service_still_answers_after_hostile_requests(server):
    """One client's mistake costs one answer."""
    assert 400 == server.ask("POST", CALL, "[" * 100_000)[0]
    assert 200 == server.ask("POST", CALL, json.dumps(REQUEST))[0]


@pytest.mark.parametrize(
    "origin, allowed", [("https://sandbox.cds-hooks.org", True), ("https://elsewhere.example", False)]
)
def test_only_listed_origins_may_call_from_a_browser(server, origin, allowed):
    """Cross-origin calls are for named clients."""
    _, headers, _ = server.ask("OPTIONS", CALL, Origin=origin, Access_Control_Request_Method="POST")

    assert (origin if allowed else None) == headers.get("access-control-allow-origin")


def test_a_local_time_of_the_record_is_placed_in_the_time_zone_of_the_service() -> None:
    """Without it the day alone is known, and the record says so."""

    def local(made: Request) -> None:
        newest(made)["effectiveDateTime"] = "2026-11-20T08:10:00"

    codes = [
        [
            each["code"]
            for each in answer(local, time_zone=zone).get("extension", {}).get(EXTENSION, {}).get("notes", [])
        ]
        for zone in (None, "Europe/Berlin")
    ]
    assert ["time_without_offset" in each for each in codes] == [True, False]


def test_what_somebody_wrote_to_the_result_is_told_on_the_card_and_not_repeated() -> None:
    """A comment may take the number back; nobody but a reader can tell."""
    made = answer(lambda made: newest(made).update(note=[{"text": "Erika: grossly haemolysed"}]))

    assert any("nobody read it" in card["detail"] for card in made["cards"])
    assert "Erika" not in json.dumps(made)


@pytest.mark.parametrize("caseless, read", [(False, False), (True, True)])
def test_units_in_capitals_are_read_where_the_service_says_so(caseless: bool, read: bool) -> None:
    def capitals(made: Request) -> None:
        newest(made)["valueQuantity"] |= {"unit": "PG/ML", "code": "PG/ML"}

    notes = answer(capitals, ucum_case_insensitive=caseless).get("extension", {}).get(EXTENSION, {}).get("omitted", [])
    assert read is ("unit_capitals" not in [each["code"] for each in notes])
