"""When a story that failed is tried again: the waits, the jitter, and what only a person can mend."""

from datetime import UTC, datetime, timedelta

import pytest

from newsbot import patience
from newsbot.errors import (
    Conflict,
    Malformed,
    NewsbotError,
    OutOfBudget,
    ParseError,
    RateLimited,
    SettingsError,
    Unauthorised,
    Unavailable,
)

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
AWAY, OWN = Unavailable("the endpoint is down"), Malformed("no JSON")


def wait(failures: int, error: NewsbotError, story: str = "s") -> timedelta | None:
    """How long it waits after so many of the same."""
    due = patience.after(story, failures, error, NOW, outages=failures if error is AWAY else 0).due
    return None if due is None else due - NOW


@pytest.mark.parametrize(("failures", "minutes"), [(0, 1), (1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (100, 60)])
def test_an_outage_is_waited_for_longer_each_time_up_to_an_hour_and_never_given_up(failures: int, minutes: int) -> None:
    waited = wait(failures, AWAY)
    assert waited is not None
    assert timedelta(minutes=minutes) <= waited <= timedelta(minutes=minutes * (1 + patience.JITTER))


def test_what_may_be_the_storys_fault_is_tried_five_times_and_then_waits_for_a_person() -> None:
    assert [wait(failures, OWN) is None for failures in range(6)] == [False] * 4 + [True, True]
    assert patience.after("s", 4, OWN, NOW).failures == 5
    assert wait(0, ParseError("a broken page")) is not None


def test_outages_count_as_no_failure_of_the_storys_and_its_failures_are_not_forgotten_over_one() -> None:
    later = patience.Later(due=None, failures=0)
    for error in (OWN, *[AWAY] * 9, OWN, AWAY, OWN, OWN):
        later = patience.after("s", later.failures, error, NOW, later.outages)
        assert later.due is not None
    assert (later.failures, later.outages) == (4, 0)
    assert patience.after("s", later.failures, OWN, NOW, later.outages).due is None


@pytest.mark.parametrize("error", [Unauthorised("key"), SettingsError("key"), Conflict("edited by hand")])
def test_what_only_a_person_can_mend_is_parked_for_one_at_once(error: NewsbotError) -> None:
    assert wait(0, error) is None


def test_a_cap_is_waited_for_until_it_opens_and_counts_as_no_failure() -> None:
    midnight = NOW + timedelta(hours=8)
    later = patience.after("s", 2, OutOfBudget("spent", midnight), NOW)
    assert (later.due, later.failures) == (midnight, 2)
    assert wait(0, OutOfBudget("no price")) is None


def test_a_named_wait_is_kept_when_it_is_the_longer_one() -> None:
    assert wait(0, RateLimited("later", 3600)) == timedelta(hours=1)
    named = wait(0, RateLimited("later", 2))
    assert named is not None
    assert named >= patience.FIRST


def test_stories_parked_together_do_not_come_back_together_and_a_rerun_repeats_the_wait() -> None:
    waits = {wait(0, AWAY, story) for story in "abcdefgh"}
    assert len(waits) == 8
    assert wait(0, AWAY, "a") == wait(0, AWAY, "a")
