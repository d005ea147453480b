"""`availability.patch`: one weekday, one date or one setting, and the latest commit wins.

So what a mentor says on two phones without signal is kept from both.
"""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from server.database.engine import connection
from server.domain.accounts.account import Declared
from server.domain.availability.documents import Availability, Ranges, read
from server.domain.directory import Mode
from server.domain.schemes import today
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

Setting = Literal[
    "zone",
    "lengths",
    "grid",
    "before",
    "after",
    "notice_hours",
    "horizon_weeks",
    "modes",
    "places",
    "valid_from",
    "valid_to",
    "paused_until",
]
CalendarDay = date
Line = Annotated[str, Field(max_length=80)]
SettingValue = (
    Line
    | Annotated[int, Field(ge=0, le=1000)]
    | Annotated[tuple[int, ...], Field(max_length=10)]
    | Annotated[tuple[Line, ...], Field(max_length=10)]
    | None
)

PAST_DAYS = 14
"""Dates are kept for so long after they have passed: last week may be copied."""
FUTURE_DAYS = 731
MOST_DATES = 200
_ZONE = re.compile(
    r"UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)(/[A-Za-z0-9_+-]+)+"
)


class PatchAvailability(Strict):
    """`availability.patch`: `weekday` (Monday is 1) with `ranges`, or `date` with `ranges` (empty: closed;
    none: as its weekday), or `setting` with `value`. One of them."""

    weekday: Annotated[int, Field(ge=1, le=7)] | None = Field(
        default=None, json_schema_extra=seen("you", "pair")
    )
    date: CalendarDay | None = Field(default=None, json_schema_extra=seen("you", "pair"))
    setting: Setting | None = Field(default=None, json_schema_extra=seen("you"))
    ranges: Ranges | None = Field(default=None, json_schema_extra=seen("you", "pair"))
    value: SettingValue = Field(default=None, json_schema_extra=seen("you", "pair"))

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(named is not None for named in (self.weekday, self.date, self.setting)) != 1:
            raise ValueError("not one thing")
        if (self.ranges if self.setting is not None else self.value) is not None:
            raise ValueError("said of something else")
        if self.weekday is not None and self.ranges is None:
            raise ValueError("a weekday without its times")
        return self


def _zone(name: str) -> str:
    try:
        if not _ZONE.fullmatch(name):
            raise ValueError("not the name of a place")
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("no such zone") from error
    return name


Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
_VALUES: dict[Setting, TypeAdapter[Any]] = {
    "zone": TypeAdapter(Annotated[str, Field(max_length=64)]),
    "lengths": TypeAdapter(
        Annotated[
            tuple[Annotated[int, Field(ge=15, le=120, multiple_of=5)], ...], Field(min_length=1, max_length=6)
        ]
    ),
    "grid": TypeAdapter(Literal[5, 10, 15, 20, 30, 60]),
    "before": TypeAdapter(Annotated[int, Field(ge=0, le=120)]),
    "after": TypeAdapter(Annotated[int, Field(ge=0, le=120)]),
    "notice_hours": TypeAdapter(Annotated[int, Field(ge=0, le=336)]),
    "horizon_weeks": TypeAdapter(Annotated[int, Field(ge=1, le=26)]),
    "modes": TypeAdapter(Annotated[tuple[Mode, ...], Field(max_length=3)]),
    "places": TypeAdapter(tuple[Declared, ...]),
    "valid_from": TypeAdapter(Day | None),
    "valid_to": TypeAdapter(Day | None),
    "paused_until": TypeAdapter(Day | None),
}


def changed(held: Availability, args: PatchAvailability, on: date) -> Availability:
    """The whole as it is with this one thing said, or refused. `on`: today."""
    if args.weekday is not None:
        days = list(held.weekdays)
        days[args.weekday - 1] = _in_order(args.ranges or (), "weekday")
        return held.model_copy(update={"weekdays": tuple(days)})
    if args.date is not None:
        return held.model_copy(update={"dates": _dates(held, args.date, args.ranges, on)})
    assert args.setting is not None  # noqa: S101 - one of the three is there
    return held.model_copy(update={args.setting: _value(args.setting, args.value, on)})


def _in_order(ranges: Ranges, field: str) -> Ranges:
    """Each begins on its own day, lasts at most a day, and leaves some time before the next."""
    before = -1
    for start, end in ranges:
        if not before < start < end or start >= 1440 or end - start > 1440:
            raise Refused("value-not-allowed", field=field)
        before = end
    return ranges


def _dates(held: Availability, day: date, ranges: Ranges | None, on: date) -> dict[date, Ranges]:
    if day > on + timedelta(days=FUTURE_DAYS):
        raise Refused("date-too-far")
    oldest = on - timedelta(days=PAST_DAYS)
    dates = {one: times for one, times in held.dates.items() if one >= oldest and one != day}
    # A phone that was away brings what it said of days that have passed: that is no fault of its owner's.
    if ranges is not None and day >= oldest:
        dates[day] = _in_order(ranges, "date")
    if len(dates) > MOST_DATES:
        raise Refused("value-not-allowed", field="date")
    return dict(sorted(dates.items()))


def _value(setting: Setting, said: SettingValue, on: date) -> Any:
    try:
        value = _VALUES[setting].validate_python(said, strict=True)
        if setting == "zone":
            return _zone(value)
        if setting in {"valid_from", "valid_to", "paused_until"} and value is not None:
            value = date.fromisoformat(value)
    except (ValidationError, ValueError):
        raise Refused("value-not-allowed", field=setting) from None
    if isinstance(value, date) and value > on + timedelta(days=FUTURE_DAYS):
        raise Refused("date-too-far")
    if setting == "lengths":
        return tuple(sorted(set(value)))
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else value


@mutation("availability.patch")
async def patch(actor: Actor, args: PatchAvailability) -> list[Touched]:
    mentor, here = actor.person, connection()
    fresh = await here.fetchval(
        "INSERT INTO availability (account, body) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true",
        mentor,
        Availability().model_dump_json(),
    )
    body: str = await here.fetchval("SELECT body FROM availability WHERE account = $1 FOR UPDATE", mentor)
    said = changed(read(body), args, today(actor.now)).model_dump_json()
    if said == body:
        return []
    if not fresh:
        # What several acts of one sync pass through on the way never held.
        await here.execute(
            "INSERT INTO availability_before (account, until, body) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING",
            mentor,
            actor.now,
            body,
        )
    await here.execute("UPDATE availability SET body = $2 WHERE account = $1", mentor, said)
    return [Touched("availability", mentor)]
