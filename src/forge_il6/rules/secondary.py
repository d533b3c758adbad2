"""Secondary causes: when a number is no lifestyle matter."""

from __future__ import annotations

from ..asking.rule import rule
from ..codes import Band, Care, Persistence, Status
from ..conclusions import CareReason, Note
from ..context import Lifestyle
from ..knowledge import thresholds
from ..threshold import Threshold

PERSISTENT_ABOVE_3 = CareReason("persistently_high", Care.CLINICIAN_EVALUATION)
EXCLUDE_CAUSES = Note("exclude_secondary_causes")
DESPITE_LIFESTYLE = Note("high_despite_lifestyle")
SIGNAL = Note("pro_ageing_signal")
BEGIN = Note("begin_with_first_tier")
KNOWN_DISEASE = Note("secondary_disease")
CAUSES_EXCLUDED = Note("secondary_causes_excluded")
SOURCES = Note("il6_sources")
TWO_WAYS = Note("trans_signalling")
COHORTS = Note("cohort_figures")
_RAISED = (Band.ELEVATED, Band.HIGH)


@rule("S1", asks="Is IL-6 persistently above the high line?")
def persistently_high(persistence: Persistence) -> CareReason | None:
    """The referral does not wait for a change of habits."""
    return PERSISTENT_ABOVE_3 if persistence is Persistence.PERSISTENT_ABOVE_3 else None


@rule("S2", asks="Must secondary causes be excluded?")
def exclude_secondary_causes(persistence: Persistence) -> Note | None:
    """Autoimmune disease, hidden cancer, chronic infection and bowel inflammation can look like ageing."""
    return EXCLUDE_CAUSES if persistence is Persistence.PERSISTENT_ABOVE_3 else None


@rule("S3", asks="Is IL-6 persistently high although habits are good?")
def high_despite_lifestyle(persistence: Persistence, lifestyle: Lifestyle, outlook: Status) -> Note | None:
    """With good habits the search for another cause weighs more; the referral is the same without them."""
    if outlook is Status.WITHHELD or persistence is not Persistence.PERSISTENT_ABOVE_3:
        return None
    return DESPITE_LIFESTYLE if lifestyle.is_optimised else None


@rule("S6", asks="Is this a lasting pro-ageing signal?")
def pro_ageing_signal(persistence: Persistence, outlook: Status) -> Note | None:
    """Above the verdict line, again and again; the label is withheld where another cause is known or likely."""
    lasting = persistence in (Persistence.CONSISTENT_ABOVE_2, Persistence.PERSISTENT_ABOVE_3)
    return SIGNAL if lasting and outlook is not Status.WITHHELD else None


@rule("S10", asks="Does the course ask for a beginning?")
def begin_with_first_tier(
    persistence: Persistence, outlook: Status, *, course_repeat: Threshold = thresholds.COURSE_REPEAT
) -> Note | None:
    """A signal that lasts has a consequence; above the high line the search for causes is the first one."""
    begins = persistence is Persistence.CONSISTENT_ABOVE_2 and outlook is not Status.WITHHELD
    return BEGIN if begins else None


@rule("S4", asks="Is a disease known that raises IL-6?")
def known_disease(secondary_disease: bool) -> Note | None:
    """A known disease explains the number first; its clinician is the one to ask."""
    return KNOWN_DISEASE if secondary_disease else None


@rule("S5", asks="Have secondary causes been excluded?")
def causes_excluded(secondary_causes_excluded: bool) -> Note | None:
    """Stated by the caller; this library cannot check it."""
    return CAUSES_EXCLUDED if secondary_causes_excluded else None


@rule("S7", asks="Where can a raised IL-6 come from?")
def il6_sources(band: Band, outlook: Status, red_flag_stated: bool) -> Note | None:
    """Fat, gut and senescent cells are the article's sources; the serum number cannot tell them apart."""
    return SOURCES if _is_background(band, outlook) and not red_flag_stated else None


@rule("S8", asks="What is known of large groups with a raised IL-6?")
def cohort_figures(band: Band, outlook: Status, red_flag_stated: bool) -> Note | None:
    """Facts of cohorts with interval and population, and never this person's risk."""
    return COHORTS if _is_background(band, outlook) and not red_flag_stated else None


@rule("S9", asks="By which way does a lasting IL-6 act?")
def trans_signalling(persistence: Persistence, outlook: Status, red_flag_stated: bool) -> Note | None:
    """Two ways of signalling explain the two faces of IL-6; the serum number shows neither."""
    lasting = persistence in (Persistence.CONSISTENT_ABOVE_2, Persistence.PERSISTENT_ABOVE_3)
    return TWO_WAYS if lasting and outlook is not Status.WITHHELD and not red_flag_stated else None


def _is_background(band: Band, outlook: Status) -> bool:
    """Whether a counting result is raised, and nothing acute and no disease comes before it."""
    return band in _RAISED and outlook is Status.SUPPORTED


RULES = (
    persistently_high,
    exclude_secondary_causes,
    high_despite_lifestyle,
    pro_ageing_signal,
    begin_with_first_tier,
    known_disease,
    causes_excluded,
    il6_sources,
    cohort_figures,
    trans_signalling,
)
