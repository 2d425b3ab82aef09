"""What holds for each feed: the nearest word counts; tags and headers add up."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedGroup, FeedList
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.feeds.settling import settled
from tocsin.feeds.zone import zone_of

RSS = Rss(timeout=timedelta(seconds=9), user_agent="desk/1")
LAYERS = FeedList(
    defaults=FeedDefaults(
        language="en", trust="low", tags=("a", "d"), interval=timedelta(hours=1), cookies=True
    ),
    groups=(
        FeedGroup(
            name="levant",
            language="ar",
            timezone="Asia/Baghdad",
            tags=("g", "a"),
            websub=False,
            cookies=False,
        ),
    ),
    feeds=(
        FeedEntry(
            id="own", url="https://own.example/", group="levant", language="fa", tags=("f",), trust="high"
        ),
        FeedEntry(id="grouped", url="https://grouped.example/", group="levant"),
        FeedEntry(id="alone", url="https://alone.example/"),
        FeedEntry(id="off", url="https://off.example/", enabled=False),
    ),
)


def by_id(feeds: FeedList) -> dict[str, Feed]:
    return {feed.id: feed for feed in settled(feeds, RSS)}


def test_the_nearest_word_counts() -> None:
    found = by_id(LAYERS)
    assert list(found) == ["own", "grouped", "alone"]
    assert [(feed.language, feed.trust, feed.websub) for feed in found.values()] == [
        ("fa", "high", False),
        ("ar", "low", False),
        ("en", "low", True),
    ]
    assert [feed.access.cookies for feed in found.values()] == [False, False, True]


def test_dates_are_at_home_where_the_nearest_says() -> None:
    assert [feed.timezone for feed in by_id(LAYERS).values()] == ["Asia/Baghdad", "Asia/Baghdad", ""]
    both = LAYERS.model_copy(update={"defaults": FeedDefaults(timezone="Europe/Paris")})
    zones = [zone_of(feed) for feed in by_id(both).values()]
    assert zones == [ZoneInfo("Asia/Baghdad"), ZoneInfo("Asia/Baghdad"), ZoneInfo("Europe/Paris")]
    assert zone_of(by_id(LAYERS)["alone"]) is None


def test_tags_add_up_the_nearest_first() -> None:
    assert {name: feed.tags for name, feed in by_id(LAYERS).items()} == {
        "own": ("f", "g", "a", "d"),
        "grouped": ("g", "a", "d"),
        "alone": ("a", "d"),
    }


def test_what_nobody_says_is_as_the_configuration_says() -> None:
    alone = by_id(LAYERS)["alone"]
    assert (alone.timeout, alone.access.user_agent, alone.interval) == (
        timedelta(seconds=9),
        "desk/1",
        timedelta(hours=1),
    )
    assert (alone.min_interval, alone.max_interval) == (RSS.min_interval, RSS.max_interval)


def test_headers_add_up_and_capitals_make_no_difference() -> None:
    feeds = FeedList(
        defaults=FeedDefaults(headers={"X-Key": SecretStr("far"), "Accept-Language": SecretStr("ar")}),
        feeds=(FeedEntry(id="own", url="https://own.example/", headers={"x-key": SecretStr("near")}),),
    )
    assert dict(by_id(feeds)["own"].access.headers) == {"x-key": "near", "Accept-Language": "ar"}


@pytest.mark.parametrize("shown", [repr, str])
def test_secrets_are_not_shown(shown: type[str]) -> None:
    feed = FeedEntry(
        id="own",
        url="https://own.example/",
        username="desk",
        password=SecretStr("open-sesame"),
        headers={"X-Key": SecretStr("open-sesame")},
        proxy="http://u:open-sesame@proxy.example:3128",
    )
    (found,) = settled(FeedList(feeds=(feed,)), RSS)
    assert found.access.password == "open-sesame"
    assert "sesame" not in shown(found) + shown(feed)
