"""Which desks hear of which incidents: those of a campus only who may see it; nothing is lost for the others."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.ids import IncidentId, VenueId
from smartclient.domain.incident_entries import Opened, Said
from smartclient.session.incidents.letters import TOPIC, Here
from smartclient.session.incidents.topics import Topics, topic_of
from tests.builders.consoles import Console, console
from tests.builders.demo_client import plain_video
from tests.builders.demo_district import PASSWORD
from tests.builders.little_district import write_district
from tests.builders.running import run, until

HIGH, ELM = VenueId("high"), VenueId("elm")
VENUES = frozenset({HIGH, ELM})
names = st.sampled_from(["a1b2", "c3d4", "e5f6", "0000"])


def here(have: dict[str, dict[str, int]], incident: str = "") -> Here:
    return Here("desk", "Ada", datetime.now(UTC), incident, have, is_new=True)


@given(
    st.dictionaries(names, st.dictionaries(names, st.integers(1, 9))),
    st.dictionaries(names, st.sampled_from([HIGH, ELM, None])),
)
def test_each_topic_tells_of_its_own_files_and_all_together_of_all(
    have: dict[str, dict[str, int]], venues: dict[str, VenueId | None]
) -> None:
    topics = Topics(VENUES, None, lambda incident: venues.get(incident))
    told = dict(topics.parts(here(have)))
    assert set(told) == {TOPIC, topic_of(HIGH), topic_of(ELM)}
    for topic, letter in told.items():
        assert isinstance(letter, Here)
        assert letter.is_part == (topic != TOPIC)
        expected = {each for each in have if (topic_of(v) if (v := venues.get(each)) else TOPIC) == topic}
        assert set(letter.have) == expected


def test_who_sees_one_campus_hears_and_writes_nowhere_else() -> None:
    topics = Topics(VENUES, frozenset({HIGH}), {IncidentId("a1b2"): HIGH, IncidentId("c3d4"): None}.get)
    assert topics.heard == (topic_of(HIGH),)
    assert [topic for topic, _letter in topics.parts(here({"a1b2": {}, "c3d4": {}}, "a1b2"))] == [topic_of(HIGH)]


def demo_server(folder: Path) -> DemoServer:
    return DemoServer(DemoOptions(site=write_district(folder / "district"), password=PASSWORD), plain_video)


async def desk(
    stack: AsyncExitStack, demo: DemoServer, folder: Path, user: str, scope: frozenset[VenueId] | None
) -> Console:
    venues = frozenset(VenueId(campus.venue) for campus in demo.site.campuses)
    return await stack.enter_async_context(console(demo, folder, user, user=user, venues=venues, scope=scope))


def test_a_principal_hears_of_her_campus_and_the_district_of_all(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, AsyncExitStack() as stack:
            by_key = {campus.key: VenueId(campus.venue) for campus in demo.site.campuses}
            own, other = by_key["high-school"], next(v for key, v in by_key.items() if key != "high-school")
            hers = await desk(stack, demo, tmp_path, "principal-hs", frozenset({own}))
            all_seeing = await desk(stack, demo, tmp_path, "dispatcher", None)
            await until(lambda: hers.is_live and all_seeing.is_live)
            foreign = all_seeing.incidents.begin(Opened("Fire at Elm", venue=other))
            everywhere = all_seeing.incidents.begin(Opened("Storm"))
            shared = all_seeing.incidents.begin(Opened("Fight", venue=own))
            await until(lambda: [each.name for each in hers.incidents.files] == ["Fight"])
            hers.open(shared.id)
            hers.incidents.add(Said("On my way"))
            own_file = hers.incidents.begin(Opened("Smoke", venue=own))
            await until(
                lambda: {each.name for each in all_seeing.incidents.files} == {"Fire at Elm", "Storm", "Fight", "Smoke"}
            )
            await until(lambda: hers.ids(shared.id) == all_seeing.ids(shared.id))
            await until(lambda: hers.ids(own_file.id) == all_seeing.ids(own_file.id))
            assert not {foreign.id, everywhere.id} & {each.id for each in hers.incidents.files}

    run(play())


def test_the_server_keeps_the_topics_of_other_campuses_to_those_who_see_them(tmp_path: Path) -> None:
    """A client that asks for everything, whatever it is meant to ask for."""

    async def play() -> None:
        async with demo_server(tmp_path) as demo, AsyncExitStack() as stack:
            prying = await desk(stack, demo, tmp_path, "principal-hs", None)
            all_seeing = await desk(stack, demo, tmp_path, "dispatcher", None)
            await until(lambda: all_seeing.is_live)
            by_key = {campus.key: VenueId(campus.venue) for campus in demo.site.campuses}
            for venue in (*by_key.values(), None):
                all_seeing.incidents.begin(Opened(f"At {venue}", venue=venue))
            await until(lambda: len(prying.incidents.files) > 0)
            assert {each.name for each in prying.incidents.files} == {f"At {by_key['high-school']}"}

    run(play())
