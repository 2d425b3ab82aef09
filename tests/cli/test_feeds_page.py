"""docs/feeds.md and the shipped lists: what they show is accepted."""

import re
from pathlib import Path
from typing import get_args

import pytest

from tests.deploy.commands import parse
from tocsin.config.feeds import FeedList
from tocsin.config.load import read_feeds
from tocsin.feeds.health import Health
from tocsin.polling.trouble import TroubleKind

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/feeds.md").read_text(encoding="utf-8")
BLOCKS = dict.fromkeys(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = re.findall(r"^tocsin ([^#\n]*)", PAGE, re.MULTILINE)
LANGUAGES = {"ar", "fa", "ru", "tr", "en", "fr"}


def feeds_of(path: str) -> FeedList:
    found = read_feeds((ROOT / path).read_text(encoding="utf-8"), path)
    assert isinstance(found, FeedList), [str(issue) for issue in found]
    return found


@pytest.mark.parametrize("text", BLOCKS)
def test_what_the_page_shows_is_accepted(text: str) -> None:
    found = read_feeds(text, "feeds.yaml")
    assert isinstance(found, FeedList), [str(issue) for issue in found]
    assert len(found.feeds) == (4 if "\nfeeds:\n" in text else 0)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_is_one(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("subscriptions.opml", "feeds/public.yaml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    parse(command.split())


def test_the_page_tells_every_health_and_trouble() -> None:
    words = {word for part in get_args(Health) for word in (get_args(part) or (part,))} | {
        *get_args(TroubleKind)
    }
    assert {word for word in words if f"\n| `{word}` |" not in PAGE} == set()


@pytest.mark.parametrize("path", ["feeds.yaml", "deploy/compose/feeds.yaml"])
def test_nothing_is_polled_that_nobody_asked_for(path: str) -> None:
    assert feeds_of(path).feeds == ()


def test_the_public_list_has_every_language_and_says_that_it_is_unverified() -> None:
    public = feeds_of("feeds/public.yaml")
    groups = {group.name: group for group in public.groups}
    languages = [groups[feed.group or ""].language for feed in public.feeds]
    assert {language: languages.count(language) >= 10 for language in set(languages)} == dict.fromkeys(
        LANGUAGES, True
    )
    assert all(group.tags == ("unverified-address",) for group in public.groups)
    assert all(feed.trust is None and feed.kind for feed in public.feeds)
