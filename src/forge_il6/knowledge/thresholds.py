"""
Every number, once: value, unit and basis.

The name of a constant in lower case is the keyword by which a rule declares it and an override
reaches it. A citation repeats the figure as its source prints it; where our number is derived
from that figure, the note says how.
"""

from __future__ import annotations

from ..codes import Band, CrpLevel, Il6Side, VitaminD
from ..evidence import Citation, Convention
from ..threshold import Cut, Scale, Threshold
from . import sources as s


def _article(figure: str, note: str = "") -> Citation:
    return Citation(s.ARTICLE, figure, note)


# --- who may be judged -----------------------------------------------------------------------------

ADULT_AGE = Threshold(
    18,
    "year",
    Convention(
        "the cohorts behind every number were adults; this library holds no values for children", s.SEPIASHVILI_2021
    ),
)

# --- exercise (hours from the end of the last session) ---------------------------------------------

WASHOUT = Threshold(24, "hour", _article("minimum 24 hours"))
MYOKINE_WINDOW = Threshold(6, "hour", _article("return to baseline within 3–6 hours", "the far end of the span"))
ECCENTRIC_CAUTION = Threshold(
    48, "hour", Citation(s.ECCENTRIC_2003, "peak at 6 h", "later than the article's 3–6 h, so the caution is doubled")
)
RACE_HOLD = Threshold(
    72, "hour", Citation(s.WASKIEWICZ_2025, "near baseline within 24–48 h", "a day past the far end of the span")
)
RACE_CAUTION = Threshold(
    168, "hour", Citation(s.ULTRA_2016, "baseline at 48 h", "a week, since eight athletes cannot speak for everybody")
)
MODERATE_HOLD = Threshold(6, "hour", Convention("the article's far end of clearance, held for Zone 2 sessions"))
MODERATE_CAUTION = Threshold(24, "hour", Convention("the article's minimum after intense exercise, as a caution"))
CRP_WASHOUT = Threshold(48, "hour", _article("48–72 hour exercise effect", "the near end of the span"))
CRP_CAUTION = Threshold(72, "hour", _article("48–72 hour exercise effect"))
CRP_ECCENTRIC_HOLD = Threshold(72, "hour", Citation(s.MARATHON_CRP, "still raised on day 3", "three days in hours"))
CRP_RACE_HOLD = Threshold(
    168, "hour", Citation(s.MARATHON_CRP, "still raised on day 3", "a week in hours, past the last raised day")
)
CRP_MODERATE_CAUTION = Threshold(24, "hour", Convention("moderate exercise moves hs-CRP little; one day is watched"))
PAIRED_WASHOUT = Threshold(72, "hour", _article("48–72 hour exercise effect"))

# --- the draw --------------------------------------------------------------------------------------

FASTING_FULL = Threshold(
    10, "hour", Convention("an overnight fast: a rich meal was still at its peak after 6 h", s.EMERSON_2017)
)
FASTING_SHORT = Threshold(
    8, "hour", Convention("two hours past the peak that was measured after a rich meal", s.EMERSON_2017)
)
MORNING_START = Threshold(
    6,
    "o'clock",
    Citation(s.NILSONNE_2016, "trough in the morning", "the article says morning; 06:00 begins it"),
)
MORNING_END = Threshold(
    11, "o'clock", Citation(s.NILSONNE_2016, "trough in the morning", "the article says morning; 11:00 ends it")
)
SPIN_CAUTION = Threshold(2, "hour", Citation(s.ARUP_HANDLING, "within 2 h"))
SPIN_LIMIT = Threshold(4, "hour", Convention("just past 3 h, the longest delay seen without effect", s.KNUDSEN_2008))

# --- confounders (days since it ended; 0 while it lasts) -------------------------------------------

MINOR_INFECTION_HOLD = Threshold(14, "day", Citation(s.CRP_RECOVERY_2002, "baseline in 12–14 days"))
FEBRILE_INFECTION_HOLD = Threshold(28, "day", Convention("twice the span of a minor infection"))
COVID19_HOLD = Threshold(28, "day", Convention("as after any febrile infection"))
COVID19_CAUTION = Threshold(
    90, "day", Citation(s.BOLODEOKU, "40–93 days after onset", "the far end of the span, as three months")
)
VACCINATION_HOLD = Threshold(7, "day", Citation(s.TSAI_2005, "gone by day 7"))
VACCINATION_CAUTION = Threshold(14, "day", Convention("a second week, since other vaccines were not studied"))
MINOR_SURGERY_HOLD = Threshold(14, "day", Citation(s.CRP_RECOVERY_2002, "baseline in 12–14 days"))
MAJOR_SURGERY_HOLD = Threshold(
    28, "day", Citation(s.KNEE_SURGERY_2020, "baseline at 2 weeks", "doubled, since operations differ")
)
RECEPTOR_BLOCKER_HOLD = Threshold(
    84, "day", Convention("twelve weeks for the drug to leave, under which IL-6 rises and CRP falls", s.NISHIMOTO_2008)
)
ANTI_IL6_HOLD = Threshold(
    168, "day", Convention("24 weeks for these long-lived drugs to leave, which disturb the assay", s.MAYO_IL6)
)
IMMUNOMODULATOR_HOLD = Threshold(0, "day", Convention("a treated state is no baseline while the treatment lasts"))
WHILE_TAKEN = Threshold(0, "day", Convention("a mild effect matters while the drug is taken, and ends with it"))
STEROIDS_HOLD = Threshold(14, "day", Convention("two weeks for a course to wear off"))
POSTPARTUM_HOLD = Threshold(90, "day", Convention("three months: three cohorts found IL-6 still high after birth"))
POSTPARTUM_CAUTION = Threshold(365, "day", Convention("a year: three cohorts found IL-6 still high after birth"))
COLD_HOLD = Threshold(6, "hour", Citation(s.CAIN_2025, "raised at 1 h", "six times the last measured time"))
COLD_CAUTION = Threshold(24, "hour", Convention("one day, as after hard exercise"))
ACUTE_STRAIN_CAUTION = Threshold(1, "day", Convention("one night of sleep before the draw"))
BIOTIN_HOLD = Threshold(1, "day", Citation(s.ARUP_HANDLING, "hold 24 h above 5 mg/day", "24 h as one day"))
BIOTIN_HIGH_HOLD = Threshold(3, "day", Convention("72 h from 10 mg a day on, for the larger amount to clear"))

# --- bands -----------------------------------------------------------------------------------------

TARGET = Threshold(
    "1.2", "pg/mL", _article("< 1.2 pg/mL", "in MESA this is the median: about half of that cohort lies at or above it")
)
VERDICT_LINE = Threshold("2.0", "pg/mL", _article("above 2.0 pg/mL"))
HIGH_LINE = Threshold("3.0", "pg/mL", _article("> 3.0 pg/mL"))
CEILING = Threshold("7.0", "pg/mL", Citation(s.ROCHE_ELECSYS, "< 7 pg/mL (95th percentile)"))
HIGHEST_CEILING = Threshold(
    10,
    "pg/mL",
    Convention("a higher limit says how a laboratory screens for sepsis, and must not make 11 a lifestyle matter"),
)

IL6_BANDS: Scale[Band] = Scale(
    tuple(Band),
    (
        Cut("target", TARGET, starts_next=True),
        Cut("verdict_line", VERDICT_LINE),
        Cut("high_line", HIGH_LINE),
        Cut("ceiling", CEILING),
    ),
)

IMPLAUSIBLE_VALUE = Threshold(10_000, "pg/mL", Convention("beyond every assay's range: it may be another analyte"))
IMPLAUSIBLY_SMALL = Threshold(
    "0.05", "pg/mL", Convention("a third of where the most sensitive assay begins: it may be another unit")
)
CRP_IMPLAUSIBLY_SMALL = Threshold(
    "0.02", "mg/L", Convention("below what high-sensitivity tests can see: it may be another unit")
)
IMPLAUSIBLE_UNIT = Threshold(
    1_000_000, "pg/mL", Convention("one mg/L: IL-6 is reported in pg/mL or ng/L, hs-CRP in mg/L")
)

# --- variation -------------------------------------------------------------------------------------

WITHIN_PERSON_CV = Threshold(30, "%", Citation(s.KNUDSEN_2008, "27 %, 31 %, 26 %", "rounded up to 30 %"))
ANALYTICAL_CV = Threshold(
    8,
    "%",
    Convention("the far end of what was found at higher concentrations; none was seen for 1 pg/mL", s.PRIETO_2010),
)

# --- care ------------------------------------------------------------------------------------------

ACUTE_IL6 = Threshold(35, "pg/mL", Citation(s.FDA_EUA_IL6, "35 pg/mL"))
URGENT_IL6 = Threshold(
    100, "pg/mL", Convention("a round number below the median given for sepsis, 130 pg/mL", s.SEPSIS_MEDIANS)
)
EXPLAINED_WINDOW = Threshold(
    6, "hour", _article("return to baseline within 3–6 hours", "the far end: exercise explains hours, not days")
)
RACE_EXPLAINED_WINDOW = Threshold(
    24, "hour", Convention("a race inflames longer than a session; after a day a number of this size is asked about")
)
REPEAT_EXPLAINED = Threshold(7, "day", Convention("a week: time to rest, and too short to lose an illness from sight"))
INTERFERENCE_IL6 = Threshold(
    20, "pg/mL", Convention("far above what leaves the liver silent, so that an assay artefact is the likelier reading")
)
CRP_REACH = Threshold(28, "day", Convention("four weeks: a CRP of another month says nothing of today"))
REPEAT_FROM = Threshold(14, "day", Convention("two to four weeks: long enough for a passing illness to clear"))
REPEAT_UNTIL = Threshold(28, "day", Convention("two to four weeks: soon enough not to lose the question"))
TWICE_GAP = Threshold(14, "day", Citation(s.PEARSON_2003, "about 2 weeks apart", "two weeks in days"))
WINDOW = Threshold(183, "day", _article("6-month", "half a year in days"))

# --- hs-CRP ----------------------------------------------------------------------------------------

CRP_LOW = Threshold("1.0", "mg/L", Citation(s.PEARSON_2003, "< 1.0 mg/L low"))
CRP_RAISED = Threshold("3.0", "mg/L", Citation(s.PEARSON_2003, "> 3.0 mg/L high"))
CRP_ACUTE = Threshold(10, "mg/L", Citation(s.PEARSON_2003, "> 10 mg/L"))
CRP_LEVELS: Scale[CrpLevel] = Scale(
    tuple(CrpLevel),
    (Cut("crp_low", CRP_LOW, starts_next=True), Cut("crp_raised", CRP_RAISED), Cut("crp_acute", CRP_ACUTE)),
)
IL6_SIDES: Scale[Il6Side] = Scale(tuple(Il6Side), (Cut("verdict_line", VERDICT_LINE),))
ONE_DRAW = Threshold(2, "hour", Convention("one visit: so close, an offset's midnight makes no second draw"))
PAIR_GAP = Threshold(12, "hour", Convention("same local date and half a day: half-lives and daily rhythm differ"))

# --- the course ------------------------------------------------------------------------------------

PERSISTENCE_READINGS = Threshold(2, "reading", Convention("two of two: 5 % false alarms at a true 1.6 pg/mL"))
PERSISTENCE_EXCEPTION = Threshold(
    3,
    "reading",
    Convention(
        "one in three may lie on the other side, that is two thirds beyond: of a person who lives at 2.4 pg/mL one "
        "reading in four falls below 2.0 by chance"
    ),
)
PERSISTENCE_GAP = Threshold(14, "day", Convention("two weeks apart, so that one passing illness is not two witnesses"))
REFERRAL_GAP = Threshold(28, "day", Convention("four weeks apart: 1 % false alarms at a true 2.0 pg/mL"))
TREND_READINGS = Threshold(3, "reading", Convention("two readings are a change, not a trend"))
TREND_SPAN = Threshold(90, "day", Convention("half of the article's six months"))
RISING = Threshold("2.0", "fold", Convention("a doubling: the one-sided reference change value of +103 %"))
DECLINING = Threshold("0.5", "fold", Convention("a halving: the one-sided reference change value of -51 %"))
POSSIBLE_RISE = Threshold("1.6", "fold", Citation(s.KNUDSEN_2008, "> 60 %", "as a fold: 1 + 60 %"))
NOISE_PERCENTILE = Threshold(95, "%", Convention("one-sided 95 % of what noise alone would show"))
CHANGE_RISE = Threshold("2.03", "fold", Convention("one-sided reference change value, +103 % at CV 30 % and 8 %"))
CHANGE_FALL = Threshold("0.49", "fold", Convention("one-sided reference change value, -51 % at CV 30 % and 8 %"))
COURSE_REPEAT = Threshold(
    90, "day", Convention("three months: half of the article's six, and the least span of a trend")
)
SET_POINT_PERCENTILE = Threshold("97.5", "%", Convention("both ends together leave out 5 %"))

# --- the body --------------------------------------------------------------------------------------

GRIP_DECLINE = Threshold("5.0", "kg", Citation(s.BOHANNON_2019, "5.0–6.5 kg", "the near end of the span"))
GRIP_DECLINE_SHARE = Threshold(20, "%", Convention("where the baseline is low, a share is fairer than kilograms"))
GRIP_LOW_BASELINE = Threshold(25, "kg", Convention("below it 20 % is less than the smallest detectable change"))
GRIP_POSSIBLE = Threshold("2.5", "kg", Convention("half of the smallest detectable change"))
GRIP_GAP = Threshold(14, "day", Convention("a second session two weeks away rules out a bad day"))
GRIP_RECENT = Threshold(365, "day", Convention("a year: an older grip says nothing of this draw"))
GRIP_BASELINE_REACH = Threshold(3, "year", Convention("three years: an older baseline was another body"))
GRIP_LOSS_MULTIPLE = Threshold(2, "times", Convention("twice the age-expected loss"))
GRIP_LOSS_MEN = Threshold("0.59", "kg/year", Citation(s.FREDERIKSEN_2006, "0.59 kg/year"))
GRIP_LOSS_WOMEN = Threshold("0.31", "kg/year", Citation(s.FREDERIKSEN_2006, "0.31 kg/year"))
GRIP_LOSS_OLDEST_MEN = Threshold("1.13", "kg/year", Citation(s.NEWCASTLE_85, "1.13 kg/year"))
OLDEST_AGE = Threshold(85, "year", Citation(s.NEWCASTLE_85, "85+", "from 85 years on"))
HRV_BASELINE_DAYS = Threshold(28, "day", Convention("four weeks, so that one bad week does not set the baseline"))
HRV_BASELINE_VALID = Threshold(14, "day", Convention("half of the baseline's days"))
HRV_WEEK_DAYS = Threshold(7, "day", Citation(s.PLEWS_2014, "per week", "a week in days"))
HRV_WEEK_VALID = Threshold(3, "day", Citation(s.PLEWS_2014, "3 valid days per week"))
HRV_RECENT = Threshold(14, "day", Convention("two weeks: the last week belongs to the time of the draw"))
HRV_DECLINE = Threshold("0.5", "SD", Convention("half a standard deviation, as is usual in monitoring training"))
HRV_MARKED_DECLINE = Threshold(1, "SD", Convention("twice the smallest worthwhile change"))
PACE_OF_ONE = Threshold(1, "year per year", Convention("one biological year per calendar year"))

# --- interventions ---------------------------------------------------------------------------------

SENOLYTIC_AGE = Threshold(51, "year", _article("over 50", "completed years above 50: the 51st birthday reached"))
LOWEST_BMI = Threshold("18.5", "kg/m2", Convention("the usual line of underweight"))
MELATONIN_LOW = Threshold("0.5", "mg", _article("0.5–1.0 mg"))
MELATONIN_HIGH = Threshold("1.0", "mg", _article("0.5–1.0 mg"))
MELATONIN_WARNING = Threshold(5, "mg", _article("5–10 mg"))
VITAMIN_D_UPPER_LIMIT = Threshold(4000, "IU/day", Citation(s.IOM_2011, "4,000 IU/day"))
VITAMIN_D_DEFICIENT = Threshold(20, "ng/mL", Citation(s.IOM_2011, "20 ng/mL adequate"))
VITAMIN_D_TARGET_LOW = Threshold(40, "ng/mL", _article("40–60 ng/mL"))
VITAMIN_D_TARGET_HIGH = Threshold(60, "ng/mL", _article("40–60 ng/mL"))
VITAMIN_D_CAUTION = Threshold(
    100, "ng/mL", Convention("well above any target; toxicity is seen mostly above 140 ng/mL")
)
VITAMIN_D_LEVELS: Scale[VitaminD] = Scale(
    (VitaminD.DEFICIENT, VitaminD.BELOW_TARGET, VitaminD.WITHIN_TARGET, VitaminD.ABOVE_TARGET),
    (
        Cut("vitamin_d_deficient", VITAMIN_D_DEFICIENT, starts_next=True),
        Cut("vitamin_d_target_low", VITAMIN_D_TARGET_LOW, starts_next=True),
        Cut("vitamin_d_target_high", VITAMIN_D_TARGET_HIGH),
    ),
)

# --- what must rise --------------------------------------------------------------------------------

RISING_NUMBERS = (
    ("myokine_window", "washout", "eccentric_caution"),
    ("washout", "race_hold", "race_caution"),
    ("moderate_hold", "moderate_caution"),
    ("crp_washout", "crp_caution", "paired_washout"),
    ("crp_eccentric_hold", "crp_race_hold"),
    ("fasting_short", "fasting_full"),
    ("morning_start", "morning_end"),
    ("spin_caution", "spin_limit"),
    ("covid19_hold", "covid19_caution"),
    ("vaccination_hold", "vaccination_caution"),
    ("postpartum_hold", "postpartum_caution"),
    ("cold_hold", "cold_caution"),
    ("implausibly_small", "target", "verdict_line", "high_line", "ceiling", "highest_ceiling", "interference_il6"),
    ("highest_ceiling", "acute_il6", "urgent_il6", "implausible_value", "implausible_unit"),
    ("crp_implausibly_small", "crp_low", "crp_raised", "crp_acute"),
    ("explained_window", "race_explained_window"),
    ("one_draw", "pair_gap"),
    ("repeat_from", "repeat_until"),
    ("persistence_gap", "referral_gap", "window"),
    ("persistence_readings", "persistence_exception"),
    ("twice_gap", "window"),
    ("trend_span", "window"),
    ("declining", "possible_rise", "rising"),
    ("change_fall", "change_rise"),
    ("grip_possible", "grip_decline"),
    ("grip_loss_women", "grip_loss_men", "grip_loss_oldest_men"),
    ("hrv_week_valid", "hrv_week_days", "hrv_baseline_days"),
    ("hrv_baseline_valid", "hrv_baseline_days"),
    ("hrv_decline", "hrv_marked_decline"),
    ("melatonin_low", "melatonin_high", "melatonin_warning"),
    ("vitamin_d_deficient", "vitamin_d_target_low", "vitamin_d_target_high", "vitamin_d_caution"),
)
"""Numbers by their override names, each of which must not lie above the next."""
