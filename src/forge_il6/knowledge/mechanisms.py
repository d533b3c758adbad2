"""
Why something is so: the mechanisms behind the findings, for a patient and for a clinician, and how sure they are.

Many findings share one mechanism, which is told once here and named by each of their records. A
number in a text for clinicians is a figure of one of the sources beside it; the lines that decide
stand in `thresholds` and come with the finding, because a host may have moved them. A risk figure
describes a cohort and never the person whose sample was drawn. A mechanism without a source says
so in its strength.
"""

from __future__ import annotations

import attrs

from ..evidence import Source, verified
from . import sources as s


@attrs.frozen(kw_only=True, cache_hash=True)
class Mechanism:
    """Why something is so, told twice, with how sure it is and who says so."""

    code: str
    """A short stable name, such as ``meal``."""
    patient: str
    """One to three short sentences in everyday words."""
    clinician: str
    """One to three dense sentences in a clinician's terms."""
    strength: str
    """Strong, moderate, weak, none or convention, and why, in everyday words."""
    sources: tuple[Source, ...] = attrs.field(default=(), converter=verified)


# --- whom the lines fit ------------------------------------------------------------------------
CHILDHOOD = Mechanism(
    code="childhood",
    patient=(
        "The lines used here come from studies of adults. Values of healthy children have been published, but "
        "this library holds none, so a comparison here would mislead."
    ),
    clinician=(
        "The cohorts behind the lines enrolled people aged 45 to 84 (Khan 2024) or 60 and over (Li 2017). "
        "Pooled healthy values drift by +0.05 pg/mL per year of age and differ by method (Said 2021). For children "
        "CALIPER gives intervals on one platform (n 311, ages 1 to 19; Sepiashvili 2021), which are not kept here."
    ),
    strength="None: the studies behind the lines took in adults only.",
    sources=(s.KHAN_2024, s.LI_2017, s.SAID_2021, s.SEPIASHVILI_2021),
)
PREGNANCY = Mechanism(
    code="pregnancy",
    patient=(
        "Pregnancy changes the immune system. Both blood values rise with it and stay up for a while after "
        "birth. Lines made for other adults do not fit this time."
    ),
    clinician=(
        "IL-6 and hs-CRP rise through gestation and are still raised post partum, so limits for non-pregnant "
        "adults do not transfer. How long the hold lasts after birth is a convention."
    ),
    strength="Weak: the rise itself is well known, but no source is on record here, and the days are chosen.",
)

# --- the sample --------------------------------------------------------------------------------
CONFLICT = Mechanism(
    code="conflict",
    patient=(
        "One blood sample has one result. Where two are reported for the same time, one of them is an error, "
        "and only the laboratory can tell which."
    ),
    clinician=(
        "Two values at one instant point to an error of transcription, unit or identity. An average would hide "
        "it, so neither counts toward level, persistence or trend."
    ),
    strength="Convention: no source is needed for it, and none is given.",
)
EXERCISE = Mechanism(
    code="exercise",
    patient=(
        "Working muscle sends IL-6 into the blood, and that is its normal job. The value falls again with rest, "
        "more slowly after long or unfamiliar effort. A sample from that time does not show the resting level, "
        "and it does not rule out an illness."
    ),
    clinician=(
        "Contracting muscle secretes IL-6 as a myokine, so the rise needs no inflammation: resistance sessions and "
        "HIIT give 1.5- to 5-fold (2.70-fold after a hard interval session), while the upper end of 2–100-fold "
        "(The Forge) belongs to races, and IL-6 peaks only at 6 h after eccentric work and is near baseline "
        "24–48 h after ultramarathons (Waśkiewicz 2025). Hepatic CRP follows later and lasts longer (11.6 mg/L at "
        "24 h after a 91-km race, Kleiven 2018; still raised on day 3 after a marathon). Exercise explains a value "
        "without excluding acute illness."
    ),
    strength=(
        "Moderate for the rise itself; weak for the exact hours, which rest on single studies and on cautious choices."
    ),
    sources=(
        s.ECCENTRIC_2003,
        s.TRAIL_RACE,
        s.INTERVALS_2016,
        s.WASKIEWICZ_2025,
        s.ULTRA_2016,
        s.KLEIVEN_2018,
        s.MARATHON_CRP,
        s.ARTICLE,
    ),
)
EXERCISE_UNKNOWN = Mechanism(
    code="exercise_unknown",
    patient=(
        "Exercise can raise this value many times over for hours. As long as nobody says when the last training "
        "ended, it stays open whether the body was at rest."
    ),
    clinician=(
        "Silence is not rest: eccentric work peaked at 6 h, and CRP stood at 11.6 mg/L 24 h after a 91-km race "
        "(Kleiven 2018), so an unreported session can carry either analyte across a line. The reading stays "
        "unverified and supports no persistence and no trend."
    ),
    strength="Moderate for the effect of exercise; leaving such a sample out is a convention.",
    sources=(s.ECCENTRIC_2003, s.TRAIL_RACE, s.KLEIVEN_2018),
)
MEAL = Mechanism(
    code="meal",
    patient=(
        "After a rich meal the body releases IL-6 for several hours, and the value can double. Only a sample "
        "taken after a night without food compares with the lines used here."
    ),
    clinician=(
        "Postprandial IL-6 went from about 1.4 to about 2.9 pg/mL near 6 h after a high-fat meal while CRP did "
        "not change (Emerson 2017). Unfasted, IL-6 can cross a line while hs-CRP of the same tube stays readable."
    ),
    strength="Moderate: several meal studies in healthy adults agree; the hours of fasting asked for are chosen.",
    sources=(s.EMERSON_2017,),
)
REST = Mechanism(
    code="rest",
    patient="Movement and strain raise this value. The lines used here are meant for a body at rest.",
    clinician=(
        "The usual target is meant for a fasting, resting draw, because contracting muscle releases IL-6. "
        "How much light activity just before venepuncture matters was not quantified in any source kept here."
    ),
    strength="Weak: the article asks for rest, and how much light activity matters was not measured.",
    sources=(s.ARTICLE,),
)
TIME_OF_DAY = Mechanism(
    code="time_of_day",
    patient=(
        "The value goes up and down over the day and tends to be lowest in the morning. Samples from the same "
        "part of the day compare best."
    ),
    clinician=(
        "Across 43 studies the most conspicuous feature is a morning trough, while single studies disagree on "
        "the peak (Nilsonne 2016). No correction factor follows, and the direction of the bias stays unknown."
    ),
    strength="Moderate: many studies agree on the low point in the morning, not on the rest of the day.",
    sources=(s.NILSONNE_2016,),
)
TUBE = Mechanism(
    code="tube",
    patient=(
        "Blood cells stay active in the tube until the laboratory separates them. If that takes long, IL-6 in "
        "the tube rises or falls, and the result no longer shows the person."
    ),
    clinician=(
        "At 20 °C for 24 to 48 h, IL-6 rose up to 12-fold in serum and up to 50-fold in heparin plasma and fell "
        "in EDTA plasma, so the direction of the error depends on the tube. A delay of 3 h had no effect "
        "(Knudsen 2008), and laboratories ask for separation within 2 h."
    ),
    strength="Moderate for long delays; weak for delays of a few hours, where the limits are cautious choices.",
    sources=(s.DELAYED_SPIN, s.KNUDSEN_2008, s.ARUP_HANDLING, s.BECKMAN_ACCESS),
)
LINE = Mechanism(
    code="line",
    patient=(
        "The tissue around a tube that lies in a vein reacts to it and makes IL-6 of its own. Blood taken there "
        "can show that reaction instead of the whole body."
    ),
    clinician=(
        "IL-6 went from 0.90 to 4.25 pg/mL over 3 h of cannulation with intravenous glucose (Thompson 2012). "
        "Cannula and glucose cannot be told apart there, and the sample is no baseline either way."
    ),
    strength="Weak: one study, in which sugar was given through the line as well.",
    sources=(s.THOMPSON_2012,),
)
HAEMOLYSIS = Mechanism(
    code="haemolysis",
    patient=(
        "Haemolysed means that red blood cells burst in the tube. Some test methods cope with that and some do "
        "not, so the laboratory's own comment decides."
    ),
    clinician=(
        "Interference depends on method and matrix: Roche tolerates a haemolysis index below 2522, Mayo rejects "
        "grossly haemolysed serum but not EDTA plasma. The direction of the bias is unknown."
    ),
    strength="Weak: statements of makers and laboratories, which differ.",
    sources=(s.ROCHE_ELECSYS, s.MAYO_IL6),
)
SAMPLE_UNVERIFIED = Mechanism(
    code="sample_unverified",
    patient=(
        "Meals, training and other things before a sample move this value. As some of them were not reported, "
        "the number is shown and nothing is built on it."
    ),
    clinician=(
        "An unreported meal (about 1.4 to about 2.9 pg/mL, Emerson 2017) or session suffices to cross a line. "
        "Unknown stays unknown: the reading supports no persistence, no trend and no confirmation of a band."
    ),
    strength="Convention: what a meal does is measured; leaving out what was not reported is a choice.",
    sources=(s.EMERSON_2017,),
)
SAMPLE_VOID = Mechanism(
    code="sample_void",
    patient=(
        "Something before or during the draw is known to move this value. The result can still set a limit for "
        "the resting level, but it does not show the level itself."
    ),
    clinician=(
        "A hard pre-analytical or clinical condition applies. Where every void reason pushes up, the value "
        "remains an upper bound of the baseline; where every one pushes down, a lower bound; mixed reasons leave "
        "it open. The worst reason decides and none is averaged away."
    ),
    strength="Convention: each reason has its own evidence; how they are put together has no source.",
)

# --- what happened before the draw -------------------------------------------------------------
INFECTION = Mechanism(
    code="infection",
    patient=(
        "To fight an infection, immune cells send out IL-6, and the liver answers by making CRP. Both values can "
        "stay up after the illness feels over."
    ),
    clinician=(
        "Innate immune activation raises IL-6 first and hepatic CRP after it; CRP is back 12–14 days after an "
        "acute stimulus. After COVID-19, 19/28 convalescents lay above 7 pg/mL at 40–93 days, without controls "
        "(Bolodeoku 2023), and late in recovery IL-6 was 1.44-fold higher where symptoms lasted."
    ),
    strength="Strong that infections raise both values; weak on how long, so the days are cautious choices.",
    sources=(s.CRP_RECOVERY_2002, s.BOLODEOKU, s.LONG_COVID_2021),
)
VACCINATION = Mechanism(
    code="vaccination",
    patient=(
        "A vaccine sets the immune system to work, and that raises both blood values for some days. A sample "
        "from those days does not show the resting level."
    ),
    clinician=(
        "After influenza vaccine IL-6 was raised on day 1 and CRP on days 1–3, both gone by day 7 (Tsai 2005). "
        "Other vaccines were not studied there, hence a warning beyond the hold."
    ),
    strength="Weak: one before-and-after study of one vaccine, with a margin added.",
    sources=(s.TSAI_2005,),
)
INJURY = Mechanism(
    code="injury",
    patient=(
        "Hurt tissue sends out IL-6 to start healing, after a pulled tooth as after a large operation. Until it "
        "has healed, the value shows the repair."
    ),
    clinician=(
        "Tissue damage drives IL-6 and through it hepatic CRP: after knee replacement without complications IL-6 "
        "peaked at 48 h and was back by week 2. For minor procedures, fractures and burns the hold is a convention."
    ),
    strength="Moderate for one operation; weak for everything else, where the days are cautious choices.",
    sources=(s.KNEE_SURGERY_2020,),
)
COLD = Mechanism(
    code="cold",
    patient=(
        "Cold water is a strain for the body, and signals of inflammation rise at once and further within the "
        "hour. That regular cold lowers them for good has not been shown."
    ),
    clinician=(
        "Pooled trials show more inflammation right after immersion (SMD 1.03) and one hour later (SMD 1.26; "
        "Cain 2025). No lasting fall of IL-6 with regular exposure was shown."
    ),
    strength="Moderate for the short rise; none for a lasting fall.",
    sources=(s.CAIN_2025,),
)
STRAIN = Mechanism(
    code="strain",
    patient=(
        "A bad night, strong stress, much alcohol or work at night can raise signals of inflammation for about a "
        "day. How much differs from person to person."
    ),
    clinician=(
        "Sleep loss, acute stress, binge drinking and circadian disruption are taken to raise IL-6 briefly, "
        "presumably through sympathetic drive. No effect size is on record here, so the sample counts and carries "
        "a warning."
    ),
    strength="Weak: general knowledge, with no source on record; the length of the warning is chosen.",
)

# --- drugs and supplements ---------------------------------------------------------------------
IL6_RECEPTOR_BLOCKER = Mechanism(
    code="il6_receptor_blocker",
    patient=(
        "IL-6 acts through docking sites on cells. This medicine blocks them, so IL-6 piles up in the blood "
        "while the liver makes less CRP. Neither number shows the level without the medicine."
    ),
    clinician=(
        "Receptor blockade removes receptor-mediated clearance: serum IL-6 rises markedly while CRP normalises "
        "(Nishimoto 2008), a discordance that is pharmacology and no sign of compartmentalised inflammation. The "
        "common 358Ala variant of the receptor does the same on a small scale (IL-6 +14.6 %, CRP -7.5 % per "
        "allele)."
    ),
    strength="Strong: it follows from how the medicine acts and was measured; how long it lasts is chosen.",
    sources=(s.NISHIMOTO_2008, s.IL6R_GENETICS_2012),
)
ANTI_IL6 = Mechanism(
    code="anti_il6",
    patient=(
        "This medicine holds on to IL-6 in the blood. The laboratory's test can then no longer count it "
        "properly, and the liver makes less CRP."
    ),
    clinician=(
        "Therapeutic antibodies to IL-6 interfere with its immunoassay, as Mayo warns, and bound ligand is "
        "cleared differently, while CRP falls for want of signal. Neither number is a baseline; the length of the "
        "hold is a convention."
    ),
    strength="Moderate: a laboratory's warning and the way the medicine acts.",
    sources=(s.MAYO_IL6,),
)
OTHER_IMMUNOMODULATOR = Mechanism(
    code="other_immunomodulator",
    patient=(
        "This medicine changes the signals to which both blood values belong. They then show the treatment as "
        "well as the person."
    ),
    clinician=(
        "Blockade of IL-1, TNF or JAK acts upstream or downstream of IL-6, and CAR-T cells can release it in "
        "bulk. In CANTOS an antibody to IL-1 beta left a median IL-6 of 1.65 ng/L on treatment (Ridker 2018): a "
        "treated state, not a baseline."
    ),
    strength="Moderate: it follows from how these medicines act; one large trial measured it for one of them.",
    sources=(s.RIDKER_2018, s.RIDKER_2017),
)
STEROIDS = Mechanism(
    code="steroids",
    patient=(
        "Steroids hold inflammation back, so both blood values fall. A low result under steroids does not show "
        "that nothing is there. This is no reason to stop them."
    ),
    clinician=(
        "Glucocorticoids repress IL-6 transcription and with it hepatic CRP. The bias is downward, so a result "
        "under treatment is a lower bound of the untreated level and a low one claims nothing."
    ),
    strength="Convention: how steroids act is textbook knowledge; no source is on record, the days are chosen.",
)
MILD_DRUGS = Mechanism(
    code="mild_drugs",
    patient=(
        "These medicines dampen inflammation a little. The result still counts and may lie slightly below the "
        "untreated level. This is no reason to stop them."
    ),
    clinician=(
        "NSAID and statins lower IL-6 and CRP modestly. The bias is downward and taken as small, so the sample "
        "counts with a warning."
    ),
    strength="Weak: taken as modest from general knowledge, with no source on record.",
)
GLP1_AGONIST = Mechanism(
    code="glp1_agonist",
    patient=(
        "These medicines lower IL-6 and hs-CRP somewhat. The result still counts and may lie below the untreated "
        "level. This is no reason to stop them."
    ),
    clinician=(
        "These agonists lower IL-6 and CRP in pooled trials, partly through weight loss; the pools "
        "do not agree on the size. The bias is downward, so the sample counts with a warning."
    ),
    strength="Moderate: pooled trials in type 2 diabetes, two with a fall of IL-6 and one without.",
    sources=(s.REN_2025, s.ALRASHEED_2026, s.GLP1_25_STUDIES),
)
ORAL_OESTROGEN = Mechanism(
    code="oral_oestrogen",
    patient=(
        "Oestrogen that is swallowed passes through the liver first, and the liver answers by making more CRP. "
        "IL-6 need not rise with it."
    ),
    clinician=(
        "First-pass hepatic induction by oral oestrogen raises CRP without known cardiovascular meaning. IL-6 is "
        "not concerned, so the warning is for hs-CRP alone."
    ),
    strength="Moderate: a known effect on CRP; what it means for health was not shown.",
    sources=(s.CRP_RECOVERY_2002,),
)
BIOTIN = Mechanism(
    code="biotin",
    patient=(
        "Biotin is a vitamin, often sold for hair and nails. Many laboratory tests use it as glue, so a lot of "
        "it in the blood can make a result look too low."
    ),
    clinician=(
        "Free biotin competes for streptavidin, and in a sandwich immunoassay that gives a false low. Roche "
        "tolerates less than 50 ng/mL in the sample; ARUP asks for a hold of 24 h after high intake."
    ),
    strength="Moderate: a known weakness of this kind of test; the longer waiting time is a cautious choice.",
    sources=(s.ROCHE_ELECSYS, s.LMAE064, s.ARUP_HANDLING),
)

# --- the level ---------------------------------------------------------------------------------
TARGET = Mechanism(
    code="target",
    patient=(
        "The usual target is the middle value of a large American study, so about half of the people there lay at "
        "or above it. It is no border between healthy and ill."
    ),
    clinician=(
        "1.2 pg/mL is the MESA median and no tercile bound (3309 participants at or above it). "
        "Coronary risk is about log-linear in IL-6 (RR 1.25, 95 % CI 1.19–1.32 per SD; Kaptoge 2014), so no "
        "cut-off follows from the data. No trial shows fewer events below it."
    ),
    strength="Weak as a border: risk in groups rises steadily with the value, and the target is a choice.",
    sources=(s.FERREIRA_2024, s.KAPTOGE_2014, s.ARTICLE),
)
RAISED = Mechanism(
    code="raised",
    patient=(
        "IL-6 is a messenger that tells liver, vessels, muscles and brain that something is going on. In large "
        "studies, groups with higher values died earlier on average. Such figures forecast nothing for one "
        "person, and the value cannot name its source."
    ),
    clinician=(
        "Serum IL-6 pools release from visceral fat, gut, muscle, immune and senescent cells, cannot name its "
        "source, and drives hepatic CRP and fibrinogen. Highest against lowest tercile in MESA: all-cause death "
        "HR 1.98 (95 % CI 1.67–2.36), cardiovascular death HR 1.55 (95 % CI 1.05–2.30; Khan 2024); at 65 and over "
        "the top quartile, from 3.19 pg/mL, RR 1.9 (95 % CI 1.2–3.1; Harris 1999). These are associations: causal "
        "evidence belongs to receptor signalling, whose protective allele raises serum IL-6, while variants for a "
        "higher level itself go with OR 1.05 (95 % CI 1.02–1.08) for death (Navarese 2026)."
    ),
    strength=(
        "Strong that groups with higher values fare worse; weak for these exact lines; none that the number "
        "itself does the harm."
    ),
    sources=(s.KHAN_2024, s.HARRIS_1999, s.IL6R_GENETICS_2012, s.NAVARESE_2026, s.ARTICLE),
)
BEYOND_RANGE = Mechanism(
    code="beyond_range",
    patient=(
        "Few people who are well have values this high. They point to something active in the body, or to an "
        "error of measurement, more than to slow background inflammation. Whether it lasts matters most."
    ),
    clinician=(
        "Laboratories end their reference range near here (< 7 pg/mL on Roche, < 6.4 at Mayo, <= 5 at ARUP), and "
        "cohorts on background inflammation do not speak of such values. Infection, injury, treatment, another "
        "active disease or assay interference come first; repetition when well separates passing from lasting."
    ),
    strength="Moderate: the limits of laboratories, which differ by method; repeating first is a convention.",
    sources=(s.ROCHE_ELECSYS, s.MAYO_IL6, s.ARUP_HANDLING),
)
ONE_READING = Mechanism(
    code="one_reading",
    patient=(
        "In healthy people too, this value swings by about a third over the months. One result therefore fits a "
        "whole range of usual levels, and several results narrow it."
    ),
    clinician=(
        "Within-person CV was 27 % over 1 month, 31 % at 6 and 26 % at 12 months in 27 healthy adults (Knudsen "
        "2008), and 21–57 % across three cytokines by single-molecule counting. The interval of the set-point "
        "narrows with the root of the number of days; over 4 years the regression dilution ratio is 0.41 (95 % CI "
        "0.28–0.53; Danesh 2008)."
    ),
    strength="Moderate: measured by repeated sampling, in few healthy people.",
    sources=(s.KNUDSEN_2008, s.SMC_2013, s.DANESH_2008),
)

# --- the course --------------------------------------------------------------------------------
PERSISTENCE = Mechanism(
    code="persistence",
    patient=(
        "One high value can be chance. Several, weeks apart and taken at rest, say more about where the value "
        "usually lies."
    ),
    clinician=(
        "Readings beyond a line, weeks apart, buy specificity against a within-person CV of 26 to 31 % (Knudsen "
        "2008) at the cost of sensitivity; two thirds of all are asked for, because with all of them a person above "
        "the line would be found the more seldom the more often they test. The usual verdict line has no source; the "
        "nearest evidence is the median of 1.65 ng/L on treatment in a trial (Ridker 2018). Over ten years only "
        "50.8 % kept their tertile, so persistence within months is no lasting trait."
    ),
    strength="Weak: how values swing was measured, while the lines and the number of samples are choices.",
    sources=(s.KNUDSEN_2008, s.RIDKER_2018, s.BEAVER_DAM, s.ARTICLE),
)
AGEING_SIGNAL = Mechanism(
    code="ageing_signal",
    patient=(
        "In a large study, IL-6 told more about later heart and vessel disease than hs-CRP did. That a higher "
        "value makes people age faster has not been shown."
    ),
    clinician=(
        "Adjusted for each other in MESA, IL-6 predicted MACE (HR 1.44, 95 % CI 1.25–1.64) and hs-CRP did not "
        "(HR 1.06, 95 % CI 0.93–1.20). In CANTOS, HR 0.85 (95 % CI 0.74–0.98) is the composite of "
        "infarction, stroke and cardiovascular death under an antibody to IL-1 beta after infarction; death was "
        "not significantly reduced (Ridker 2017). Causality belongs to receptor signalling and not to the serum "
        "number, which the protective allele raises (variants for the level itself point the other way, Navarese "
        "2026); a trial of an antibody to IL-6 is pending (ZEUS), and benefit outside cardiovascular disease is "
        "controversial (Ferrucci 2018)."
    ),
    strength=(
        "Strong that IL-6 adds information about groups; weak that it drives ageing; none that lowering the "
        "number itself helps."
    ),
    sources=(
        s.FERREIRA_2024,
        s.RIDKER_2017,
        s.IL6R_GENETICS_2012,
        s.NAVARESE_2026,
        s.ZEUS_2025,
        s.FERRUCCI_2018,
        s.ARTICLE,
    ),
)
SECONDARY_CAUSES = Mechanism(
    code="secondary_causes",
    patient=(
        "Several illnesses can keep IL-6 up, and some of them need treatment. The value cannot tell them apart. "
        "A clinician looks for them by talking, examining and further tests."
    ),
    clinician=(
        "A lasting IL-6 above the high line is unspecific; autoimmune, malignant, chronic infectious and bowel "
        "inflammatory disease can all look like background inflammation. The line lies near the top quartile of "
        "an older cohort (3.19 pg/mL, Harris 1999) and is no validated limit. The search does not wait for habits "
        "to change."
    ),
    strength="Weak: it is advice; how often a cause is found was not studied where it was given.",
    sources=(s.ARTICLE, s.HARRIS_1999),
)
SECONDARY_DISEASE = Mechanism(
    code="secondary_disease",
    patient=(
        "A known illness can keep IL-6 up by itself. The number then belongs to that illness, and those who "
        "treat it can judge it best."
    ),
    clinician=(
        "IL-6 then reflects disease activity, organ failure or treatment. The cohort behind the lines was free of "
        "cardiovascular disease at the start (Khan 2024), so neither its label nor its attribution transfers."
    ),
    strength="Convention: careful reading of whom the studies took in; no study tested the rule.",
    sources=(s.KHAN_2024,),
)
TREND = Mechanism(
    code="trend",
    patient=(
        "The value swings by itself. Only a change larger than those swings, over months and several samples, "
        "counts as a direction. A steady value can still be a high one."
    ),
    clinician=(
        "The fold is a log-linear fit over counting readings of one method and matrix. The authors of Knudsen "
        "2008 call a change of > 60 % real, and reference change values reach from 63 to 161 % by single-molecule "
        "counting, so doubling and halving are taken as the limits of noise. Scatter about that line comes first, "
        "judged against what the same noise yields by chance: through values that jump a line has no meaning."
    ),
    strength="Weak: the limits are computed from how values swing in few healthy people.",
    sources=(s.KNUDSEN_2008, s.SMC_2013),
)
CHANGE = Mechanism(
    code="change",
    patient=(
        "Two samples of one person differ by chance alone. The second has to be far higher or lower than the "
        "first before chance becomes an unlikely explanation."
    ),
    clinician=(
        "The line is a one-sided log-normal reference change value from within-person and analytical CV; a "
        "symmetric one would misjudge rises and falls. Knudsen 2008 calls > 60 % real, single-molecule counting "
        "gives 63–161 %, and results of different methods or matrices are not compared."
    ),
    strength="Weak: the limits are computed from how values swing in few healthy people.",
    sources=(s.KNUDSEN_2008, s.SMC_2013),
)

# --- the measurement ---------------------------------------------------------------------------
METHODS = Mechanism(
    code="methods",
    patient=(
        "Laboratories measure IL-6 by different methods. In very ill people the same blood gave results about "
        "three times apart; how far they differ at low values is not known. Results compare safely only within one "
        "laboratory and method."
    ),
    clinician=(
        "Roche on Meso Scale V-PLEX: slope 2.95, mean difference 73 %, in 43 patients with up to 1,891 pg/mL; in "
        "intensive care thresholds were 3.0–3.4 times higher on Roche (Bhatraju 2023), and three sensitive assays "
        "correlated at r 0.47–0.94 (Thompson 2012). Nothing of this speaks of 1 to 3 pg/mL, and no factor converts "
        "one person's result."
    ),
    strength="Moderate: direct comparisons agree, but they were made in ill people with high values.",
    sources=(s.LMAE064, s.BHATRAJU_2023, s.THOMPSON_2012),
)
UNIT = Mechanism(
    code="unit",
    patient=(
        "IL-6 is found in tiny amounts. A unit or a size that does not fit suggests that another blood value, "
        "such as CRP, or another unit was meant."
    ),
    clinician=(
        "IL-6 is reported in pg/mL or ng/L and CRP in mg/L, and automated assays end at 5000 or 5500 pg/mL "
        "undiluted. A result outside that world points to a swapped analyte or unit; the number is kept and the "
        "laboratory asked."
    ),
    strength="Convention: where the line of disbelief lies is a choice.",
    sources=(s.COVID_TESTS_2021,),
)
ASSAY = Mechanism(
    code="assay",
    patient=(
        "Each test method has a lowest value that it can show. Many routine methods stop above the target. A "
        "result reported as less than something may then lie on either side of it."
    ),
    clinician=(
        "Measuring ranges begin at 1.5 (Roche Elecsys), 2 (Beckman Access) and 3.0 pg/mL (Siemens Centaur), and an "
        "independent evaluation put Roche's limit of detection at 2.63 pg/mL (Prieto 2010). Below the range a "
        "result is an interval, and a plain number equal to an end of the range suggests a dropped comparator."
    ),
    strength="Strong: the makers' own ranges.",
    sources=(s.COVID_TESTS_2021, s.ROCHE_ELECSYS, s.BECKMAN_ACCESS, s.SIEMENS_CENTAUR, s.PRIETO_2010),
)

# --- IL-6 and hs-CRP together ------------------------------------------------------------------
PAIR_NOT_RAISED = Mechanism(
    code="pair_not_raised",
    patient=(
        "IL-6 is a messenger, and hs-CRP is a protein that the liver makes in answer to it. Here the two fit "
        "together. That does not rule out an illness."
    ),
    clinician=(
        "IL-6 is the main stimulus of hepatic CRP and fibrinogen; in MESA the rank correlation is 0.53. "
        "Classes are unstable (46 % changed their hs-CRP class within a year, Bogaty 2013), and a normal "
        "IL-6 does not exclude disease."
    ),
    strength="Moderate: the link is well established, while the classes of one draw are unstable.",
    sources=(s.FERREIRA_2024, s.BOGATY_2013, s.PEARSON_2003, s.MAYO_IL6),
)
CRP_ONLY = Mechanism(
    code="crp_only",
    patient=(
        "CRP falls more slowly than IL-6, so it can be left over from an illness. Body fat, oestrogen pills or "
        "trouble with insulin raise it as well. The two values cannot say which it is."
    ),
    clinician=(
        "CRP outlasts its stimulus (12–14 days to baseline) and follows adiposity, oral oestrogen and, by the "
        "article, hepatic insulin resistance; a within-person CV of 42.2 % (Macy 1997) leaves room for chance. "
        "Adjusted for IL-6, hs-CRP carried no clear MACE signal in MESA: HR 1.06 (95 % CI 0.93–1.20)."
    ),
    strength="Moderate: each of the reasons is known, but none can be told from the two values.",
    sources=(s.CRP_RECOVERY_2002, s.MACY_1997, s.FERREIRA_2024, s.ARTICLE),
)
IL6_AHEAD = Mechanism(
    code="il6_ahead",
    patient=(
        "Ordinary reasons come first: chance, a meal, exercise, a tube that stood too long, a medicine, or an "
        "inborn difference. That inflammation hides in one place is a guess. A low or average hs-CRP does not "
        "cancel a raised IL-6."
    ),
    clinician=(
        "As far as the stated facts leave them open, noise, a postprandial or post-exercise rise, late "
        "separation, receptor blockade, the IL6R 358Ala allele (IL-6 +14.6 %, CRP -7.5 %, coronary risk -3.4 % "
        "per allele) and impaired hepatic synthesis come before the article's early or compartmentalised (CNS, "
        "gut) inflammation, which is speculative. hs-CRP does not cancel the signal: adjusted for it, IL-6 kept"
        " HR 1.44 (95 % CI 1.25–1.64) for MACE in MESA."
    ),
    strength="Moderate for the ordinary reasons; none for inflammation hidden in one place.",
    sources=(s.IL6R_GENETICS_2012, s.NISHIMOTO_2008, s.EMERSON_2017, s.FERREIRA_2024, s.ARTICLE),
)
BOTH_RAISED = Mechanism(
    code="both_raised",
    patient=(
        "IL-6 asks the liver for CRP, and the liver has answered. This is a general alarm of the body. It does "
        "not mean that the liver is ill, and it does not name the cause."
    ),
    clinician=(
        "A concordant rise is a systemic response with hepatic acute-phase synthesis; it is no liver disease and "
        "does not locate the source. With IL-6 of 3.19 pg/mL or more and CRP of 2.78 mg/L or more, death had RR "
        "2.6 (95 % CI 1.6–4.3) in a cohort aged 65 and over (Harris 1999)."
    ),
    strength="Moderate: that IL-6 drives CRP is well established; the risk is from one group of older people.",
    sources=(s.HARRIS_1999, s.FERREIRA_2024),
)
CRP_ACUTE = Mechanism(
    code="crp_acute",
    patient=(
        "A CRP this high usually comes with an infection, an injury or something else that is active. It covers "
        "up the quiet background value. If it is found again, its cause has to be looked for."
    ),
    clinician=(
        "The AHA/CDC statement discards hs-CRP > 10 mg/L, asks for infection or inflammation to be looked for and "
        "the test repeated about 2 weeks on (Pearson 2003); CRP needs 12–14 days after an acute stimulus. IL-6 of "
        "the same draw answers to that stimulus too, so neither marker is read."
    ),
    strength="Moderate: agreement of experts, and how long CRP takes to fall.",
    sources=(s.PEARSON_2003, s.CRP_RECOVERY_2002),
)
ONE_MARKER = Mechanism(
    code="one_marker",
    patient=(
        "IL-6 is a messenger, and hs-CRP is a protein that the liver makes in answer to it. Each alone leaves "
        "open what the other would show."
    ),
    clinician=(
        "With a rank correlation of 0.53 the markers are related and not interchangeable (MESA). Without "
        "hs-CRP an acute process may be missed; without IL-6 nothing shows whether its pathway drives the CRP."
    ),
    strength="Moderate: a large study measured both.",
    sources=(s.FERREIRA_2024,),
)
NOT_TOGETHER = Mechanism(
    code="not_together",
    patient=(
        "IL-6 changes within hours and CRP within days. To be read together, both have to come from one moment, "
        "be sound, and be exact enough to place."
    ),
    clinician=(
        "Their kinetics differ (IL-6 hours, CRP days), and the critical difference of hs-CRP is 118 % (Macy "
        "1997). Unpaired draws, a void marker or a censored result across a line would make a pattern of chance."
    ),
    strength="Convention: how fast the values change is known; the limit for one draw is chosen.",
    sources=(s.MACY_1997,),
)
IL10 = Mechanism(
    code="il10",
    patient=(
        "IL-10 is a calming partner of IL-6. It has no everyday test and no agreed line, so a ratio of the two "
        "would look exact without being so."
    ),
    clinician=(
        "IL-10 has no routine assay and no decision limit, and a ratio adds the errors of two methods. The "
        "article itself took the ratio out of its table."
    ),
    strength="None: there is no line to compare a ratio with.",
    sources=(s.ARTICLE,),
)
CONVENTIONAL_CRP = Mechanism(
    code="conventional_crp",
    patient=(
        "The ordinary CRP test is made for clear inflammation and too coarse for low values. It can show that "
        "CRP is raised, or that nothing acute is going on, and no more."
    ),
    clinician=(
        "The AHA/CDC classes were set for hs-CRP (Pearson 2003), which has its own LOINC code. Conventional CRP "
        "lacks precision at low concentrations, though in 590 patients both tests agreed on the risk class (kappa "
        "0.87) and wholly on the highest: a raised or an acute value is read, and always tentatively."
    ),
    strength="Moderate: agreement of experts on which test the classes belong to.",
    sources=(s.PEARSON_2003, s.CRP_AGREEMENT, s.WIDE_RANGE_CRP, s.LOINC),
)

# --- care --------------------------------------------------------------------------------------
ACUTE = Mechanism(
    code="acute",
    patient=(
        "Values like this are found in people who are acutely and sometimes gravely ill. The number cannot say "
        "what is wrong. That takes a doctor, without waiting."
    ),
    clinician=(
        "35 pg/mL was a regulatory cut for the risk of intubation in COVID-19, and > 80 pg/mL predicted "
        "ventilation in hospital. Medians given for orientation are 60 (SIRS), 130 (sepsis), 350 (severe sepsis) "
        "and 650 pg/mL (septic shock); they overlap widely, and IL-6 alone rules sepsis neither in nor out."
    ),
    strength="Moderate for people in hospital; weak outside, where the lines are cautious choices.",
    sources=(s.FDA_EUA_IL6, s.COVID_VENTILATION_2020, s.SEPSIS_MEDIANS),
)
RED_FLAG = Mechanism(
    code="red_flag",
    patient=(
        "Warning symptoms, such as fever, chest pain or losing weight without wanting to, matter more than any "
        "blood value. They need somebody to look, even where the number is low."
    ),
    clinician=(
        "A symptom outweighs a marker without disease specificity: a normal IL-6 does not exclude disease, sepsis "
        "included. Together with an IL-6 beyond the range or a CRP > 10 mg/L the wait "
        "shortens (Pearson 2003 for that line)."
    ),
    strength="Convention: caution, which no study tested in this form.",
    sources=(s.MAYO_IL6, s.SEPSIS_MEDIANS, s.PEARSON_2003),
)
INTERFERENCE = Mechanism(
    code="interference",
    patient=(
        "A high IL-6 normally makes the liver release CRP. Where CRP stays low, the test itself may be misled, by "
        "antibodies in the blood or something in the tube. The laboratory can check that."
    ),
    clinician=(
        "Heterophile antibodies, rheumatoid factor and autoantibodies can bias a sandwich assay either way. Ask for "
        "serial dilution, a blocking reagent or a second method; an IL-6 receptor blocker and early illness are "
        "the other readings."
    ),
    strength="Moderate: interference is well known, how often it does this is not.",
    sources=(s.MAYO_IL6,),
)

# --- muscle, nerves, brain, ageing -------------------------------------------------------------
GRIP = Mechanism(
    code="grip",
    patient=(
        "Grip strength differs from squeeze to squeeze and between hands and devices. Only a fall larger than "
        "that, and seen again, counts as one."
    ),
    clinician=(
        "Detectable change is 5.0–6.5 kg (Bohannon 2019) against an expected loss of 0.59 kg a year in men and "
        "0.31 kg in women (Frederiksen 2006), so a confirmed fall within a year is more than ageing. Hand and "
        "device are kept apart; a single low value is low grip and no decline."
    ),
    strength="Moderate: reviews of repeated measurements, and surveys with follow-up.",
    sources=(s.BOHANNON_2019, s.FREDERIKSEN_2006),
)
MUSCLE = Mechanism(
    code="muscle",
    patient=(
        "In animals and in very ill people, much IL-6 makes the body break muscle down. In others the link with "
        "strength is weak. Training, food, pain and illness are explanations to look at as well."
    ),
    clinician=(
        "IL-6 signalling by JAK/STAT3 with myostatin and proteasomal breakdown is shown mostly in animals and "
        "cachexia. In pooled human data the correlation with grip is r -0.13 (Tuttle 2020), so IL-6 explains "
        "little of it and is one of several explanations; training and protein come first."
    ),
    strength="Weak: a small link in people, from which no cause follows.",
    sources=(s.TUTTLE_2020, s.ARTICLE),
)
HRV = Mechanism(
    code="hrv",
    patient=(
        "Heart rate variability is how much the time between heartbeats varies. It changes from day to day, so "
        "it is compared with the person's own range over weeks."
    ),
    clinician=(
        "The between-day CV is 3.5–36.5 % over all metrics, so weekly means of ln RMSSD from at least 3 valid "
        "days (Plews 2014) are held against the person's own baseline. A change of half a baseline SD is working "
        "practice and no clinical limit; RMSSD and SDNN are never mixed."
    ),
    strength="Weak: how values swing was measured; the limit comes from the practice of training.",
    sources=(s.HRV_RELIABILITY_2023, s.PLEWS_2014),
)
AUTONOMIC = Mechanism(
    code="autonomic",
    patient=(
        "Nerves that calm the heart also calm inflammation, and inflammation can disturb these nerves. In people "
        "the link is weak, and which comes first is not known. Many other things change heart rate variability."
    ),
    clinician=(
        "The cholinergic anti-inflammatory reflex makes an effect in both directions plausible. Pooled human "
        "correlations are generally negative, strongest for SDNN and HF-HRV and not RMSSD, and show no direction "
        "of cause (Williams 2019); HRV also falls with age and with higher heart rate."
    ),
    strength="Weak: small links in people, from which no cause follows.",
    sources=(s.WILLIAMS_2019, s.RING_USERS_2020),
)
BRAIN = Mechanism(
    code="brain",
    patient=(
        "Signals of inflammation can reach the brain. In studies of large groups, higher values went along with "
        "slower thinking. That one causes the other has not been shown."
    ),
    clinician=(
        "Transport of IL-6 across the blood-brain barrier and activation of microglia rest mostly on animal data; "
        "loss of myelin from a raised resting IL-6 is not established in people. The link to processing speed is "
        "the article's and comes without a source."
    ),
    strength="Weak: experiments in animals and links in groups of people, from which no cause follows.",
    sources=(s.ARTICLE,),
)
PACE = Mechanism(
    code="pace",
    patient=(
        "The pace of ageing is estimated from chemical marks on the genes of blood cells. Inflammation changes "
        "blood cells too, so both measures may move for the same reason."
    ),
    clinician=(
        "DunedinPACE is a DNA methylation measure taken in leucocytes and may share determinants with IL-6, cell "
        "composition among them. The link is the article's house metadata and no publication."
    ),
    strength="None: the article names the link without a source.",
    sources=(s.ARTICLE,),
)

# --- what is planned ---------------------------------------------------------------------------
VITAMIN_D = Mechanism(
    code="vitamin_d",
    patient=(
        "Vitamin D matters for the bones, and a lack is treated for its own sake. Trials taken together do not "
        "show that it lowers IL-6, nor that it does so more where more was lacking. Only a blood test shows where "
        "a person stands."
    ),
    clinician=(
        "Pooled trials do not support an effect on IL-6: weighted mean difference +0.10 pg/mL (95 % CI -0.17–0.37; "
        "Calton 2017), umbrella effect size -0.35 (95 % CI -0.80–0.10), and a rise of +0.67 pg/mL (95 % CI "
        "0.29–1.06) in Mazidi 2018. The article's proportion to the deficiency has no effect to rest on. A target "
        "of 40–60 ng/mL is no consensus: the IOM calls 20 ng/mL adequate, and the 2024 guideline sets none."
    ),
    strength="None for lowering IL-6: trials taken together found no fall. No target above it is a consensus.",
    sources=(s.CALTON_2017, s.VITAMIN_D_UMBRELLA_2022, s.MAZIDI_2018, s.IOM_2011, s.ENDOCRINE_2024),
)
VITAMIN_D_EXCESS = Mechanism(
    code="vitamin_d_excess",
    patient=(
        "Very much vitamin D makes the body take up too much calcium, which can harm the kidneys and the heart. "
        "A doctor should know of this value."
    ),
    clinician=(
        "The IOM voices concern above 50 ng/mL; the hazard is hypercalcaemia, the more so with granulomatous "
        "disease, kidney stones, renal failure, thiazides or digoxin. No benefit for IL-6 stands against it "
        "(Calton 2017)."
    ),
    strength="Moderate: agreement of experts on the harm; the line for this warning is chosen.",
    sources=(s.IOM_2011, s.CALTON_2017),
)
SELF_ADMINISTRATION = Mechanism(
    code="self_administration",
    patient=(
        "Dasatinib is a strong prescription medicine. It can cause bleeding, fluid around the lungs, trouble with "
        "heart rhythm and harm to an unborn child. Studies of it against ageing are small and proved no benefit."
    ),
    clinician=(
        "The label of this kinase inhibitor warns of myelosuppression, bleeding, effusion, pulmonary arterial "
        "hypertension, QT prolongation, harm to the unborn, and interactions by CYP3A4 and gastric acid. Human "
        "evidence is an uncontrolled pilot in nine people (Hickson 2019), a trial in postmenopausal women that "
        "missed its primary endpoint (P=0.611; Farr 2024) and reports no IL-6 in its abstract, and five people "
        "with early Alzheimer's disease in whom IL-6 of the cerebrospinal fluid rose (P 0.008; Gonzales 2023)."
    ),
    strength="Strong for the harms; weak for any benefit.",
    sources=(s.DASATINIB_LABEL, s.HICKSON_2019, s.FARR_2024, s.GONZALES_2023),
)

# --- background: what the article tells beside its lines ---------------------------------------
ORIGIN = Mechanism(
    code="origin",
    patient=(
        "Fat around the organs, a gut wall that lets too much through, and worn-out cells can all release IL-6, as "
        "can working muscle and the immune system. The blood value is the sum and cannot say which it was."
    ),
    clinician=(
        "In extreme obesity portal IL-6 lay about 50 % above arterial (n 25; Fontana 2007), so visceral fat is a "
        "source in people; endotoxin from the gut and the secretory phenotype of senescent cells are the article's "
        "and come from laboratory work. Serum IL-6 holds no information on its origin."
    ),
    strength="Moderate for fat around the organs; weak for gut and worn-out cells.",
    sources=(s.FONTANA_2007, s.FERRUCCI_2018, s.ARTICLE),
)
TWO_WAYS = Mechanism(
    code="two_ways",
    patient=(
        "IL-6 reaches cells in two ways. One helps repair, the other, through docking sites that float in the "
        "blood, drives inflammation. The blood value shows neither of them."
    ),
    clinician=(
        "Classic signalling by the membrane-bound receptor is regenerative or anti-inflammatory, trans-signalling "
        "by the soluble receptor pro-inflammatory, by laboratory and animal work. Serum IL-6 shows neither, and a "
        "genetically higher soluble receptor goes with OR 0.95 (95 % CI 0.91–0.98) for death (Navarese 2026)."
    ),
    strength="Moderate: laboratory and animal work agree; what it means for one value in blood is not known.",
    sources=(s.ROSE_JOHN_2012, s.NAVARESE_2026),
)
GROUPS = Mechanism(
    code="groups",
    patient=(
        "In large studies more people with high values died than people with low values. That describes the groups "
        "and not this person. A medicine that acts earlier on the same path made heart attacks, strokes and deaths "
        "together rarer, but not deaths by themselves."
    ),
    clinician=(
        "MESA, ages 45 to 84, free of cardiovascular disease: death HR 1.98 (95 % CI 1.67–2.36) for the highest "
        "against the lowest tercile (Khan 2024); ages 60 and over, nine cohorts: RR 1.49 (95 % CI 1.33–1.67) for "
        "the highest against the lowest category (Li 2017). After infarction with hs-CRP of 2 mg/L or more "
        "(CANTOS), HR 0.85 (95 % CI 0.74–0.98) is the composite of infarction, stroke and cardiovascular death "
        "under an antibody to IL-1 beta; death was not significantly reduced, and fatal infections were more "
        "frequent (Ridker 2017). UK Biobank agrees in relative units: MACE HR 1.63 (95 % CI 1.46–1.82)."
    ),
    strength="Strong that groups differ; none for what it means for one person.",
    sources=(s.KHAN_2024, s.LI_2017, s.RIDKER_2017, s.UK_BIOBANK_2025),
)
RARELY_TESTED = Mechanism(
    code="rarely_tested",
    patient=(
        "IL-6 is not part of the usual blood tests. Doctors order it mostly where they suspect an infection or a "
        "disease of the immune system, so it has to be asked for by name."
    ),
    clinician=(
        "Laboratories describe IL-6 as not frequently ordered; CRP is the usual test for inflammation. Where it is "
        "ordered for background inflammation, the method has to reach low values."
    ),
    strength="Moderate: what laboratories say of their own orders.",
    sources=(s.LABCORP_PATIENTS, s.ARTICLE),
)
