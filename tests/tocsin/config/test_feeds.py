"""What `feeds.yaml` may say, and how its layers are held together."""

from datetime import timedelta

from tocsin.config.feeds import FeedList
from tocsin.config.load import read_feeds
from tocsin.config.model import Rss

LAYERS = """\
defaults: {username: desk, max_interval: 20m}
groups:
  - {name: paid, password_file: paid.txt}
feeds:
  - {id: inner, url: https://inner.example/rss, group: paid}
"""


def told(text: str, rss: Rss | None = None) -> list[str]:
    outcome = read_feeds(text, "feeds.yaml", rss)
    return [f"{issue.field}: {issue.message}" for issue in outcome] if isinstance(outcome, list) else []


def test_what_belongs_together_may_stand_in_different_layers() -> None:
    assert isinstance(read_feeds(LAYERS, "feeds.yaml"), FeedList)


def test_a_feed_without_its_group_lacks_what_the_group_gave() -> None:
    assert told(LAYERS.replace(", group: paid", "")) == [
        "defaults.username: feeds[0] has no password or password_file beside it"
    ]


def test_intervals_are_held_against_those_of_the_configuration() -> None:
    assert told(LAYERS, Rss(min_interval=timedelta(minutes=20))) == []
    (fault,) = told(LAYERS, Rss(min_interval=timedelta(minutes=30)))
    assert fault == "defaults.max_interval: 20m must not be shorter than min_interval, 30m for feeds[0]"


def test_one_faulty_feed_hides_no_fault_of_another() -> None:
    text = LAYERS + "  - {id: Outer, url: https://outer.example/rss}\n  - {id: c, url: https://c.example/}\n"
    fields = [fault.partition(":")[0] for fault in told(text)]
    assert fields == ["defaults.username", "feeds[1].id"]


def test_a_place_is_told_once_however_many_feeds_suffer_from_it() -> None:
    feeds = "".join(f"  - {{id: f{number}, url: https://{number}.example/}}\n" for number in range(50))
    assert len(told(f"defaults: {{token: x, password: y}}\nfeeds:\n{feeds}")) == 2


def test_a_list_without_a_value_is_an_empty_list() -> None:
    found = read_feeds("defaults:\ngroups:\nfeeds:\nopml:\n", "feeds.yaml")
    assert found == FeedList()
    found = read_feeds("feeds:\n  - {id: wire, url: https://wire.example/rss, tags: }\n", "feeds.yaml")
    assert isinstance(found, FeedList)
    assert found.feeds[0].tags == ()
    (fault,) = told("feeds:\n  - {id: wire, url: }\n")
    assert fault.startswith("feeds[0].url: has no value")
