"""What a program that calls tools is told, and the same over the protocol with its official client."""

import json
import sys

import pytest

from forge_il6 import interpret_case
from forge_il6.errors import CaseError
from forge_il6.interop import agents, mcp_server
from forge_il6.interop.agents import MOST, check_case, describe_facts, explain_finding, interpret_il6, tools
from forge_il6.schema import case_schema
from place import NAME, environment

LONE = {"reading": {"il6": "2.4 pg/mL"}}
CHEST_PAIN = LONE | {"context": {"red_flags": ["chest_pain"]}}
SERVER = f"{NAME}.interop.mcp_server"


def size(answer):
    return len(json.dumps(answer, ensure_ascii=False).encode())


def everything():
    """Every part of a case, and every finding of a case that has many."""
    yield from (describe_facts({"part": part}) for part in agents._PARTS)
    yield interpret_il6(LONE)
    for code in {each.code for each in interpret_case(LONE).findings}:
        for audience in ("patient", "clinician"):
            yield explain_finding({"case": LONE, "code": code, "audience": audience})


def test_no_answer_is_longer_than_2_kb():
    assert [answer for answer in everything() if size(answer) > MOST] == []


def test_what_was_left_out_is_counted():
    whole, told = interpret_case(LONE).questions, interpret_il6(LONE)

    assert len(told["questions"]) + told["left_out"]["questions"] == len(whole)
    assert 1 < len(told["questions"]) < len(whole)


def test_care_stands_first_and_urgent_care_stands_alone():
    assert next(iter(interpret_il6(LONE))) == "care"
    assert interpret_il6(CHEST_PAIN)["care"] == "urgent"
    assert list(interpret_il6(CHEST_PAIN)) == ["care", "summary", "caveat"]


def test_an_answer_is_the_verdict_of_the_same_case():
    verdict, told = interpret_case(LONE), interpret_il6(LONE)

    assert told["summary"] == verdict.summary
    assert told["band"] == verdict.band.value
    assert told["standing"]["il6"][0] == verdict.standing.il6.code.value


def test_a_question_states_facts_that_lead_where_it_says():
    (first, *_) = interpret_il6(LONE)["questions"]

    for answer in first["answers"]:
        stated = {part: facts | LONE.get(part, {}) for part, facts in (LONE | answer["states"]).items()}
        assert interpret_il6(stated)["care"] == answer["care"]


def test_every_fact_of_a_part_can_be_described_page_by_page():
    first = describe_facts({"part": "context"})
    names = [each["name"] for each in first["facts"]]
    while "left_out" in first:
        first = describe_facts({"part": "context", "after": names[-1]})
        names += [each["name"] for each in first["facts"]]

    assert names == list(agents._inlined(case_schema())["$defs"]["Context"]["properties"])


def test_a_case_that_cannot_be_read_is_told_with_the_way_out():
    assert check_case(LONE) == {"can_be_read": True, "stated": {"reading": ["il6"]}}
    assert "did you mean 'il6'" in check_case({"reading": {"il": "2.4 pg/mL"}})["error"]


@pytest.mark.parametrize("asked", [{}, {"part": "person"}, {"part": "context", "after": "Mustermann"}, {"part": ["x"]}])
def test_what_cannot_be_asked_for_is_refused_and_not_repeated(asked):
    with pytest.raises(CaseError) as error:
        describe_facts(asked)

    assert "accepted: " in str(error.value)
    assert "Mustermann" not in str(error.value)


def test_no_schema_refers_elsewhere_or_fills_in_a_missing_fact():
    """Many clients follow no reference, and a default would be a guess."""
    for each in tools():
        text = json.dumps(each.takes)
        assert "$ref" not in text
        assert '"default"' not in text


anyio = pytest.importorskip("anyio", reason="the Model Context Protocol library is an extra")
mcp = pytest.importorskip("mcp", reason="the Model Context Protocol library is an extra")
stdio = pytest.importorskip("mcp.client.stdio")


async def spoken(*calls):
    server = mcp.StdioServerParameters(command=sys.executable, args=["-m", SERVER], env=environment())
    async with stdio.stdio_client(server) as streams, mcp.ClientSession(*streams) as session:
        await session.initialize()
        return await session.list_tools(), [await session.call_tool(name, arguments) for name, arguments in calls]


def test_the_official_client_finds_the_tools_and_calls_them():
    offered, (told, refused, unknown) = anyio.run(
        spoken, ("interpret_il6", LONE), ("interpret_il6", {"reading": {"il6": "2.4"}}), ("nothing", {})
    )

    assert [each.name for each in offered.tools] == [each.name for each in tools()]
    assert all(each.annotations.readOnlyHint for each in offered.tools)
    assert json.loads(told.content[0].text) == interpret_il6(LONE)
    assert not told.isError
    assert refused.isError
    assert "il6" in refused.content[0].text
    assert unknown.isError


def test_without_the_library_the_command_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "anyio", None)

    assert mcp_server.main() == 2
    assert "forge-il6[mcp]" in capsys.readouterr().err
