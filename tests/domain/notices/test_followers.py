"""To all who follow: one document in the scheme's bucket, on phones that nobody knows of."""

from datetime import timedelta

from server.database.engine import pool
from server.sync.rebuild import rebuild
from tests.domain.notices.ringing import rings_for
from tests.domain.notices.telling import WORDS, office, wire
from tests.domain.world import World


async def test_whoever_looks_at_the_scheme_has_it_and_nobody_else(world: World) -> None:
    told = await office(world, mentors=1, mentees=0)
    follows = await world.doctor("Ivy Swift", told.scheme)
    elsewhere = await world.doctor("Fern Robin", await world.scheme(name="Elsewhere"))
    notice = await told.sent("followers")
    assert told.answers() == [], "how many follow is nobody's to know: no group is too small"
    await world.everybody_syncs(follows, elsewhere)
    assert follows.phone.of("notice") == {
        notice: {
            "scheme": str(told.scheme),
            "text": WORDS,
            "event": None,
            "page": None,
            "sent": wire(world.now),
            "expires": wire(world.now + timedelta(days=14)),
        }
    }
    assert elsewhere.phone.of("notice") == {}
    assert await pool().fetchval("SELECT count(*) FROM told") == 0
    follows.phone.act("notice.dismiss", notice=notice)  # as a phone would not: it is kept there alone
    await follows.phone.sync()
    assert follows.phone.attention == []
    assert follows.phone.of("notice").keys() == {notice}


async def test_it_goes_when_its_time_comes_and_when_it_is_recalled(world: World) -> None:
    told = await office(world, mentors=1, mentees=0)
    follows = await world.doctor("Ivy Swift", told.scheme)
    first = await told.sent("followers", days=1)
    second = await told.sent("followers", sends=world.now + timedelta(hours=3))
    third = await told.sent("followers")
    await follows.phone.sync()
    assert follows.phone.of("notice").keys() == {first, third}
    told.ash.phone.act("notice.recall", notice=third)
    world.clock.forward(hours=3)
    await told.arrives()
    await world.quarter_hour()
    await follows.phone.sync()
    assert follows.phone.of("notice").keys() == {first, second}
    world.clock.forward(hours=21)
    await world.quarter_hour()
    await follows.phone.sync()
    assert follows.phone.of("notice").keys() == {second}
    assert await rebuild(world.now, check=True) == []


async def test_a_phone_that_asked_for_the_schemes_notices_is_rung_once(world: World) -> None:
    """Who that is stands in no row of the notice's: the job of Web Push looks when it sends."""
    told = await office(world, mentors=1, mentees=0)
    follows = await world.doctor("Ivy Swift", told.scheme)
    await rings_for(follows, world, told.scheme)
    notice = await told.sent("followers", text="Long words. " * 20)
    (rung,) = await pool().fetch("SELECT * FROM webpush_happening")
    assert (rung["kind"], str(rung["about"]), rung["scheme"], rung["accounts"]) == (
        "notice",
        notice,
        told.scheme,
        None,
    )
    assert rung["until"] == world.now + timedelta(days=14)
    assert len(rung["detail"]) < 200
    told.ash.phone.act("notice.recall", notice=notice)
    await told.arrives()
    assert await pool().fetchval("SELECT count(*) FROM webpush_happening") == 0
