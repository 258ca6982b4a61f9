"""The questions of an assessment, as data: what must be recorded, and what must be referred to the IOPC."""

from dataclasses import dataclass
from enum import StrEnum

from complaints.workflow import Road


class Duty(StrEnum):
    """What follows when a criterion is met."""

    RECORD = "record"
    REFER = "refer"


@dataclass(frozen=True)
class Criterion:
    """One question, what follows a yes in words, its meaning and its source."""

    code: str
    duty: Duty
    question: str
    because: str
    meaning: str
    citation: str
    roads: tuple[Road, ...] = (Road.FORCE, Road.CHIEF_CONSTABLE)
    # The question, asked before, of which this asks the same fact for another duty.
    same_fact: "Criterion | None" = None


ASKED_TO_RECORD = Criterion(
    "asked_to_record",
    Duty.RECORD,
    "Has the complainant asked for the complaint to be recorded?",
    "the complainant has asked for it to be recorded",
    "They may ask at any time, in any words. Once they have, it must be recorded.",
    "PRA 2002 Sch 3 para 2(6A), as inserted by PCA 2017 Sch 5 para 2",
)
AUTHORITY_DECIDES = Criterion(
    "authority_decides",
    Duty.RECORD,
    "Should it be recorded although nothing requires it?",
    "you decided that it should be recorded",
    "For example because resolving it informally would not be right for what is alleged.",
    "PRA 2002 Sch 3 para 2(6A)",
)
DEATH_OR_SERIOUS_INJURY = Criterion(
    "death_or_serious_injury",
    Duty.RECORD,
    "Is it alleged that what happened led to a death or a serious injury?",
    "it is alleged that what happened led to a death or a serious injury",
    "A serious injury is a broken bone, a deep cut or tear, damage to an internal organ, or harm to how the "
    "body works.",
    "PRA 2002 Sch 3 para 2(6B)",
)
CRIME_OR_DISCIPLINE = Criterion(
    "crime_or_discipline",
    Duty.RECORD,
    "If what is alleged were proved, might it be a crime or justify disciplinary proceedings?",
    "what is alleged might be a crime or justify disciplinary proceedings",
    "Take what is alleged as it stands. Do not ask yet whether it can be proved.",
    "PRA 2002 Sch 3 para 2(6B)",
)
ARTICLE_2_OR_3 = Criterion(
    "article_2_or_3",
    Duty.RECORD,
    "Might the right to life, or the right not to be treated inhumanely, have been infringed?",
    "the right to life, or the right not to be treated inhumanely, might have been infringed",
    "Articles 2 and 3 of the European Convention on Human Rights.",
    "PRA 2002 Sch 3 para 2(6B)",
)

SERIOUS_ASSAULT = Criterion(
    "serious_assault",
    Duty.REFER,
    "Is a serious assault alleged?",
    "a serious assault is alleged",
    "The IOPC's guidance says what counts as serious.",
    "PCMR 2020 reg 4(1)(a)(i)",
)
SERIOUS_SEXUAL_OFFENCE = Criterion(
    "serious_sexual_offence",
    Duty.REFER,
    "Is a serious sexual offence alleged?",
    "a serious sexual offence is alleged",
    "The IOPC's guidance says what counts as serious.",
    "PCMR 2020 reg 4(1)(a)(ii)",
)
SERIOUS_CORRUPTION = Criterion(
    "serious_corruption",
    Duty.REFER,
    "Is serious corruption alleged?",
    "serious corruption is alleged",
    "It includes abuse of position for a sexual purpose or for an improper emotional relationship.",
    "PCMR 2020 reg 4(1)(a)(iii)",
)
AGGRAVATED_DISCRIMINATION = Criterion(
    "aggravated_discrimination",
    Duty.REFER,
    "Is a crime or misconduct alleged that was made worse by discrimination?",
    "a crime or misconduct made worse by discrimination is alleged",
    "Because of race, sex, religion or another status the law protects.",
    "PCMR 2020 reg 4(1)(a)(iv)",
)
RELEVANT_OFFENCE = Criterion(
    "relevant_offence",
    Duty.REFER,
    "Is an offence alleged that carries seven years in prison or more, or a sentence fixed by law?",
    "an offence that carries seven years in prison or more is alleged",
    "The maximum for an adult with no earlier conviction.",
    "PCMR 2020 reg 4(1)(a)(v)",
)
RESULTED_IN_DEATH = Criterion(
    "resulted_in_death_or_serious_injury",
    Duty.REFER,
    "Is it alleged that the conduct resulted in death or serious injury?",
    "it is alleged that the conduct resulted in death or serious injury",
    "This is the same fact as above, asked for the referral.",
    "PRA 2002 Sch 3 para 4(1)(a)",
    same_fact=DEATH_OR_SERIOUS_INJURY,
)
SAME_INCIDENT = Criterion(
    "same_incident",
    Duty.REFER,
    "Does it arise from the same incident as something that must be referred?",
    "it arises from the same incident as something that must be referred",
    "Another complaint or matter about the same event counts.",
    "PCMR 2020 reg 4(1)(b)",
)
CANNOT_EXCLUDE = Criterion(
    "cannot_exclude",
    Duty.REFER,
    "From the complaint alone, are you unable to rule out criminal or disciplinary proceedings?",
    "criminal or disciplinary proceedings cannot be ruled out from the complaint alone",
    "Asked because the complaint is about a chief officer. If you cannot be satisfied that the conduct, "
    "if proved, would not justify proceedings, answer yes.",
    "PCMR 2020 reg 4(1)(c)",
    roads=(Road.CHIEF_CONSTABLE,),
)
CALLED_IN = Criterion(
    "called_in",
    Duty.REFER,
    "Has the IOPC called the complaint in?",
    "the IOPC has called it in",
    "The IOPC has told the office that the complaint must be referred.",
    "PRA 2002 Sch 3 para 4(1)(c)",
)

SCHEDULE_3_TRIGGERS = (
    ASKED_TO_RECORD,
    AUTHORITY_DECIDES,
    DEATH_OR_SERIOUS_INJURY,
    CRIME_OR_DISCIPLINE,
    ARTICLE_2_OR_3,
)
REFERRAL_CRITERIA = (
    RESULTED_IN_DEATH,
    SERIOUS_ASSAULT,
    SERIOUS_SEXUAL_OFFENCE,
    SERIOUS_CORRUPTION,
    AGGRAVATED_DISCRIMINATION,
    RELEVANT_OFFENCE,
    SAME_INCIDENT,
    CANNOT_EXCLUDE,
    CALLED_IN,
)
CRITERIA = {criterion.code: criterion for criterion in (*SCHEDULE_3_TRIGGERS, *REFERRAL_CRITERIA)}


def criteria_for(road: Road) -> tuple[Criterion, ...]:
    """The questions an assessment on this road answers, in the order they are asked."""
    return tuple(criterion for criterion in CRITERIA.values() if road in criterion.roads)
