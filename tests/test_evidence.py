"""Who says so: every number rests on something, and every record says what its publication says."""

from __future__ import annotations

import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module

import attrs
import pytest

import golden_documents
from forge_il6 import STANDARD, Citation, Convention, Figure, Scale, Source, Threshold, ThresholdError, Verdict
from forge_il6 import knowledge as knowledge_package
from forge_il6.codes import Intervention
from forge_il6.describe import PAGES
from forge_il6.evidence import verified
from forge_il6.knowledge import sources
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.interventions import INTERVENTIONS
from forge_il6.knowledge.sources import ARTICLE_REFERENCES, SOURCES
from place import ROOT

# --- finding every number --------------------------------------------------------------------------


def modules() -> Iterator[object]:
    for info in pkgutil.iter_modules(knowledge_package.__path__, f"{knowledge_package.__name__}."):
        yield import_module(info.name)


def numbers_in(value: object, name: str) -> Iterator[tuple[str, Threshold]]:
    """Every threshold inside a value of a knowledge module, with a name for it."""
    if isinstance(value, Threshold):
        yield name, value
    elif isinstance(value, Scale):
        for cut in value.cuts:
            yield f"{name}.{cut.name}", cut.at
    elif attrs.has(type(value)) and not isinstance(value, (Source, type)):
        for field in attrs.fields(type(value)):
            yield from numbers_in(getattr(value, field.name, None), f"{name}.{field.name}")
    elif hasattr(value, "values") and not isinstance(value, type):
        for key, entry in value.items():  # type: ignore[attr-defined]
            yield from numbers_in(entry, f"{name}[{key}]")


def every_number() -> dict[str, Threshold]:
    found = {
        label: threshold
        for module in modules()
        for name, value in vars(module).items()
        if not name.startswith("__")
        for label, threshold in numbers_in(value, f"{module.__name__.rsplit('.', 1)[-1]}.{name}")  # type: ignore[attr-defined]
    }
    return found | {f"{rule.id}.{name}": t for rule in STANDARD for name, t in rule.thresholds().items()}


NUMBERS = every_number()
CITED = {name: (t, t.basis) for name, t in NUMBERS.items() if isinstance(t.basis, Citation)}
RECORDS = {name: value for name, value in vars(sources).items() if isinstance(value, Source)}

# --- reading a figure as printed -------------------------------------------------------------------

HOURS = {
    "minute": Decimal(1) / 60, "min": Decimal(1) / 60, "h": Decimal(1), "hour": Decimal(1), "d": Decimal(24),
    "day": Decimal(24), "week": Decimal(168), "wk": Decimal(168),
}  # fmt: skip
OTHER_UNITS = {
    "%", "pg/mL", "ng/mL", "ng/L", "mg/L", "mg/dL", "nmol/L", "kg", "kg/year", "mg", "mg/day", "ug", "IU", "pg", "°",
    "°C", "year", "month", "fold", "SD",
}  # fmt: skip
PRINTED = re.compile(
    r"(?:(?P<before>day|week|hour) )?"
    r"(?<![\w.])(?P<low>\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?[–-]\s?(?P<high>\d+(?:,\d{3})*(?:\.\d+)?))?"
    r"[\s-]*(?P<unit>%|°C?|[A-Za-zµ]+(?:/[A-Za-z]+)?)?"
)
NAMES = re.compile(r"IL-?\d+|COVID-19|25-OH")
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


def singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in HOURS.keys() | OTHER_UNITS else word


def printed(figure: str) -> list[tuple[Decimal, str]]:
    """Every number of a figure with the unit printed beside it; empty where there is none that is known."""
    found = []
    for match in PRINTED.finditer(NAMES.sub("", figure)):
        unit = singular(match["unit"] or "")
        unit = unit if unit in HOURS or unit in OTHER_UNITS else match["before"] or ""
        ends = filter(None, (match["low"], match["high"]))
        found += [(Decimal(end.replace(",", "")), unit) for end in ends]
    return found


def says(number: Decimal, unit: str, threshold: Threshold) -> bool:
    """Whether a printed number is the threshold, once both are in one unit."""
    ours = threshold.unit.split(" of ")[0].split(" per ")[0]
    if unit in HOURS and ours in HOURS:
        return number * HOURS[unit] == threshold.value * HOURS[ours]
    return number == threshold.value and unit in ("", ours)


@pytest.mark.parametrize(
    "figure, expected",
    [
        ("minimum 24 hours", [(24, "hour")]),
        ("48–72 hour exercise effect", [(48, "hour"), (72, "hour")]),
        ("about 2 weeks apart", [(2, "week")]),
        ("still raised on day 3", [(3, "day")]),
        ("hold 24 h above 5 mg/day", [(24, "h"), (5, "mg/day")]),
        ("100,000 IU per 1 ug", [(100000, "IU"), (1, "ug")]),
        ("total 3.7–8.0 %", [(Decimal("3.7"), "%"), (8, "%")]),
        ("20 °C", [(20, "°C")]),
        ("IL-6 rises after COVID-19", []),
        ("85+", [(85, "")]),
    ],
)
def test_numbers_and_units_of_a_figure_are_read(figure: str, expected: list[tuple[Decimal, str]]) -> None:
    """The comparison below is worth no more than this reading."""
    assert expected == printed(figure)


@pytest.mark.parametrize(
    "figure, expected",
    [
        ("2 weeks", True),
        ("14 d", True),
        ("14 h", False),
        ("336 hours", True),
        ("14 kg", False),
        ("14", True),
        ("15 d", False),
    ],
)
def test_a_printed_number_is_compared_in_one_unit(figure: str, expected: bool) -> None:
    """Fourteen of something else is not fourteen days."""
    threshold = Threshold(14, "day", Convention("two weeks"))

    assert expected is any(says(number, unit, threshold) for number, unit in printed(figure))


# --- every number has its basis --------------------------------------------------------------------


def test_there_are_numbers_to_look_at() -> None:
    """A walk that finds nothing would prove nothing."""
    kinds = {type(threshold.basis) for threshold in NUMBERS.values()}

    assert {Citation, Convention} == kinds
    assert {"thresholds.TARGET", "thresholds.IL6_BANDS.ceiling", "measurands.VITAMIN_D_FACTOR"} <= NUMBERS.keys()
    assert any(name.startswith("assays.ASSAYS") for name in NUMBERS)


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_every_number_rests_on_a_citation_or_a_reason(name: str) -> None:
    """Protocol: every number has one of three bases, and carries it."""
    basis = NUMBERS[name].basis

    assert basis.letter in ("A", "L", "C")
    assert len(str(basis).split()) > 1


@pytest.mark.parametrize("name", sorted(CITED))
def test_a_cited_number_is_the_printed_one_or_says_how_it_was_derived(name: str) -> None:
    """Design 5: a citation repeats the number as printed, and a test converts and compares."""
    threshold, basis = CITED[name]
    is_printed = any(says(number, unit, threshold) for number, unit in printed(basis.figure))

    assert is_printed or len(basis.note.split()) > 1, f"{threshold} is not in '{basis.figure}', and no note says why"


SPANS = {name: pair for name, pair in CITED.items() if re.fullmatch("the (near|far) end of the span", pair[1].note)}


@pytest.mark.parametrize("name", sorted(SPANS))
def test_the_end_of_a_span_is_that_end(name: str) -> None:
    """A note excuses a number that is not printed, and this one says that it is."""
    threshold, basis = SPANS[name]
    end = min if "near" in basis.note else max
    number, unit = end(printed(basis.figure))

    assert says(number, unit, threshold)


@pytest.mark.parametrize("name", sorted(CITED))
def test_a_cited_figure_is_in_the_record_of_its_source(name: str) -> None:
    """Text and number side by side, unequal: here the citation and the record are compared."""
    _, basis = CITED[name]
    source = basis.source
    texts = [source.title, source.population, source.design]
    for figure in source.figures:
        texts += [figure.what, f"{figure.value} {figure.measure}", figure.interval]
    recorded = {number for text in texts for number, _ in printed(text)}
    recorded |= {Decimal(WORDS[word]) for text in texts for word in text.lower().split() if word in WORDS}

    assert set() == {number for number, _ in printed(basis.figure)} - recorded


@pytest.mark.parametrize("name", sorted(CITED))
def test_a_cited_source_is_listed(name: str) -> None:
    """Every paper once: whoever reads the list finds everything that is cited."""
    _, basis = CITED[name]
    source = basis.source

    assert SOURCES[source.key] is source


@pytest.mark.parametrize(
    "basis, letter",
    [
        (Citation(sources.ARTICLE, "> 3.0 pg/mL"), "A"),
        (Citation(sources.KNUDSEN_2008, "27 %"), "L"),
        (Convention("two of two"), "C"),
    ],
    ids=str,
)
def test_a_basis_says_whose_it_is(basis: Citation | Convention, letter: str) -> None:
    """Protocol: A the article, L the literature, C our convention."""
    assert letter == basis.letter


@pytest.mark.parametrize("reason", ["", "   ", None, 42])
def test_a_convention_needs_its_reason(reason: object) -> None:
    """A number without a reason is a number out of nowhere."""
    with pytest.raises(ThresholdError, match="reason"):
        Convention(reason)  # type: ignore[arg-type]


MOVED_BY = {
    "adult_age": "sepiashvili_2021",
    "analytical_cv": "prieto_2010",
    "fasting_full": "emerson_2017",
    "fasting_short": "emerson_2017",
    "spin_limit": "knudsen_2008",
    "receptor_blocker_hold": "nishimoto_2008",
    "anti_il6_hold": "mayo_il6",
    "urgent_il6": "sepsis_medians",
}


@pytest.mark.parametrize("name, key", MOVED_BY.items())
def test_a_number_that_no_figure_holds_is_a_convention_with_its_source_as_the_reason(name: str, key: str) -> None:
    """Evidence 6.1: basis C, the source stays as the reason."""
    basis = NUMBERS[f"thresholds.{name.upper()}"].basis

    assert isinstance(basis, Convention)
    assert "C" == basis.letter
    assert basis.source is SOURCES[key]
    assert basis.source.short in str(basis)


@pytest.mark.parametrize("name", [*MOVED_BY, "hrv_decline"])
def test_no_figure_of_the_source_of_a_convention_prints_its_number(name: str) -> None:
    """Where it did, it would be a citation; the analytical CV is printed for other concentrations, and says so."""
    threshold = NUMBERS[f"thresholds.{name.upper()}"]
    figures = threshold.basis.source.figures if threshold.basis.source else ()
    texts = [f"{figure.value} {figure.measure}" for figure in figures]
    is_printed = any(says(number, unit, threshold) for text in texts for number, unit in printed(text))

    assert is_printed is (name == "analytical_cv")
    assert not is_printed or "1 pg/mL" in str(threshold.basis)


@pytest.mark.parametrize(
    "name, key",
    [
        ("RACE_HOLD", "waskiewicz_2025"),
        ("RACE_CAUTION", "ultra_2016"),
        ("CRP_RACE_HOLD", "marathon_crp"),
        ("CRP_ECCENTRIC_HOLD", "marathon_crp"),
    ],
)
def test_a_hold_after_a_race_rests_on_a_study_of_its_own_analyte(name: str, key: str) -> None:
    """Evidence 6.1: the marathon study measured CRP, and says nothing of IL-6."""
    assert CITED[f"thresholds.{name}"][1].source.key == key


# --- what nobody has seen --------------------------------------------------------------------------

UNSEEN = [source for source in RECORDS.values() if not source.is_verified]


def test_there_are_records_that_nobody_has_seen() -> None:
    """The laws below would else say nothing."""
    assert {"rd_quantikine_hs", "msd_vplex", "siemens_immulite", "nct07195318"} <= {source.key for source in UNSEEN}
    assert not {source.key for source in verified(RECORDS.values())} & {source.key for source in UNSEEN}


@pytest.mark.parametrize("source", UNSEEN, ids=lambda source: source.key)
def test_nothing_can_be_cited_from_memory(source: Source) -> None:
    """Evidence 6.1: verify it, or keep it out."""
    with pytest.raises(ThresholdError, match="memory"):
        Citation(source, "5 pg/mL")
    with pytest.raises(ThresholdError, match="memory"):
        Convention("by custom", source)


def test_no_sentence_and_no_intervention_rests_on_memory() -> None:
    """By construction: the records pass the one filter when they are made."""
    rested = [each for record in INTERVENTIONS.values() for each in record.sources]
    rested += [each for record in FINDINGS.values() for each in record.mechanism.sources]

    assert len(rested) > 100
    assert [] == [source.key for source in rested if not source.is_verified]
    assert () == attrs.evolve(INTERVENTIONS[Intervention.FISETIN], sources=UNSEEN).sources
    assert () == attrs.evolve(FINDINGS["elevated"].mechanism, sources=UNSEEN).sources


def texts_of(verdict: Verdict) -> Iterator[str]:
    """Everything that a person may read of a verdict."""
    yield from (str(verdict), verdict.to_html(), json.dumps(verdict.to_dict(), ensure_ascii=False))
    for finding in verdict.findings:
        yield from (verdict.explain(finding), verdict.explain(finding, "clinician"))


def everything_read() -> str:
    """The verdicts of the kept cases, and the pages of the documentation but for what says that it is not verified."""
    verdicts = [
        Verdict.from_dict(golden_documents.today(json.loads(path.read_text(encoding="utf-8")))) for path in GOLDEN
    ]
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")]
    pages += [page() for page in PAGES.values()]
    read = [text for verdict in verdicts for text in texts_of(verdict)]
    return "\n".join(read + [page.partition("## Not verified")[0] for page in pages])


GOLDEN = sorted(golden_documents.TODAY.glob("*.json"))


def test_nothing_that_a_person_reads_names_a_record_from_memory() -> None:
    """Evidence 6.1: kept out of reports, cards, documents, explanations and pages."""
    read = everything_read()

    assert len(GOLDEN) > 10
    assert "from memory" not in read
    for source in UNSEEN:
        assert f"#{source.key}" not in read, source.key
        assert str(source) not in read, source.key
        assert f"{source.short}" not in read, source.key
    for source in verified(RECORDS.values()):
        for figure in source.remembered:
            assert str(figure) not in read, source.key


# --- the records -----------------------------------------------------------------------------------


def test_every_record_is_listed_once_under_its_own_key() -> None:
    """A key used twice would hide one of two papers."""
    assert {} == {key: n for key, n in Counter(source.key for source in RECORDS.values()).items() if n > 1}
    assert {source.key for source in RECORDS.values()} == set(SOURCES)
    assert [] == [name for name, source in RECORDS.items() if name.lower() != source.key]


def test_every_record_is_a_work_of_its_own() -> None:
    """Every paper, once."""
    dois = Counter(source.doi.lower() for source in RECORDS.values() if source.doi)

    assert {} == {doi: n for doi, n in dois.items() if n > 1}


@pytest.mark.parametrize("source", RECORDS.values(), ids=lambda source: source.key)
def test_a_record_says_who_what_where_and_what_it_cannot_support(source: Source) -> None:
    """Protocol 10: typed records, each with what it cannot support."""
    assert all((source.authors, source.title, source.published_in, source.design, source.cannot_support))
    assert 1950 < source.year < 2100


@pytest.mark.parametrize("source", [s for s in RECORDS.values() if s.doi], ids=lambda source: source.key)
def test_a_doi_is_well_formed(source: Source) -> None:
    """A DOI is bare, so that one address can be made of it."""
    assert re.fullmatch(r"10\.\d{4,9}/[^\s\"<>]*[\w)]", source.doi)
    assert f"https://doi.org/{source.doi}" == source.url
    assert source.doi in str(source)


@pytest.mark.parametrize("source", RECORDS.values(), ids=lambda source: source.key)
def test_what_the_article_gets_wrong_stands_with_its_correction(source: Source) -> None:
    """Protocol 10: the record holds the corrected citation and what the article says."""
    assert bool(source.article_says) == bool(source.correction)


FIGURES = [(source, figure) for source in RECORDS.values() for figure in source.figures]


@pytest.mark.parametrize("figure", [figure for _, figure in FIGURES if figure.interval], ids=str)
def test_an_estimate_lies_inside_its_interval(figure: Figure) -> None:
    """A slip of a digit shows here."""
    low, high = (Decimal(end) for end in figure.interval.split("–"))

    assert low <= Decimal(figure.value) <= high
    assert figure.interval in str(figure)


RISKS = {source.key: source for source, figure in FIGURES if figure.measure in ("HR", "RR", "OR")}


@pytest.mark.parametrize("key", RISKS)
def test_a_risk_figure_comes_with_interval_and_population(key: str) -> None:
    """Protocol 10: risk figures are facts of a cohort, shown with interval and population."""
    assert RISKS[key].population
    assert any(figure.interval for figure in RISKS[key].figures)


# --- against the evidence file, value by value -----------------------------------------------------

REFERENCES = [
    ("khan_2024", "Khan MS", 2024, "10.1016/j.jacadv.2024.101063", "JACC Adv 3(8):101063", 6622),
    ("kaptoge_2014", "Kaptoge S", 2014, "10.1093/eurheartj/eht367", "Eur Heart J 35(9):578-589", None),
    ("papadopoulos_2022", "Papadopoulos A", 2022, "", "Neurology 98(10):e1002", 27411),
    ("li_2017", "Li H, Liu W, Xie J", 2017, "", "Arch Gerontol Geriatr 73:257-262", 9087),
    ("harris_1999", "Harris TB", 1999, "10.1016/s0002-9343(99)00066-2", "Am J Med", 1293),
    ("il6r_genetics_2012", "IL6R", 2012, "10.1016/S0140-6736(11)61931-4", "Lancet 379:1205", None),
    ("il6r_mr_2012", "IL6R", 2012, "10.1016/S0140-6736(12)60110-X", "Lancet 379:1214", None),
    ("ridker_2017", "Ridker PM", 2017, "10.1056/NEJMoa1707914", "N Engl J Med 377:1119-1131", None),
    ("ridker_2018", "Ridker PM", 2018, "10.1093/eurheartj/ehy310", "Eur Heart J 39:3499-3507", None),
    ("ferrucci_2018", "Ferrucci L", 2018, "10.1038/s41569-018-0064-2", "Nat Rev Cardiol 15:505-522", None),
    ("hickson_2019", "Hickson LJ", 2019, "10.1016/j.ebiom.2019.08.069", "EBioMedicine 47:446-456", 9),
    ("yousefzadeh_2018", "Yousefzadeh", 2018, "10.1016/j.ebiom.2018.09.015", "EBioMedicine 36:18-28", None),
    ("farr_2024", "Farr JN", 2024, "10.1038/s41591-024-03096-2", "Nat Med", 60),
    ("knudsen_2008", "Knudsen", 2008, "10.1080/13547500701615017", "Biomarkers 13:59-78", 318),
    ("pearson_2003", "Pearson TA", 2003, "10.1161/01.CIR.0000052939.59093.45", "Circulation 107:499-511", None),
    ("nishimoto_2008", "Nishimoto", 2008, "10.1182/blood-2008-05-155846", "Blood", None),
    ("williams_2019", "Williams", 2019, "10.1016/j.bbi.2019.03.009", "Brain Behav Immun", None),
    ("vitamin_d_umbrella_2022", "", 2022, "10.1016/j.phrs.2022.106484", "Pharmacol Res", None),
    # evidence 6
    ("waskiewicz_2025", "Waśkiewicz", 2025, "10.3390/ijms26136317", "Int J Mol Sci 26(13):6317", None),
    ("ultra_2016", "", 2016, "10.1186/s40798-016-0045-0", "Sports Med Open", 8),
    ("lmae064", "Gant Kanegusuku A, Carll T, Yeo", 2024, "10.1093/labmed/lmae064", "PMID 39126709", 43),
    ("eccentric_2003", "", 2003, "10.1055/s-2003-37197", "Int J Sports Med", 8),
    ("zarezadeh_2020", "Zarezadeh", 2020, "10.1007/s00394-019-02123-0", "Eur J Nutr", 749),
    ("wang_2023", "Wang", 2023, "10.3389/fpsyg.2023.1253329", "Front Psychol", 2557),
    ("resistance_2025", "", 2025, "", "Arch Gerontol Geriatr 130:105731", None),
    ("sepiashvili_2021", "Sepiashvili", 2021, "10.1016/j.clinbiochem.2021.09.004", "Clin Biochem 98:35", 311),
    ("zeus_2025", "Ridker", 2025, "10.1001/jamacardio.2025.4491", "JAMA Cardiol", 6376),
    ("navarese_2026", "Navarese", 2026, "10.18632/aging.206352", "Aging (Albany NY) 18(1):45", None),
    ("uk_biobank_2025", "", 2025, "", "congress report 2025", 49461),
    ("shabani_2021", "Shabani", 2021, "10.1002/ehf2.13445", "ESC Heart Fail 8(5):3769", 2258),
    ("gonzales_2023", "Gonzales", 2023, "10.1038/s41591-023-02543-w", "Nat Med 29(10):2481", 5),
    ("schwingshackl_2014", "Schwingshackl", 2014, "10.1016/j.numecd.2014.03.003", "Nutr Metab", 2300),
    ("mediterranean_2025", "", 2025, "10.1093/nutrit/nuaf213", "Nutr Rev", 3476),
    ("kavyani_2022", "Kavyani", 2022, "10.1016/j.intimp.2022.109104", "Int Immunopharmacol 111:109104", None),
    ("ren_2025", "Ren", 2025, "10.1111/dom.16366", "Diabetes Obes Metab", 4734),
    ("alrasheed_2026", "Alrasheed", 2026, "10.3389/fendo.2025.1734549", "Front Endocrinol", 6029),
    ("melatonin_2021", "", 2021, "", "Brain Behav Immun 93:245", None),
    ("dent_2018", "Dent", 2018, "10.1007/s12603-018-1139-9", "J Nutr Health Aging 22(10):1148", None),
    ("crp_agreement", "", 2026, "", "", 590),
    ("wide_range_crp", "", 2026, "", "", 15780),
    ("fda_cds_2026", "US Food and Drug", 2026, "", "re-issued on 29 January 2026", None),
    ("mdcg_2019_11", "Medical Device", 2025, "", "June 2025", None),
]


@pytest.mark.parametrize("key, authors, year, doi, place, n", REFERENCES, ids=[row[0] for row in REFERENCES])
def test_a_reference_is_the_corrected_one(
    key: str, authors: str, year: int, doi: str, place: str, n: int | None
) -> None:
    """Evidence 1.1: the corrected citations."""
    source = SOURCES[key]

    assert (year, doi) == (source.year, source.doi)
    assert source.authors.startswith(authors) or authors in source.authors
    assert place in source.published_in
    assert n in (source.n, None)


EXPECTED = [
    ("khan_2024", "all-cause death", "HR", "1.98", "1.67–2.36"),
    ("khan_2024", "cardiovascular death", "HR", "1.55", "1.05–2.30"),
    ("khan_2024", "non-cardiovascular death", "HR", "2.05", "1.65–2.56"),
    ("khan_2024", "heart failure", "HR", "1.48", "0.99–2.19"),
    ("ferreira_2024", "MACE by IL-6", "HR", "1.44", "1.25–1.64"),
    ("ferreira_2024", "MACE by hs-CRP", "HR", "1.06", "0.93–1.20"),
    ("ferreira_2024", "median IL-6", "pg/mL", "1.2", ""),
    ("ferreira_2024", "median hs-CRP", "mg/L", "1.9", ""),
    ("kaptoge_2014", "coronary death, per SD", "RR", "1.25", "1.19–1.32"),
    ("papadopoulos_2022", "ischaemic stroke", "RR", "1.19", "1.10–1.28"),
    ("li_2017", "all-cause death", "RR", "1.49", "1.33–1.67"),
    ("li_2017", "cardiovascular death", "RR", "1.69", "1.27–2.25"),
    ("harris_1999", "top quartile of IL-6 begins", "pg/mL", "3.19", ""),
    ("harris_1999", "top quartile against lowest", "RR", "1.9", "1.2–3.1"),
    ("harris_1999", "2.78 mg/L", "RR", "2.6", "1.6–4.3"),
    ("ridker_2017", "middle-dose arm (P=0.021)", "HR", "0.85", "0.74–0.98"),
    ("ridker_2017", "lowest-dose arm", "HR", "0.93", ""),
    ("ridker_2017", "highest-dose arm", "HR", "0.86", "0.75–0.99"),
    ("ridker_2018", "study median", "ng/L", "1.65", ""),
    ("ridker_2018", "MACE", "HR", "0.68", "0.56–0.82"),
    ("ridker_2018", "cardiovascular death", "HR", "0.48", "0.34–0.68"),
    ("ridker_2018", "all-cause death", "HR", "0.52", "0.40–0.68"),
    ("il6r_genetics_2012", "serum IL-6 per 358Ala", "%", "+14.6", ""),
    ("il6r_genetics_2012", "CRP per 358Ala", "%", "-7.5", ""),
    ("il6r_genetics_2012", "coronary risk per 358Ala", "%", "-3.4", ""),
    ("knudsen_2008", "within-person CV over 1 month", "%", "27", ""),
    ("knudsen_2008", "within-person CV at 6 months", "%", "31", ""),
    ("knudsen_2008", "within-person CV at 12 months", "%", "26", ""),
    ("danesh_2008", "over 4 years", "ratio", "0.41", "0.28–0.53"),
    ("farr_2024", "primary endpoint", "P", "0.611", ""),
    ("calton_2017", "vitamin D against control", "pg/mL", "+0.10", "-0.17–0.37"),
    ("mazidi_2018", "vitamin D against control", "pg/mL", "+0.67", "0.29–1.06"),
    ("vitamin_d_umbrella_2022", "IL-6, not significant", "ES", "-0.35", "-0.80–0.10"),
    ("tuttle_2020", "IL-6 with grip", "r", "-0.13", ""),
    ("emerson_2017", "before the meal", "pg/mL", "1.4", ""),
    ("emerson_2017", "at its peak", "pg/mL", "2.9", ""),
    ("kleiven_2018", "before the race", "mg/L", "0.9", ""),
    ("kleiven_2018", "24 hours after the race", "mg/L", "11.6", ""),
    # evidence 6
    ("waskiewicz_2025", "near baseline", "hour", "24–48", ""),
    ("ultra_2016", "at baseline", "hour", "48", ""),
    ("intervals_2016", "hardest session", "fold", "2.70", ""),
    ("lmae064", "Roche on V-PLEX", "y =", "2.95x - 32.7", ""),
    ("zarezadeh_2020", "weighted mean difference", "pg/mL", "-30.25", "-41.45–-19.06"),
    ("melatonin_2021", "melatonin against control", "SMD", "-3.84", ""),
    ("melatonin_2021", "trimming", "SMD", "-1.91", "-2.98–-0.83"),
    ("wang_2023", "IL-6, training", "SMD", "-0.16", "-0.30–-0.03"),
    ("resistance_2025", "resistance training alone", "", "not significant", ""),
    ("zeus_2025", "median IL-6", "pg/mL", "4.9", ""),
    ("navarese_2026", "higher IL-6", "OR", "1.05", "1.02–1.08"),
    ("navarese_2026", "soluble receptor", "OR", "0.95", "0.91–0.98"),
    ("uk_biobank_2025", "MACE", "HR", "1.63", "1.46–1.82"),
    ("uk_biobank_2025", "cardiovascular death", "HR", "1.95", "1.62–2.35"),
    ("shabani_2021", "per year", "pg/mL", "+0.24", ""),
    ("said_2021", "per year of age", "pg/mL", "+0.05", ""),
    ("gonzales_2023", "cerebrospinal fluid rose", "P", "0.008", ""),
    ("schwingshackl_2014", "Mediterranean diet", "pg/mL", "-0.42", "-0.73–-0.11"),
    ("mediterranean_2025", "Mediterranean diet", "", "lower", ""),
    ("kavyani_2022", "omega-3", "ES", "-0.22", "-0.39–-0.05"),
    ("ren_2025", "GLP-1", "SMD", "-0.76", "-1.32–-0.20"),
    ("alrasheed_2026", "against insulin", "SMD", "-0.24", "-0.46–-0.02"),
    ("glp1_25_studies", "not significant", "SMD", "-0.52", "-1.34–0.29"),
    ("crp_agreement", "risk classes", "kappa", "0.87", ""),
    ("crp_agreement", "highest class", "%", "100", ""),
    ("wide_range_crp", "risk classes", "kappa", "0.87", ""),
    ("dent_2018", "screening", "year", "1", ""),
    ("imayama_2012", "control, diet", "pg/mL", "0.34", "0.13–0.55"),
    ("fontana_2007", "portal vein", "%", "50", ""),
]


@pytest.mark.parametrize("key, what, measure, value, interval", EXPECTED)
def test_a_figure_is_the_printed_one(key: str, what: str, measure: str, value: str, interval: str) -> None:
    """Evidence 1 and 2: the figures, digit by digit."""
    matching = [figure for figure in SOURCES[key].figures if what in figure.what]

    assert (measure, value, interval) in [(figure.measure, figure.value, figure.interval) for figure in matching]


WRONG = [
    ("article", "lowest-tercile", "median"),
    ("khan_2024", "1.05–2.28", "2.30"),
    ("kaptoge_2014", "10.1016/S0140-6736(13)62185-7", "Eur Heart J 2014;35:578-589"),
    ("papadopoulos_2022", "1.17 (1.11–1.24)", "1.19 (1.10–1.28)"),
    ("li_2017", "Xia", "Li, Liu and Xie 2017"),
    ("ridker_2017", "cardiovascular mortality", "primary composite"),
    ("hickson_2019", "10.1016/j.ebiom.2019.01.052", "Hickson 2019;47:446-456"),
    ("farr_2024", "osteoporosis", "primary endpoint was missed"),
    ("consensus_14", "eighth reference", "no publication"),
    ("calton_2017", "vitamin D lowers IL-6", "+0.10 pg/mL"),
    ("il6r_genetics_2012", "causal", "protective allele raises serum IL-6"),
    ("il6r_mr_2012", "causal", "receptor signalling"),
    ("trail_race", "2–100-fold", "1.5- to 5-fold"),
    ("calton_2017", "in proportion to the deficiency", "no lower IL-6"),
    ("endocrine_2024", "40–60 ng/mL", "no consensus"),
]


@pytest.mark.parametrize("key, article_says, correction", WRONG, ids=[row[0] for row in WRONG])
def test_the_article_and_its_correction_are_both_kept(key: str, article_says: str, correction: str) -> None:
    """Protocol 10: where the article cites wrongly, both versions are on record."""
    source = SOURCES[key]

    assert article_says in source.article_says
    assert correction in source.correction


@pytest.mark.parametrize(
    "wrong",
    [
        "10.1016/S0140-6736(13)62185-7",
        "10.1016/j.atherosclerosis.2016.06.010",
        "10.1016/j.ebiom.2019.01.052",
        "Xia D",
        "2.28",
        "1.18–1.32",
    ],
)
def test_no_citation_prints_what_the_article_got_wrong(wrong: str) -> None:
    """Protocol 10: the verdict prints the corrected one."""
    assert [] == [source.key for source in RECORDS.values() if wrong in str(source)]
    assert [] == [source.key for source, figure in FIGURES if wrong in str(figure)]


def test_the_trial_figure_belongs_to_the_composite_and_not_to_death() -> None:
    """Protocol 10: CANTOS 0.85 (0.74–0.98) is the primary composite, not cardiovascular death."""
    (figure,) = (figure for figure in sources.RIDKER_2017.figures if figure.value == "0.85")

    assert all(part in figure.what for part in ("infarction", "stroke", "death"))


def test_the_article_has_eight_references() -> None:
    """Protocol 10: all eight references of the article are records."""
    keys = [
        "khan_2024",
        "kaptoge_2014",
        "li_2017",
        "ridker_2017",
        "ferrucci_2018",
        "hickson_2019",
        "yousefzadeh_2018",
        "consensus_14",
    ]

    assert keys == [source.key for source in ARTICLE_REFERENCES]


def test_the_target_names_the_median() -> None:
    """Protocol 3: with 1.2 goes that about half of that cohort lies at or above it."""
    _, basis = CITED["thresholds.TARGET"]

    assert "median" in basis.note
    assert "half" in basis.note
