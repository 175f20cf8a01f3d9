"""Grants in words, the same on the screen, in the incident file and in the report."""

from datetime import datetime

from smartclient.domain.grants import Circumstance, Ending, Grant, GrantState


def clock(at: datetime) -> str:
    """Local time of day: `14:12`."""
    return f"{at.astimezone():%H:%M}"


def who(grant: Grant) -> str:
    """The person and the agency: `Duty officer, Maple Grove Police`; an agency that stands in the person's name is not repeated."""
    person, agency = grant.person or grant.user, grant.agency
    return person if not agency or agency.casefold() in person.casefold() else f"{person}, {agency}"


def cameras(count: int) -> str:
    """`one camera`, `12 cameras`."""
    return "one camera" if count == 1 else f"{count} cameras"


def circumstance(kind: Circumstance | None) -> str:
    """Why somebody outside may look."""
    return kind.value if kind is not None else "a circumstance the server does not tell"


def approvals(grant: Grant) -> str:
    """How many of the needed have approved: `one of two approvals`; empty where one is enough and is missing."""
    numbers = ("none", "one", "two", "three", "four", "five")

    def word(count: int) -> str:
        return numbers[count] if count < len(numbers) else str(count)

    return f"{word(len(grant.approvals))} of {word(grant.needed)} approvals" if grant.needed > 1 else ""


def ended(grant: Grant) -> str:
    """How the view ended, as a sentence: `The school ended the view at 14:12.`"""
    at = f" at {clock(grant.closed_at)}" if grant.closed_at is not None else ""
    if grant.state is GrantState.REFUSED:
        return f"The school refused{f': {said}' if (said := grant.refused_why.rstrip('.')) else ''}."
    match grant.ending:
        case Ending.TIMER:
            return f"The time of the view was up{at}."
        case Ending.SCHOOL:
            return f"The school ended the view{at}."
        case Ending.UNITS_CLEARED:
            return f"All units are cleared; the view ended{at}."
        case Ending.WITHDRAWN:
            return f"The request was withdrawn{at}." if grant.opened_at is None else f"The view was given back{at}."
        case None:
            return f"The view ended{at}."
