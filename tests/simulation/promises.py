"""What is promised of pairs, whatever happened around them: places, private lists, leaving, times that are
booked once, the same for all; and of events, whose places go in order.

Asked of the tables themselves, so that a fault does not hide behind a document that nobody was sent.
"""

import json
from typing import Any
from uuid import UUID

from tests.simulation.world import World

LIVE = ("trying", "agreed", "resting")
_AT_ANY_MOMENT = f"""
    SELECT 'places: ' || taken || ' of ' || coalesce(places::text, 'any number')
        || ' are counted, and ' || live.pairs || ' live' AS wrong
        FROM participation AS part CROSS JOIN LATERAL (SELECT count(*) AS pairs FROM relationship_member
            JOIN relationship ON relationship.id = relationship WHERE account = part.account
            AND role = 'mentor' AND relationship.scheme = part.scheme
                AND relationship.state IN {LIVE}) AS live
        WHERE role = 'mentor' AND taken <> live.pairs
    UNION ALL SELECT 'places: ' || taken || ' were given, of ' || places FROM sim_exceeded
    UNION ALL SELECT 'private list: ' || pair.id || ', ' || state
        || CASE WHEN later THEN ', began after the line' ELSE ' goes on' END
        FROM never JOIN relationship_member AS me ON me.account = never.account
        JOIN relationship_member AS other ON other.relationship = me.relationship
            AND other.account <> me.account AND other.account
                = coalesce(never.other, (SELECT account FROM account_email WHERE email = never.email))
        JOIN relationship AS pair ON pair.id = me.relationship
        CROSS JOIN LATERAL (SELECT coalesce((SELECT max(seq) FROM sim_begun WHERE id = pair.id
                AND account IN (me.account, other.account)), 0)
            > (SELECT max(seq) FROM sim_begun WHERE id = never.id) AS later) AS came
        WHERE CASE WHEN later THEN state IN {LIVE} OR me.shown
                AND NOT (me.role = 'mentee' AND state IN ('requested', 'closed'))
            ELSE me.shown AND NOT me.left AND state <> 'closed' END
"""


_OF_MEETINGS = """
    WITH sim_agreed AS (SELECT meeting.id AS meeting, starts, ends, account FROM meeting
        JOIN relationship_member USING (relationship) WHERE state = 'confirmed')
    SELECT 'overlap: ' || one.meeting || ' and ' || other.meeting || ' of ' || one.account AS wrong
        FROM sim_agreed AS one JOIN sim_agreed AS other ON other.account = one.account
            AND one.meeting < other.meeting AND one.starts < other.ends AND other.starts < one.ends
    UNION ALL SELECT 'claims: ' || meeting || ' of ' || account || ' is agreed and not claimed'
        FROM sim_agreed AS agreed WHERE ends > $1 AND EXISTS (SELECT FROM account WHERE id = agreed.account)
            AND NOT EXISTS (SELECT FROM meeting_claim AS claim WHERE claim.meeting = agreed.meeting
                AND claim.account = agreed.account AND claim.starts = agreed.starts AND active)
    UNION ALL SELECT 'claims: ' || claim.meeting || ' is ' || state || ' and claimed'
        FROM meeting_claim AS claim JOIN meeting ON meeting.id = claim.meeting
        WHERE active AND state IN ('proposed', 'cancelled', 'closed')
    UNION ALL SELECT 'cap: ' || held || ' of ' || cap FROM (SELECT count(*) AS held,
            (charter.body::jsonb ->> 'session_cap')::integer AS cap
            FROM meeting JOIN relationship AS pair ON pair.id = meeting.relationship
            JOIN charter_version AS charter USING (scheme, version)
            WHERE meeting.state = 'held' GROUP BY pair.id, cap) AS counted WHERE held > cap
"""
_OF_EVENTS = """
    WITH sim_kept AS (SELECT event.id, places, state, ends,
            (SELECT count(*) FROM rsvp WHERE event = event.id AND rsvp.state = 'going') AS going,
            (SELECT count(*) FROM rsvp WHERE event = event.id AND rsvp.state = 'waiting') AS waiting
        FROM event)
    SELECT 'event: ' || id || ' has ' || going || ' of ' || places AS wrong FROM sim_kept WHERE going > places
    UNION ALL SELECT 'event: ' || waiting || ' wait for ' || id || ', which has room' FROM sim_kept
        WHERE waiting > 0 AND state = 'published' AND ends > $1 AND (places IS NULL OR going < places)
    UNION ALL SELECT 'event: ' || late.event || ' was given out of turn'
        FROM rsvp AS late JOIN rsvp AS early ON early.event = late.event AND early.asked < late.asked
        WHERE late.state = 'going' AND early.state = 'waiting'
    UNION ALL SELECT 'event: ' || event.id || ' is kept by who left'
        FROM rsvp JOIN event ON event.id = rsvp.event WHERE event.state = 'published'
        AND ends > $1 AND open_to <> 'everyone'
        AND NOT EXISTS (SELECT FROM participation AS part WHERE part.account = rsvp.account
            AND part.scheme = event.scheme AND part.state <> 'out'
            AND (open_to = 'members' OR role <> 'mentee'))
"""
_AFTER_A_NIGHT = """
    SELECT meeting.id || ' is ' || meeting.state || ' in a pair that is closed'
    FROM meeting JOIN relationship AS pair ON pair.id = meeting.relationship
    WHERE pair.state = 'closed'
        AND (meeting.state = 'proposed' OR meeting.state = 'confirmed' AND meeting.starts > $1)
    UNION ALL SELECT meeting.id || ' waits for an answer to what has passed' FROM meeting
    WHERE proposed_by IS NOT NULL
        AND NOT EXISTS (SELECT FROM meeting_candidate WHERE meeting = meeting.id AND at > $1)
"""


# No four notices of a scheme fall within seven days.
_TOO_OFTEN = """
    SELECT scheme FROM (SELECT scheme, sends,
            lead(sends, 3) OVER (PARTITION BY scheme ORDER BY sends) AS fourth
        FROM notice WHERE state = 'scheduled' OR sent_at IS NOT NULL) AS four
    WHERE fourth - sends < interval '7 days'
"""
# $1 now: what is over or recalled is on nobody's phone, and what goes on has reached its group.
_OF_NOTICES = """
    SELECT notice.id || ' is ' || state || ' and somebody has it' FROM notice
    WHERE (state <> 'sent' OR expires <= $1) AND EXISTS (SELECT FROM told WHERE told.notice = notice.id)
    UNION ALL SELECT id || ' is over and stays' FROM notice WHERE state <> 'over' AND expires <= $1
    UNION ALL SELECT id || ' did not go' FROM notice
    WHERE state = 'scheduled' AND sends <= $1 OR state = 'sent' AND NOT told_all
"""


def at_any_moment(world: World) -> None:
    """Places are counted and never exceeded; nobody meets whom they keep away, or is in two meetings at
    once, and no pair holds more meetings than its charter says. No event has more going than places, nobody
    waits for one that has room, places go in order, and who left keeps none of what is for members.

    Whoever asks somebody on their own list sees what they asked, and nothing ever comes of it.
    """
    wrong = [row[0] for row in world.eye.fetch(_AT_ANY_MOMENT)]
    assert not wrong, f"pairs: {wrong}"
    wrong = [row[0] for row in world.eye.fetch(_OF_MEETINGS, world.now)]
    assert not wrong, f"6: {wrong}"
    wrong = [row[0] for row in world.eye.fetch(_TOO_OFTEN)]
    assert not wrong, f"notices: {wrong}"
    wrong = [row[0] for row in world.eye.fetch(_OF_EVENTS, world.now)]
    assert not wrong, f"6: {wrong}"


def after_a_night(world: World) -> None:
    """Whoever left a role has no request and no pair in it any more, but for pairs that they kept."""
    at_any_moment(world)
    wrong = [row[0] for row in world.eye.fetch(_AFTER_A_NIGHT, world.now)]
    assert not wrong, f"7: {wrong}"
    wrong = [row[0] for row in world.eye.fetch(_OF_NOTICES, world.now)]
    assert not wrong, f"notices: {wrong}"
    last: dict[tuple[UUID, str, str], str] = {}
    for row in world.eye.fetch(
        "SELECT mutation::text, account FROM sim_applied WHERE name = 'participation.opt_out' ORDER BY seq"
    ):
        args = world.acts[row["mutation"]].args
        last[row["account"], args["scheme"], args["role"]] = args["current"]
    rows = world.eye.fetch(
        "SELECT member.account, pair.scheme::text, member.role, pair.state FROM relationship AS pair"
        " JOIN relationship_member AS member ON member.relationship = pair.id"
        " JOIN participation AS part ON part.account = member.account AND part.scheme = pair.scheme"
        "   AND part.role = member.role WHERE part.state = 'out' AND pair.state <> 'closed'"
    )
    for row in rows:
        account, scheme, role, state = row
        kept = state in LIVE and role != "mentee" and last.get((account, scheme, role)) == "keep"
        assert kept, f"7: who left as {role} is still in a pair that is {state}"


def arranged(world: World) -> dict[str, int]:
    """How meetings, notices and places of this history stand, and how often a time was somebody else's: a
    simulation in which nobody wants the same time, or waits for a place, would promise nothing."""
    rows = world.eye.fetch(
        "SELECT 'meeting: ' || state AS what, count(*) FROM meeting GROUP BY 1 UNION ALL"
        " SELECT 'meeting: ' || code, count(*) FROM outcome WHERE code = 'no-candidate-free' GROUP BY 1"
        " UNION ALL SELECT 'notice: ' || state, count(*) FROM notice GROUP BY 1"
        " UNION ALL SELECT 'notice: told', count(*) FROM told HAVING count(*) > 0"
        " UNION ALL SELECT 'notice: ' || code, count(*) FROM outcome"
        "   WHERE code IN ('notices-used-up', 'group-too-small') GROUP BY 1"
        " UNION ALL SELECT 'event: ' || state, count(*) FROM rsvp GROUP BY 1"
    )
    return {row["what"]: row["count"] for row in rows}


def members_hold_the_same(dumps: dict[str, dict[str, Any]]) -> None:
    """A pair, its meetings and its mentor's time are the same thing on every phone that holds them."""
    seen: dict[str, tuple[str, str]] = {}
    for name, dump in dumps.items():
        for where, bucket in dump["buckets"].items():
            for kind, thing, _, body in bucket["documents"]:
                if where.startswith("relationship:"):
                    said = json.dumps(body, sort_keys=True)
                    other, first = seen.setdefault(f"{where} {kind} {thing}", (name, said))
                    assert first == said, f"pairs: {other} holds {first}, {name} holds {said}"
