"""Totals of a scheme for a finished quarter (P13): numbers that point at nobody, and nothing else.

What: how many are mentors and mentees, how many mentors are trained, and how many meetings went ahead, of
pairs that go on or ended less than thirty days before. Made once, the night after the quarter, never again,
and kept only as they are shown: none at all where fewer than 20 doctors take part, 1 to 7 as `*`, others to
the nearest 5. Meetings are `*` too, however many or none, unless at least 8 pairs held them: otherwise they
would say what came of one pair.
Who may: nobody asks for them. There are no filters and no other spans, so no two totals differ by a few.
Who hears: the scheme's coordinators.

What remains: two worlds that differ by one meeting differ here when it moves a number over the edge between
two fives or into what is suppressed. Who takes part and is trained, the office's own list shows by name.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID, uuid4

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection, pool
from server.domain.schemes import ZONE, today
from server.sync.push import act
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, system, view

TOGETHER = 500
FEWEST_MEMBERS = 20
FEWEST_PAIRS = 8
_SMALL = 7
_STEP = 5

Total = Annotated[str, Field(pattern=r"^([0-9]+|\*)$", max_length=6)]


class FigureTable(Table, tablename="figure"):
    """A quarter of a scheme. Without numbers: too few took part, and it is not to be made again."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    quarter = Date(default=None, help_text="its first day")
    mentors = Varchar(length=6, null=True, default=None, help_text="as shown, never as counted")
    mentees = Varchar(length=6, null=True, default=None, help_text="as shown, never as counted")
    trained = Varchar(length=6, null=True, default=None, help_text="as shown, never as counted")
    held = Varchar(length=6, null=True, default=None, help_text="meetings; as shown, never as counted")


class MakeFigures(Strict):
    """`figure.make`: the totals of these schemes for the quarter that begins on this day."""

    schemes: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))
    quarter: date = Field(json_schema_extra=seen("server"))


@document("figure", bucket="office")
class FigureDocument(Strict):
    """To coordinators: totals, suppressed. `quarter` is its first day."""

    scheme: UUID
    quarter: date
    mentors: Total
    mentees: Total
    trained: Total
    held: Total


def suppressed(counts: Sequence[int], members: int) -> list[str | None]:
    """How totals are shown, all of them by this one rule: `None` says nothing, `*` is 1 to 7."""
    if members < FEWEST_MEMBERS:
        return [None for _ in counts]
    return ["*" if 1 <= count <= _SMALL else str((count + _STEP // 2) // _STEP * _STEP) for count in counts]


def held_by(pairs: int, shown: str | None) -> str | None:
    """Meetings, as they may be shown of so many pairs that held any."""
    return "*" if shown is not None and pairs < FEWEST_PAIRS else shown


def quarter_before(day: date) -> date:
    """The first day of the last quarter that is over on this day."""
    month = (day.month - 1) // 3 * 3 + 1
    return date(day.year - 1, 10, 1) if month == 1 else date(day.year, month - 3, 1)


async def make_due(now: datetime) -> None:
    """For the nightly job: whatever scheme has no totals yet for the quarter before this one."""
    quarter = quarter_before(today(now))
    while due := await pool().fetch(
        "SELECT id FROM scheme WHERE NOT EXISTS"
        " (SELECT FROM figure WHERE figure.scheme = scheme.id AND quarter = $1)"
        " AND EXISTS (SELECT FROM charter_version WHERE scheme = scheme.id AND published_on < $2)"
        " ORDER BY id LIMIT $3",
        quarter,
        _after(quarter),
        TOGETHER,
    ):
        args = MakeFigures(schemes=tuple(row["id"] for row in due), quarter=quarter)
        await act(system(now), "figure.make", args)


def _after(quarter: date) -> date:
    """The first day of the quarter after this one."""
    return date(quarter.year + 1, 1, 1) if quarter.month == 10 else date(quarter.year, quarter.month + 3, 1)


@mutation("figure.make", system=True)
async def make(actor: Actor, args: MakeFigures) -> list[Touched]:
    here = connection()
    counted = await here.fetch(
        "SELECT id, coalesce(members, 0) AS members, coalesce(mentors, 0) AS mentors,"
        " coalesce(mentees, 0) AS mentees, coalesce(trained, 0) AS trained, coalesce(held, 0) AS held,"
        " coalesce(pairs, 0) AS pairs"
        " FROM unnest($1::uuid[]) AS id"
        " LEFT JOIN (SELECT part.scheme, count(DISTINCT part.account) AS members,"
        "   count(DISTINCT part.account) FILTER (WHERE role <> 'mentee') AS mentors,"
        "   count(DISTINCT part.account) FILTER (WHERE role <> 'mentor') AS mentees,"
        "   count(DISTINCT training.account) FILTER (WHERE role <> 'mentee') AS trained"
        "   FROM participation AS part LEFT JOIN training ON training.account = part.account"
        "     AND training.scheme = part.scheme"
        "   WHERE part.scheme = ANY($1::uuid[]) AND part.state <> 'out' GROUP BY 1) AS people"
        " ON people.scheme = id LEFT JOIN (SELECT relationship.scheme, count(*) AS held,"
        "   count(DISTINCT relationship.id) AS pairs FROM meeting"
        "   JOIN relationship ON relationship.id = meeting.relationship"
        "   WHERE relationship.scheme = ANY($1::uuid[]) AND meeting.state = 'held'"
        "   AND meeting.starts >= $2 AND meeting.starts < $3 GROUP BY 1) AS meetings ON meetings.scheme = id",
        list(args.schemes),
        datetime.combine(args.quarter, time(), ZONE),
        datetime.combine(_after(args.quarter), time(), ZONE),
    )
    made = []
    for row in counted:
        counts = [row[name] for name in ("mentors", "mentees", "trained", "held")]
        *people, held = suppressed(counts, row["members"])
        made.append((uuid4(), row["id"], args.quarter, *people, held_by(row["pairs"], held)))
    await here.executemany(
        "INSERT INTO figure (id, scheme, quarter, mentors, mentees, trained, held)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (scheme, quarter) DO NOTHING",
        made,
    )
    return [Touched("figure", figure) for figure, *_ in made]


@view("figure", every="SELECT id FROM figure")
async def figures(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT * FROM figure WHERE id = ANY($1::uuid[]) AND mentors IS NOT NULL", list(ids)
    )
    return [
        Document(
            f"office:{row['scheme']}",
            row["id"],
            FigureDocument(**{name: row[name] for name in FigureDocument.model_fields}),
        )
        for row in rows
    ]
