"""OPML lists: read as other programs write them, and there and back without loss but of secrets."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import SecretStr

from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedGroup, FeedList
from tocsin.config.model import Rss
from tocsin.feeds.feed import Access, Feed
from tocsin.feeds.opml import Subscriptions, read_opml, read_outlines
from tocsin.feeds.opmlfile import write_opml
from tocsin.feeds.settling import settled

NESTED = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="الشرق الأوسط">
<outline type="rss" text="وكالة" xmlUrl="https://www.agency.example/rss/ar.xml" language="AR_sy"
  category="/News/Levant,war"/>
</outline>
<outline title="Wire" xmlurl="feed://wire.example/rss" language="English"/>
</outline>
<outline text="Wire again" xmlUrl="http://wire.example/rss"/>
<outline text="Empty"/>
<outline xmlUrl="feed:https://bare.example/"/>
</body></opml>
"""


def read(text: str | bytes) -> Subscriptions:
    outcome = read_opml(text if isinstance(text, bytes) else text.encode(), "list.opml")
    assert isinstance(outcome, Subscriptions), outcome
    return outcome


def faults(text: str) -> list[str]:
    outcome = read_opml(text.encode(), "list.opml")
    assert isinstance(outcome, list), outcome
    return [str(issue) for issue in outcome]


def body(outlines: str) -> str:
    return f'<opml version="2.0" xmlns:t="urn:tocsin:feeds"><body>\n{outlines}\n</body></opml>'


def test_folders_are_groups_and_other_programs_words_are_taken_as_far_as_they_go() -> None:
    found = read(NESTED)
    agency, wire, bare = found.feeds
    assert agency.id == "agency-example-rss-ar"
    assert (agency.title, agency.language, agency.tags) == ("وكالة", "ar-sy", ("levant", "war"))
    assert (wire.url, wire.title, wire.language, wire.group) == (
        "http://wire.example/rss",
        "Wire",
        None,
        "news",
    )
    assert (bare.url, bare.title, bare.group) == ("https://bare.example/", "", None)
    assert [group.name for group in found.groups] == ["news", agency.group]
    assert agency.group != "news"


def test_what_gives_no_feed_is_told_with_its_line() -> None:
    assert [str(one) for one in read(NESTED).passed_over] == [
        "list.opml:9:1: 'Wire again': the same address as on line 7",
        "list.opml:10:1: 'Empty': it has no xmlUrl: no feed",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256", "iso-8859-6"])
def test_a_list_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    text = NESTED.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert read(text.encode(encoding)).feeds[0].title == "وكالة"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "list.opml:1:1: no well-formed XML: no element found"),
        ("<rss/>", "list.opml:1:1: it holds no <opml>"),
        (
            '<opml><body>\n<outline xmlUrl="https://a.example/?a=1&b=2"/></body></opml>',
            "list.opml:2:42: no well-formed XML: invalid token; an & is written &amp;",
        ),
        (
            '<!DOCTYPE opml [<!ENTITY a "b">]><opml/>',
            "list.opml:1:1: it has a document type (<!DOCTYPE ...>), which may define entities: take that out",
        ),
        (
            '<?xml version="1.0" encoding="ebcdic-404"?><opml/>',
            "list.opml:1:1: unknown encoding: ebcdic-404",
        ),
        (body("<outline>" * 101 + "</outline>" * 101), "list.opml:2:1: outlines nested more than 100 deep"),
    ],
)
def test_what_is_no_list_is_told_why(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_our_own_keys_are_proved() -> None:
    told = faults(
        body(
            '<outline text="G" t:interval="often">\n'
            '<outline xmlUrl="ftp://a.example/"/>\n'
            '<outline xmlUrl="https://b.example/" t:id="B" t:grup="x" t:trust="huge"/></outline>'
        )
    )
    assert [fault.partition(": must")[0].partition(": unknown")[0] for fault in told] == [
        "list.opml:2:1: tocsin:interval",
        "list.opml:3:1: xmlUrl",
        "list.opml:4:1: tocsin:grup",
        "list.opml:4:1: tocsin:id",
        "list.opml:4:1: tocsin:trust",
    ]


def test_secrets_do_not_leave() -> None:
    feeds = FeedList(
        defaults=FeedDefaults(headers={"X-Key": SecretStr("open-sesame")}),
        groups=(
            FeedGroup(name="paid", token=SecretStr("open-sesame"), proxy="http://u:open-sesame@p.example"),
        ),
        feeds=(
            FeedEntry(id="a", url="https://desk:open-sesame@a.example/rss", group="paid"),
            FeedEntry(id="b", url="https://b.example/rss", password_file="open-sesame.txt"),
        ),
    )
    exported = write_opml(feeds, "Ours")
    assert b"sesame" not in exported.raw
    assert b'xmlUrl="https://a.example/rss"' in exported.raw
    assert exported.without_secrets == ("a", "b")


names = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
spans = st.none() | st.integers(1, 100_000).map(lambda seconds: timedelta(seconds=seconds))
said = {
    "language": st.sampled_from([None, "ar", "pt-BR", "fa"]),
    "timezone": st.sampled_from([None, "Asia/Tehran", "UTC"]),
    "country": st.sampled_from([None, "ir", "tr"]),
    "kind": st.sampled_from([None, "agency", "other"]),
    "trust": st.sampled_from([None, "low", "high"]),
    "tags": st.lists(names, max_size=3, unique=True).map(tuple),
    "interval": spans,
    "timeout": spans,
    "user_agent": st.none() | st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=9),
    "cookies": st.sampled_from([None, True, False]),
    "full_text": st.sampled_from([None, True, False]),
    "websub": st.sampled_from([None, True, False]),
}
# What OPML readers trim would come back trimmed.
titles = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from([" ", "&", "<", '"']), max_size=20
).map(str.strip)


@st.composite
def lists(draw: st.DrawFn) -> FeedList:
    groups = draw(
        st.lists(st.builds(FeedGroup, name=names, **said), max_size=3, unique_by=lambda one: one.name)
    )
    one_of = st.sampled_from([None, *(group.name for group in groups)])
    host = st.from_regex(r"https://[a-z]{1,9}\.example/[a-z?=&]{0,9}", fullmatch=True)
    feed = st.builds(
        FeedEntry,
        id=names,
        url=host,
        format=st.sampled_from(["feed", "sitemap"]),
        title=titles,
        group=one_of,
        enabled=st.booleans(),
        **said,
    )
    feeds = draw(st.lists(feed, max_size=5, unique_by=(lambda one: one.id, lambda one: one.url)))
    defaults = draw(st.builds(FeedDefaults, **said))
    return FeedList(defaults=defaults, groups=tuple(groups), feeds=tuple(feeds))


def plain(feeds: FeedList) -> dict[str, Feed]:
    """Each feed by its id; the order of tags and of feeds of different folders says nothing."""
    return {
        feed.id: replace(feed, tags=tuple(sorted(feed.tags)), title=feed.title or feed.id)
        for feed in settled(feeds, Rss())
    }


@given(lists())
def test_a_list_comes_back_as_it_was(feeds: FeedList) -> None:
    found = read(write_opml(feeds, "Ours").raw)
    again = FeedList(groups=found.groups, feeds=found.feeds)
    assert found.passed_over == () or all("no feed" in str(one) for one in found.passed_over)
    assert plain(again) == plain(feeds)
    assert all(feed.access.headers == Access().headers for feed in plain(again).values())


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    assert isinstance(read_opml(raw, "list.opml"), list)


@given(st.data())
def test_a_broken_list_is_told_or_read(data: st.DataObject) -> None:
    raw = bytearray(NESTED.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    outcome = read_opml(bytes(raw), "list.opml")
    assert isinstance(outcome, Subscriptions) or outcome


def test_what_is_sound_beside_a_fault_is_there_for_those_who_want_it() -> None:
    text = body(
        '<outline text="Good" xmlUrl="https://good.example/rss"/>\n'
        '<outline text="Folder" t:trust="total"><outline text="In it" xmlUrl="https://in.example/rss"/></outline>\n'
        '<outline text="Bad" xmlUrl="nowhere" t:trust="blind"/>'
    )
    found = read_outlines(text.encode(), "list.opml")
    assert isinstance(found, Subscriptions)
    assert [(feed.title, feed.group) for feed in found.feeds] == [("Good", None), ("In it", None)]
    assert [issue.line for issue in found.faults] == [3, 4, 4]
    assert read_opml(text.encode(), "list.opml") == list(found.faults)
