"""What people decided on a month: whether a final score counts, who confirmed, what comes next."""

from decimal import Decimal

from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.results.month_rows import Month
from shopbook.books.appraisal.vocabulary import ARCHIVED, COMPOSITE, CONFIRM, PEER, SELF, SUPERIOR, TALK
from shopbook.books.worklists import Record
from shopbook.sheet.spelling import compact


def is_person(text: object, person: str, staff: Staff) -> bool:
    """Whether a number or a name that was typed is somebody's; of two people with one name it may be either."""
    if text is None:
        return False
    return staff.number_of(str(text)) == person or compact(str(text)) == compact(staff.name_of(person))


def is_signed(row: Record, person: str, staff: Staff) -> bool:
    """Whether somebody other than the person has put name and date to a row of 综合评定."""
    return row["decided_on"] is not None and row["decided_by"] is not None and not is_person(row["decided_by"], person, staff)


def decided_score(row: Record, computed: Decimal | None, person: str, staff: Staff) -> Decimal | None:
    """The score that counts: the final one where it is the computed one, or has a reason and a decider who is not the person himself."""
    final = row["final"]
    if not isinstance(final, Decimal):
        return computed
    is_reasoned = row["final_reason"] is not None and row["decided_by"] is not None and not is_person(row["decided_by"], person, staff)
    return final if final == computed or is_reasoned else computed


def is_confirmed(feedback: Record | None, person: str, staff: Staff) -> bool:
    """Whether the employee himself has confirmed."""
    return feedback is not None and feedback["confirmed_on"] is not None and is_person(feedback["confirmed_by"], person, staff)


def has_open_objection(feedback: Record | None) -> bool:
    """Whether the employee objected and nobody has answered."""
    objects = feedback is not None and (feedback["objected_on"] is not None or feedback["objection"] is not None)
    return objects and feedback is not None and (feedback["answer"] is None or feedback["answered_on"] is None)


def was_archived(row: Record | None) -> bool:
    """Whether a row of 综合评定 says that its card is in the archive: it has a score and no next step."""
    return row is not None and row["score"] is not None and row["step"] is None and not row["excused"]


def is_settled(month: Month, person: str, staff: Staff) -> bool:
    """Whether a row of 综合评定 stands as it is: it was archived, or the employee has confirmed the score that it shows."""
    row = month.composites.get(person)
    if row is None or person in month.archived or was_archived(row):
        return row is not None
    return row["score"] is not None and is_confirmed(month.feedback.get(person), person, staff)


def next_step(month: Month, person: str, row: Record, spoken: dict[str, bool], staff: Staff) -> str | None:
    """What is to be done next; ``None`` once all is done, and for somebody who was on leave.

    Args:
        month: The month.
        person: Whose row it is.
        row: Of 综合评定, as it will be.
        spoken: Which of self, superior and peers have done theirs; a decision ends the waiting for those that have not.
        staff: The people.
    """
    if row["excused"] or person in month.archived or was_archived(month.composites.get(person)):
        return None
    if row["score"] is None or not is_signed(row, person, staff):
        return next((rater for rater in (SELF, SUPERIOR, PEER) if not spoken[rater]), COMPOSITE)
    feedback = month.feedback.get(person)
    if feedback is None or feedback["talked_on"] is None:
        return TALK
    return CONFIRM if has_open_objection(feedback) or not is_confirmed(feedback, person, staff) else ARCHIVED
