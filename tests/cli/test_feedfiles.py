"""The files that say what is polled, read together and looked at for changes."""

from pathlib import Path

import pytest

from cli.feedfiles import FeedFiles, load_settled
from cli.settings import load_config, load_feeds
from tocsin.config.feeds import FeedList
from tocsin.config.model import Config
from tocsin.feeds.feed import Feed

FEEDS = """\
opml: [lists/more.opml]
groups:
  - {name: paid, username: desk, password_file: secrets/paid.txt}
feeds:
  - {id: wire, url: https://wire.example/rss, group: paid}
  - {id: off, url: https://off.example/rss, enabled: false}
"""
OPML = '<opml version="2.0"><body>\n<outline text="Post" xmlUrl="https://post.example/rss"/>\n</body></opml>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    desk = tmp_path / "desk"
    for name, text in (
        ("tocsin.yaml", "rss: {interval: 5m}\n"),
        ("feeds.yaml", FEEDS),
        ("lists/more.opml", OPML),
        ("secrets/paid.txt", "open-sesame\n"),
    ):
        (desk / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / name).write_text(text)
    return desk


def config(folder: Path) -> Config:
    read = load_config(folder / "tocsin.yaml", {})
    assert isinstance(read, Config)
    return read


def settled(folder: Path) -> dict[str, Feed]:
    found = load_settled(config(folder))
    assert isinstance(found, tuple), found
    return {feed.id: feed for feed in found}


def faults(folder: Path) -> list[str]:
    found = load_settled(config(folder))
    assert isinstance(found, list)
    return [str(issue).replace(f"{folder}/", "") for issue in found]


def test_lists_and_secrets_are_found_beside_the_file_that_names_them(folder: Path) -> None:
    found = settled(folder)
    assert set(found) == {"wire", "post-example-rss"}
    assert (found["wire"].access.username, found["wire"].access.password) == ("desk", "open-sesame")
    assert found["post-example-rss"].access.password == ""


def test_the_nearest_secret_counts_whether_it_is_written_or_in_a_file(folder: Path) -> None:
    text = FEEDS.replace("group: paid}", "group: paid, password: nearer}")
    (folder / "feeds.yaml").write_text(text)
    assert settled(folder)["wire"].access.password == "nearer"
    (folder / "secrets/nearest.txt").write_text("nearest")
    swapped = FEEDS.replace("password_file: secrets/paid.txt", "password: farther")
    (folder / "feeds.yaml").write_text(
        swapped.replace("group: paid}", "group: paid, password_file: secrets/nearest.txt}")
    )
    assert settled(folder)["wire"].access.password == "nearest"


def test_faults_of_lists_and_secrets_are_told_in_their_files(folder: Path) -> None:
    (folder / "secrets/paid.txt").write_text("\n")
    assert faults(folder) == ["secrets/paid.txt:1:1: must hold a password or token, on one line"]
    (folder / "secrets/paid.txt").unlink()
    assert faults(folder) == ["secrets/paid.txt:1:1: can't be read: No such file or directory"]
    (folder / "lists/more.opml").write_text(OPML.replace("https", "ftp"))
    assert faults(folder) == [
        "lists/more.opml:2:1: xmlUrl: must be an address that starts with http:// or https:// and names a host"
    ]
    (folder / "lists/more.opml").unlink()
    assert faults(folder) == ["lists/more.opml:1:1: can't be read: No such file or directory"]


def test_what_is_written_is_told_without_reading_secrets(folder: Path) -> None:
    (folder / "secrets/paid.txt").unlink()
    found = load_feeds(config(folder))
    assert isinstance(found, FeedList)
    assert len(found.feeds) == 3


@pytest.mark.parametrize("name", ["feeds.yaml", "lists/more.opml", "secrets/paid.txt"])
def test_a_look_sees_every_file_that_counts(folder: Path, name: str) -> None:
    files = FeedFiles(config(folder))
    files.read()
    assert files.look() == files.last
    before = (folder / name).read_bytes()
    (folder / name).unlink()
    assert files.look() != files.last
    (folder / name).write_bytes(before)
    assert files.look() == files.last
    (folder / name).write_bytes(before + b" ")
    assert files.look() != files.last


def test_a_list_named_later_is_looked_at_too(folder: Path) -> None:
    (folder / "feeds.yaml").write_text("feeds: []\n")
    files = FeedFiles(config(folder), extra=[Feed(id="sample", url="http://127.0.0.1/a.xml")])
    found = files.read()
    assert isinstance(found, tuple)
    assert [feed.id for feed in found] == ["sample"]
    (folder / "feeds.yaml").write_text(FEEDS)
    again = files.read()
    assert isinstance(again, tuple)
    assert [feed.id for feed in again] == ["wire", "post-example-rss", "sample"]
    (folder / "lists/more.opml").write_text(OPML.replace("Post", "Mail"))
    assert files.look() != files.last


def test_a_look_sees_a_feeds_file_that_comes_when_only_samples_were_wanted(folder: Path) -> None:
    (folder / "tocsin.yaml").write_text("samples: true\n")
    (folder / "feeds.yaml").unlink()
    files = FeedFiles(config(folder))
    assert files.read() == ()
    (folder / "feeds.yaml").write_text("feeds: []\n")
    assert files.look() != files.last
