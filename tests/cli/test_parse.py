"""`tocsin parse`: feeds in, entries out, a line each."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import USAGE, WRONG
from tests.connectors.sources.rss.world import item, rss

FIELDS = ["feed", "id", "url", "title", "summary", "body", "published", "date_source", "language", "warnings"]
NEWS = rss(item("one", "وقف إطلاق النار في إدلب", title="هدنة"), item("two", "A truce"), language="ar")


def run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(tocsin, ["parse", *words], input=stdin, catch_exceptions=False)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def feed(tmp_path: Path) -> str:
    path = tmp_path / "feed.xml"
    path.write_text(NEWS, encoding="utf-8")
    return str(path)


@pytest.fixture
def address() -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(NEWS.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/rss"
        server.shutdown()
        thread.join()


def test_every_entry_is_a_line_with_these_fields(feed: str) -> None:
    result = run("--json", feed)
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = lines(result)
    assert list(first) == FIELDS
    assert (first["feed"], first["title"], first["body"]) == (feed, "هدنة", "وقف إطلاق النار في إدلب")
    assert (first["published"], first["date_source"], first["warnings"]) == (None, "missing", [])
    assert first["id"] != second["id"]
    assert first["language"] == "ar"


def test_an_id_is_the_articles_wherever_the_entry_has_a_link(feed: str, tmp_path: Path) -> None:
    other = tmp_path / "other.xml"
    other.write_text(NEWS, encoding="utf-8")
    ids = [[one["id"] for one in lines(run("--json", path))] for path in (feed, str(other))]
    assert ids[0] == ids[1]


def test_warnings_name_the_faults_of_the_document_and_of_the_entry(tmp_path: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_bytes(rss("<item><description>новости</description></item>", "<item/>").encode("windows-1251"))
    first, second = lines(run("--json", str(path)))
    assert first["warnings"] == ["wrong_encoding", "no_link", "no_title"]
    assert second["warnings"] == ["wrong_encoding", "says_nothing", "no_link", "no_title"]
    assert second["id"] is None


def test_a_date_without_a_time_zone_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "plain.xml"
    dates = ("2026-03-01 12:00:00", "2026-03-01 12:00:00 +0300")
    path.write_bytes(
        rss(*(f"<item><title>t</title><pubDate>{date}</pubDate></item>" for date in dates)).encode()
    )
    first, second = lines(run("--json", str(path)))
    assert (first["published"], second["published"]) == ("2026-03-01T12:00:00Z", "2026-03-01T09:00:00Z")
    assert ["no_zone" in one["warnings"] for one in (first, second)] == [True, False]


def test_what_is_no_feed_is_told_and_the_rest_goes_on(feed: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><p>Sorry")
    result = run("--json", str(tmp_path / "none"), str(page), feed)
    assert result.exit_code == WRONG
    assert len(lines(result)) == 2
    missing, web = result.stderr.splitlines()
    assert missing.endswith("none: can't be read: No such file or directory")
    assert web.endswith("page.html: html: a web page, not a feed")


def test_standard_input_and_nothing() -> None:
    assert len(lines(run("--json", "-", stdin=NEWS.encode()))) == 2
    assert run("--json", "-", stdin=b"").exit_code == WRONG
    assert run().exit_code == USAGE


def test_for_people_there_is_a_table(feed: str) -> None:
    result = run(feed)
    assert result.exit_code == 0
    assert "2 entries, read by fast" in result.stdout
    assert "هدنة" in result.stdout


def test_an_address_inside_is_asked_only_if_allowed(address: str) -> None:
    refused = run("--json", address)
    assert refused.exit_code == WRONG
    assert "forbidden" in refused.stderr
    allowed = run("--json", "--allow", "127.0.0.1", address, address)
    assert allowed.exit_code == 0
    assert [one["feed"] for one in lines(allowed)] == [address] * 4


def test_an_address_is_told_without_its_password(address: str) -> None:
    secret = address.replace("//", "//desk:sesame@")
    found = run("--json", "--allow", "127.0.0.1", f"{secret}?n=1")
    assert [one["feed"] for one in lines(found)] == [f"{address}?n=1"] * 2
    for result in (found, run("--allow", "127.0.0.1", secret), run(secret)):
        assert "sesame" not in result.output


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ftp://wire.example/rss.xml", "only http:// and https:// addresses are asked, not ftp://"),
        ("file:///etc/passwd", "a file is named by its path, without file://"),
    ],
)
def test_addresses_of_other_sorts_are_told_what_is_asked(name: str, said: str) -> None:
    result = run(name)
    assert result.exit_code == WRONG
    assert said in result.stderr
