"""Feeds added to `feeds.yaml`: nothing that stands there is touched."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tocsin.config.feeds import FeedEntry, FeedGroup, FeedList
from tocsin.config.load import read_feeds
from tocsin.feeds.writing import CannotAddError, added

NEW = FeedEntry(id="post", url="https://post.example/rss", title="The Post", tags=("a", "no"))
ITEM = "- id: post\n    url: https://post.example/rss\n    title: The Post\n    tags: [a, 'no']\n"
BLOCK = "  - id: wire\n    url: https://wire.example/\n    title: |\n      Wire\n\n"


def after(text: str, *feeds: FeedEntry, groups: tuple[FeedGroup, ...] = ()) -> str:
    outcome = added(text, "feeds.yaml", groups, feeds or (NEW,))
    assert isinstance(outcome, str), outcome
    return outcome


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", f"feeds:\n  {ITEM}"),
        ("# nothing yet", f"# nothing yet\nfeeds:\n  {ITEM}"),
        ("feeds: []\n# the end\n", f"feeds:\n  {ITEM}# the end\n"),
        ("feeds: [ ]  # none\n", f"feeds:   # none\n  {ITEM}"),
        ("feeds:\n", f"feeds:\n  {ITEM}"),
        ("feeds: ~\ndefaults: {}\n", f"feeds:\n  {ITEM}defaults: {{}}\n"),
        ("defaults: {language: ar}\n", f"defaults: {{language: ar}}\nfeeds:\n  {ITEM}"),
        (
            "feeds:\n- id: wire\n  url: https://wire.example/ # first\n\n# more\ndefaults: {}\n",
            "feeds:\n- id: wire\n  url: https://wire.example/ # first\n"
            + ITEM.replace("\n  ", "\n")
            + "\n# more\ndefaults: {}\n",
        ),
        (
            "feeds:\n  - {id: wire, url: 'https://wire.example/',\n     title: Wire}",
            f"feeds:\n  - {{id: wire, url: 'https://wire.example/',\n     title: Wire}}\n  {ITEM}",
        ),
        (
            f"feeds:\n{BLOCK}defaults: {{}}\n",
            f"feeds:\n{BLOCK}  {ITEM}defaults: {{}}\n",
        ),
        (
            "feeds:\n  - id: wire\n    url: https://wire.example/\n    tags:\n      - x # y\n",
            f"feeds:\n  - id: wire\n    url: https://wire.example/\n    tags:\n      - x # y\n  {ITEM}",
        ),
    ],
)
def test_a_feed_goes_to_the_end_of_the_list(before: str, expected: str) -> None:
    assert after(before) == expected


def test_lines_end_as_they_do_in_the_file() -> None:
    assert after("feeds:\r\n  - {id: a, url: https://a.example/}\r\n").count("\r\n") == 6


def test_groups_and_every_sort_of_value() -> None:
    feed = FeedEntry(
        id="paid",
        url="https://paid.example/?a=1#b",
        title='وكالة: "x"\nsecond # line',
        group="levant",
        interval=timedelta(minutes=90),
        cookies=True,
        full_text=False,
        headers={"X-Key": SecretStr("a, b}: #")},
    )
    text = after("feeds: []\n", feed, groups=(FeedGroup(name="levant", language="ar", kind="agency"),))
    found = read_feeds(text, "feeds.yaml")
    assert isinstance(found, FeedList)
    assert found.feeds == (feed,)
    assert "    interval: 90m\n" in text
    assert text.endswith("groups:\n  - name: levant\n    language: ar\n    kind: agency\n")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("feeds: [{id: wire, url: https://wire.example/}]\n", "its list 'feeds' stands in brackets"),
        ("{feeds: []}\n", "it stands in braces"),
        ("feeds: [\n]\n", "its list 'feeds' stands in brackets"),
    ],
)
def test_a_file_that_leaves_no_place_is_left_alone(before: str, why: str) -> None:
    with pytest.raises(CannotAddError, match=why.replace("[", r"\[")):
        after(before)


def test_what_would_be_at_fault_is_not_written() -> None:
    outcome = added("feeds:\n  - {id: post, url: https://a.example/}\n", "feeds.yaml", (), [NEW])
    assert isinstance(outcome, list)
    assert [str(issue) for issue in outcome] == [
        "feeds.yaml:3:9: feeds[1].id: the same as feeds[0].id on line 2; each id stands once"
    ]


@given(
    title=st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("\n\t"), max_size=40),
    indent=st.integers(0, 4),
    tail=st.sampled_from(["", "\n", "\n\n# end\n", "\ndefaults: {}\n"]),
)
def test_any_title_reads_back(title: str, indent: int, tail: str) -> None:
    feed = FeedEntry(id="post", url="https://post.example/rss", title=title)
    before = f"# head\nfeeds:\n{' ' * indent}- id: wire\n{' ' * indent}  url: https://wire.example/{tail}"
    text = after(before, feed)
    found = read_feeds(text, "feeds.yaml")
    assert isinstance(found, FeedList)
    assert found.feeds[1].title == title
    assert text.startswith(before.rstrip().partition("\n#")[0].partition("\ndefaults")[0])
