"""`tocsin feeds`: what an operator does with feeds, on files and on a web of our own."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import UNREACHABLE, USAGE, WRONG
from tocsin.config.feeds import FeedList
from tocsin.config.issues import Issue
from tocsin.config.load import read_feeds
from tocsin.config.model import Rss

FEEDS = """\
# Our feeds.
defaults: {tags: [desk]}
groups:
  - {name: levant, language: ar, country: sy, trust: high}
feeds:
  - id: wire   # the best
    url: https://user:open-sesame@wire.example/?feed=rss2
    title: Wire
    group: levant
  - {id: old, url: https://old.example/rss, enabled: false, interval: 90s, tags: [border]}
# The end.
"""
RSS = """<rss version="2.0"><channel><title>The Post</title><language>fr-fr</language>
<item><title>Un</title><link>https://post.example/1</link><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"""


class Desk:
    """A folder with its configuration, and the command line in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("tocsin.yaml", "rss: {host_delay: 0}\n")
        self.write("feeds.yaml", FEEDS)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str = "feeds.yaml") -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, *words: str) -> Result:
        config = str(self.folder / "tocsin.yaml")
        return CliRunner().invoke(
            tocsin, ["feeds", words[0], "--config", config, *words[1:]], catch_exceptions=False
        )

    def told(self, *words: str) -> list[str]:
        """What is said on standard error, our folder's name taken out."""
        return self.run(*words).stderr.replace(f"{self.folder}/", "").splitlines()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@contextlib.contextmanager
def site(pages: Mapping[str, str]) -> Iterator[str]:
    """A web server in a thread of its own, as the command has the event loop of this one."""
    loop = asyncio.new_event_loop()

    async def answer(request: web.Request) -> web.Response:
        body = pages.get(request.path)
        return web.Response(status=404) if body is None else web.Response(body=body.encode())

    async def start() -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"

    runner, base = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield base
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def test_list_shows_what_holds_for_each_and_no_secret(desk: Desk) -> None:
    result = desk.run("list")
    wire, old = result.stdout.splitlines()[1:]
    assert (
        wire.split()
        == "wire levant ar sy - high its rhythm desk Wire https://wire.example/?feed=rss2".split()
    )
    assert old.split() == "old - - - - - disabled border desk - https://old.example/rss".split()
    rows = json.loads(desk.run("list", "--json").stdout)
    assert rows[0]["url"] == "https://wire.example/?feed=rss2"
    assert [(row["id"], row["enabled"], row["trust"], row["interval"]) for row in rows] == [
        ("wire", True, "high", ""),
        ("old", False, "", "90s"),
    ]
    assert "sesame" not in result.output


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--group", "levant"], ["wire"]),
        (["--tag", "desk", "--tag", "border"], ["old"]),
        (["--language", "ar", "--country", "sy"], ["wire"]),
        (["--kind", "agency"], []),
    ],
)
def test_list_chooses(desk: Desk, words: list[str], ids: list[str]) -> None:
    assert [row["id"] for row in json.loads(desk.run("list", "--json", *words).stdout)] == ids


def test_add_puts_a_feed_at_the_end_and_touches_nothing_else(desk: Desk) -> None:
    result = desk.run(
        "add",
        "https://post.example/feed",
        "--no-fetch",
        "--group",
        "levant",
        "--tag",
        "no",
        "--interval",
        "5m",
    )
    assert result.exit_code == 0
    assert result.stdout.endswith("feeds.yaml\n")
    added = (
        "  - id: post-example-feed\n    url: https://post.example/feed\n    group: levant\n"
        "    tags: ['no']\n    interval: 5m\n"
    )
    assert desk.read() == FEEDS.replace("# The end.\n", f"{added}# The end.\n")
    assert [path.name for path in desk.folder.iterdir() if path.name.startswith(".")] == []


def test_add_looks_first_and_takes_what_the_feed_says(desk: Desk) -> None:
    with site({"/rss": RSS}) as base:
        refused = desk.run("add", f"{base}/rss")
        assert refused.exit_code == WRONG
        assert "forbidden" in refused.stderr
        missing = desk.run("add", f"{base}/nothing", "--allow", "127.0.0.1")
        assert "not_found" in missing.stderr
        assert desk.read() == FEEDS
        result = desk.run("add", f"{base}/rss", "--allow", "127.0.0.1", "--id", "post")
    assert result.exit_code == 0, result.output
    assert f"  - id: post\n    url: {base}/rss\n    title: The Post\n    language: fr-fr\n" in desk.read()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["https://wire2.example/", "--id", "wire"],
            "feeds.yaml:11:9: feeds[2].id: the same as feeds[0].id on line 6",
        ),
        (
            ["https://post.example/", "--group", "levante"],
            "error: --group levante: unknown group; did you mean 'levant'?",
        ),
        (["ftp://post.example/"], "url: must be an address that starts with http:// or https://"),
        (["https://post.example/", "--interval", "often"], "interval: must be a duration"),
    ],
)
def test_add_writes_nothing_that_is_at_fault(desk: Desk, words: list[str], told: str) -> None:
    said = desk.told("add", "--no-fetch", *words)
    assert said[0].startswith(told)
    assert desk.read() == FEEDS


def test_add_says_what_to_do_where_there_is_no_place(desk: Desk) -> None:
    desk.write("feeds.yaml", "feeds: [{id: wire, url: https://wire.example/rss}]\n")
    result = desk.run("add", "--no-fetch", "https://post.example/")
    assert result.exit_code == WRONG
    assert "write each item on a line of its own. Put this into it:\n  - id: post-example\n" in result.stderr


def test_add_makes_the_file_and_keeps_who_may_read_it(desk: Desk) -> None:
    (desk.folder / "feeds.yaml").unlink()
    assert desk.run("add", "--no-fetch", "https://post.example/").exit_code == 0
    (desk.folder / "feeds.yaml").chmod(0o600)
    assert desk.run("add", "--no-fetch", "https://mail.example/").exit_code == 0
    assert desk.read().count("- id:") == 2
    assert (desk.folder / "feeds.yaml").stat().st_mode & 0o777 == 0o600


def test_check_tells_every_fault_of_every_file(desk: Desk) -> None:
    desk.write("feeds.yaml", FEEDS + "opml: [more.opml]\n")
    assert desk.run("check").stdout.endswith("more.opml:1:1: can't be read: No such file or directory\n")
    desk.write(
        "more.opml", "<opml><body><outline text='x'/>\n<outline xmlUrl='https://a.example/'/></body></opml>"
    )
    result = desk.run("check")
    assert (result.exit_code, result.stdout) == (0, "good: 2 feeds\n")
    assert result.stderr.endswith("more.opml:1:1: 'x': it has no xmlUrl: no feed (left out)\n")
    desk.write("feeds.yaml", FEEDS.replace("group: levant", "group: levante\n    interval: 0"))
    result = desk.run("check")
    assert (result.exit_code, len(result.stdout.splitlines())) == (WRONG, 2)


def test_check_asks_each_feed_once(desk: Desk) -> None:
    with site({"/rss": RSS, "/page": "<html>"}) as base:
        desk.write(
            "feeds.yaml",
            f"feeds:\n  - {{id: post, url: '{base}/rss'}}\n  - {{id: page, url: '{base}/page'}}\n",
        )
        result = desk.run("check", "--fetch", "--allow", "127.0.0.0/8")
        found = json.loads(desk.run("check", "--fetch", "post", "--json", "--allow", "127.0.0.0/8").stdout)
    assert result.exit_code == WRONG
    assert "post  RSS 2.0  1" in result.stdout
    assert "page: html: a web page, not a feed" in result.stdout
    assert result.stderr == "1 of 2 feeds gave nothing that can be read\n"
    assert found["good"]
    assert [(one["feed"], one["language"], one["entries"]) for one in found["findings"]] == [
        ("post", "fr-fr", 1)
    ]


def test_no_password_in_an_address_is_told_by_whoever_asks_there(desk: Desk) -> None:
    with site({"/": "<html>", "/rss": RSS}) as base:
        secret = base.replace("//", "//desk:open-sesame@")
        desk.write(
            "feeds.yaml",
            f"feeds:\n  - {{id: post, url: '{secret}/rss?feed=rss2'}}\n  - {{id: page, url: '{secret}/'}}\n",
        )
        allow = ("--allow", "127.0.0.0/8")
        found = desk.run("check", "--fetch", "--json", *allow)
        results = [
            found,
            desk.run("check", "--fetch", *allow),
            desk.run("discover", f"{secret}/rss?feed=rss2", *allow),
            desk.run("discover", f"{secret}/rss?feed=rss2", "--json", *allow),
            desk.run("discover", f"{secret}/", *allow),
            desk.run("discover", secret.replace(base.rpartition(":")[2], "1"), *allow),
            desk.run("add", f"{secret}/none", *allow),
            desk.run("list", "--json"),
        ]
    assert not [result.output for result in results if "sesame" in result.output]
    urls = [one["url"] for one in json.loads(found.stdout)["findings"]]
    assert urls == [f"{base}/rss?feed=rss2", f"{base}/"]


def test_check_knows_no_feed_of_that_name(desk: Desk) -> None:
    assert desk.run("check", "--fetch", "wyre").exit_code == USAGE
    assert desk.run("check", "wire").exit_code == USAGE


def test_add_knows_what_is_there(desk: Desk) -> None:
    result = desk.run("add", "--no-fetch", "https://old.example/rss")
    assert (result.exit_code, desk.read()) == (WRONG, FEEDS)
    assert "there already, as old" in result.stderr


def test_discover_finds_feeds_and_says_how_to_add_them(desk: Desk) -> None:
    page = "<html><link rel=alternate type=application/rss+xml href=/rss></html>"
    with site({"/": page, "/rss": RSS}) as base:
        result = desk.run("discover", base, "--allow", "127.0.0.1")
        found = json.loads(desk.run("discover", base, "--allow", "127.0.0.1", "--json").stdout)
        refused = desk.run("discover", base)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"{base}/rss"
    assert f"tocsin feeds add '{base}/rss'" in result.stdout
    assert [(one["way"], one["format"]) for one in found["feeds"]] == [("named", "RSS 2.0")]
    assert refused.exit_code == WRONG
    assert "forbidden" in refused.stderr


def test_discover_takes_addresses_only(desk: Desk) -> None:
    assert desk.run("discover", "ftp://post.example").exit_code == USAGE


def test_feeds_go_out_as_opml_and_come_back(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.opml"
    result = desk.run("export", "--output", str(out))
    assert result.stderr.splitlines() == [
        "2 feeds",
        "left out what may be secret (password, token, headers, proxy) of: wire",
    ]
    assert "user" not in out.read_text()
    assert desk.run("export", "--output", str(out)).exit_code == USAGE
    before = json.loads(desk.run("list", "--json").stdout)
    (desk.folder / "feeds.yaml").unlink()
    imported = desk.run("import", str(out))
    assert imported.stdout.endswith("feeds.yaml; 0 left out\n")
    assert json.loads(desk.run("list", "--json").stdout) == before


def test_import_leaves_out_what_is_there_and_touches_nothing_else(desk: Desk) -> None:
    file = desk.write(
        "list.opml",
        "<opml><body><outline text='News'><outline text='Old' xmlUrl='https://old.example/rss'/>\n"
        "<outline text='Post' xmlUrl='https://post.example/rss' language='fr'/></outline></body></opml>",
    )
    dry = desk.run("import", str(file), "--dry-run")
    assert dry.stdout.startswith("  - name: news\n  - id: post-example-rss\n")
    assert desk.read() == FEEDS
    result = desk.run("import", str(file))
    assert result.stdout.startswith("1 feed and 1 group added to ")
    assert result.stderr == "old-example-rss (left out): the address of old, which is there already\n"
    feed = (
        "- id: post-example-rss",
        "url: https://post.example/rss",
        "title: Post",
        "group: news",
        "language: fr",
    )
    assert desk.read().replace("  - name: news\n", "").replace("  " + "\n    ".join(feed) + "\n", "") == FEEDS
    assert desk.run("import", str(file), "--group", "none").exit_code == USAGE


def test_a_group_that_only_an_opml_file_has_is_brought_along(desk: Desk) -> None:
    outline = "<outline xmlUrl='https://{name}.example/rss'/>"
    text = f"<opml><body><outline text='News'>{outline}</outline></body></opml>"
    desk.write("feeds.yaml", FEEDS + "opml: [more.opml]\n")
    desk.write("more.opml", text.replace("{name}", "a"))
    file = desk.write("list.opml", text.replace("{name}", "b"))
    assert desk.run("import", str(file), "--group", "news").exit_code == USAGE
    assert desk.run("import", str(file)).stdout.startswith("1 feed and 1 group added to ")
    assert desk.run("check").exit_code == 0


def test_the_shipped_list_can_be_brought_in(desk: Desk) -> None:
    public = Path(__file__).parents[2] / "feeds" / "public.yaml"
    result = desk.run("import", str(public), "--language", "fa")
    assert result.exit_code == 0, result.output
    rows = json.loads(desk.run("list", "--language", "fa", "--json").stdout)
    assert len(rows) >= 5
    assert all("unverified-address" in row["tags"] for row in rows)


def test_health_without_kafka_says_so(desk: Desk) -> None:
    result = desk.run("health")
    assert result.exit_code == UNREACHABLE
    assert "tocsin run" in result.stderr


FAULTY = """\
groups:
feeds:
  - {id: wire, url: https://wire.example/rss, title: Wire}
  - {id: post, url: nowhere}
  - {id: late, url: https://late.example/rss, group: levant}
opml: [more.opml]
"""


def test_list_shows_what_is_sound_and_then_the_faults(desk: Desk) -> None:
    desk.write("feeds.yaml", FAULTY)
    bad = '<outline text="Bad" xmlUrl="nowhere"/>'
    desk.write(
        "more.opml", f'<opml><body><outline text="Good" xmlUrl="https://good.example/"/>{bad}</body></opml>'
    )
    result = desk.run("list", "--json")
    assert result.exit_code == WRONG
    assert [row["id"] for row in json.loads(result.stdout)] == ["wire", "good-example"]
    places = [line.split(": ")[0] for line in desk.told("list", "--json")[:-1]]
    assert places == ["feeds.yaml:4:21", "feeds.yaml:5:54", "more.opml:1:1"]
    assert "nothing was started" not in result.stderr


def test_list_without_any_sound_line_tells_the_fault(desk: Desk) -> None:
    desk.write("feeds.yaml", "feeds: [\n")
    assert desk.run("list").exit_code == WRONG
    assert any(line.startswith("feeds.yaml:") for line in desk.told("list"))


def test_import_takes_what_is_sound_and_says_that_it_is_not_all(desk: Desk) -> None:
    outlines = (
        '<outline text="Good" xmlUrl="https://good.example/"/>\n<outline text="Bad" xmlUrl="nowhere"/>\n'
        '<outline text="Good again" xmlUrl="https://good.example/"/>\n<outline text="Empty"/>'
    )
    path = desk.write("other.opml", f"<opml><body>\n{outlines}\n</body></opml>")
    result = desk.run("import", str(path))
    assert result.exit_code == WRONG
    assert result.stdout.endswith("feeds.yaml; 3 left out\n")
    assert result.stdout.startswith("1 feed and 0 groups added to ")
    assert result.stderr.count("(left out)") == 3
    assert result.stderr.endswith("at fault: not all of it was taken\n")
    assert "https://good.example/" in desk.read()


def test_discover_tries_http_where_https_has_nothing_and_tells_of_named_feeds_that_are_none(
    desk: Desk,
) -> None:
    page = (
        '<html><link rel="alternate" type="application/rss+xml" href="/dead"><a href="/post">RSS</a></html>'
    )
    with site({"/": page, "/post": RSS}) as base:
        result = desk.run("discover", base.removeprefix("http://"), "--allow", "127.0.0.1")
        found = json.loads(
            desk.run("discover", base.removeprefix("http://"), "--allow", "127.0.0.1", "--json").stdout
        )
    assert result.exit_code == 0
    assert f"{base}/post" in result.stdout
    assert result.stderr.startswith(f"named as a feed, and none: {base}/dead: not_found: ")
    assert [one["url"] for one in found["missing"]] == [f"{base}/dead"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://169.254.169.254/rss", "the source will refuse it: a metadata address 169.254.169.254"),
        ("http://127.0.0.1:8791/rss", "the source will refuse it: a loopback address 127.0.0.1"),
        ("http://localhost/rss", "the source will refuse it: a name of a local network"),
        ("https://post.example/rss", ""),
        ("http://10.1.2.3:9000/rss", ""),
    ],
)
def test_what_is_added_unseen_and_will_be_refused_is_told(desk: Desk, url: str, said: str) -> None:
    if "10.1" in url:
        desk.write("tocsin.yaml", "rss: {allow: [10.1.0.0/16]}\n")
    result = desk.run("add", url, "--no-fetch", "--id", "post")
    assert result.exit_code == 0
    assert (said in result.stderr) if said else result.stderr == ""


def test_add_knows_no_group_that_is_not_there(desk: Desk) -> None:
    result = desk.run("add", "https://post.example/rss", "--no-fetch", "--group", "nope")
    assert result.exit_code == USAGE
    assert "--group nope: unknown group; allowed: levant; write it into " in result.stderr
    assert desk.read() == FEEDS


class AtOnce:
    """A timer without patience."""

    def __init__(self, _seconds: float, call: Callable[[], None]) -> None:
        self.start = call
        self.daemon = False

    def cancel(self) -> None:
        pass

    def join(self) -> None:
        pass


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("check",),
        ("export",),
        ("import", "more.yaml"),
        ("add", "https://new.example/rss", "--no-fetch"),
    ],
    ids=lambda words: words[0],
)
def test_a_long_list_is_seen_being_read_where_somebody_looks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    desk.write("more.yaml", "feeds:\n  - {id: new, url: https://new.example/rss}\n")
    monkeypatch.chdir(desk.folder)
    assert "list of feeds" not in desk.run(*words).stderr
    desk.write("feeds.yaml", FEEDS)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("cli.progress.threading.Timer", AtOnce)
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    assert "ing the list of feeds" in desk.run(*words).stderr


@pytest.mark.parametrize(
    "words", [("check",), ("import", "more.yaml", "--dry-run")], ids=lambda words: words[0]
)
def test_the_list_which_may_be_long_is_read_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    desk.write("more.yaml", "feeds:\n  - {id: new, url: https://new.example/rss}\n")
    monkeypatch.chdir(desk.folder)
    read: list[str] = []

    def reading(text: str, path: str, settings: Rss) -> FeedList | list[Issue]:
        read.append(path)
        return read_feeds(text, path, settings)

    monkeypatch.setattr("cli.settings.read_feeds", reading)
    assert desk.run(*words).exit_code == 0
    assert len(read) == 1
