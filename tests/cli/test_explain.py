"""`tocsin explain`: readable to someone who never saw the program."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import USAGE, WRONG

TRUCE = """\
id: truce
title: هدنة
terms:
  - id: ceasefire
    forms: {en: [ceasefire], ar: [وقف إطلاق النار], fa: [آتش‌بس]}
    except: {en: [ceasefire drill]}
  - id: talks
    forms: {en: [peace talks]}
filters: {not_sources: [Rumours]}
"""
PAGE = """<!doctype html><html lang="en"><head><title>The ceasefire holds</title></head>
<body><script>ceasefire()</script><p>Peace talks went on.</p></body></html>"""


SHIPS = "".join(f"<p>Ship number {n} left the harbour before dawn, the pilots said.</p>" for n in range(9))
STORY = f"""<html lang="en"><head><title>Harbour – The Wire</title></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/w">The ceasefire that everyone talks about</a></ul></nav>
<article><h1>Harbour</h1>{SHIPS}
</article><aside><a href="/1">Ceasefire holds for a second day in the north</a></aside></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "truce.yaml").write_text(TRUCE)
    (tmp_path / "tocsin.yaml").write_text("samples: true\nrss: {allow: [127.0.0.0/8]}\n")
    return tmp_path


def run(folder: Path, *words: str, stdin: str | None = None) -> Result:
    command = ["explain", "--config", str(folder / "tocsin.yaml"), *words]
    return CliRunner().invoke(tocsin, command, input=stdin, catch_exceptions=False)


def answer(folder: Path, *words: str) -> dict[str, Any]:
    result = run(folder, *words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_text_that_fires_it(folder: Path) -> None:
    result = run(folder, "truce", "The ceasefire was agreed; a ceasefire drill was not.")
    assert result.exit_code == 0
    lines = [re.sub("[\u2068\u2069]", "", line) for line in result.stdout.splitlines()]
    assert lines[0].startswith("هدنة (truce, version ")
    assert lines[1] == "FIRES, severity medium"
    assert any(re.fullmatch(r"  ceasefire +x2 +ceasefire \(en\): the same word", line) for line in lines)
    assert any(
        line.startswith("  ceasefire: found once, 1 place ignored  (match inflected") for line in lines
    )
    assert "    body    The »ceasefire« was agreed; a ceasefire drill was not." in lines
    assert "    why     ceasefire for the en form ceasefire: the same word; score 100 of 100" in lines
    assert "    why     it touches ceasefire drill, which `except` names as ceasefire drill" in lines
    assert "  yes   not_sources  Rumours; the article has file" in lines
    assert any(line.startswith("  yes   any: 1 of 2 ") for line in lines)


def test_a_text_that_does_not(folder: Path) -> None:
    result = run(folder, "truce", "They cease to fire and hope that talks bring peace.")
    assert "STAYS SILENT: nothing was found" in result.stdout
    assert "all its words are there, but in another order" in result.stdout
    filtered = run(folder, "truce", "A ceasefire", "--source", "rumours")
    assert "STAYS SILENT: its filters keep it from this article" in filtered.stdout
    assert "  no    not_sources  Rumours; the article has rumours" in filtered.stdout


def test_right_to_left_text_is_isolated_from_our_lines(folder: Path) -> None:
    out = run(folder, "truce", "تم وقف إطلاق النار اليوم\u202e").stdout
    assert "\u2068تم »وقف إطلاق النار« اليوم\u2069" in out
    assert "\u202e" not in out
    for line in out.splitlines():
        assert line.count("\u2068") == line.count("\u2069")


def test_a_headline_and_a_language_may_be_given(folder: Path) -> None:
    found = answer(folder, "truce", "nothing", "--title", "A ceasefire", "--language", "fr")
    assert (found["outcome"], found["language"]) == ("fires", "fr")
    assert found["terms"][0]["hits"][0]["field"] == "title"


def test_words_that_mean_nothing_are_shown_when_asked_for(folder: Path) -> None:
    text = " ".join(f"word{number}" for number in range(60)) + " ceasefire"
    assert "60 other words mean nothing here; --words shows them" in run(folder, "truce", text).stdout
    assert "word59" in run(folder, "truce", text, "--words").stdout
    assert len(answer(folder, "truce", text)["words"]) == 1
    assert len(answer(folder, "truce", text, "--words")["words"]) == 61


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "The ceasefire holds.\nPeace talks went on."),
        ("a.html", PAGE),
        ("a.json", json.dumps({"id": 1, "title": "The ceasefire holds", "body": "Peace talks"}, indent=1)),
    ],
)
def test_a_file_of_any_kind(folder: Path, name: str, content: str) -> None:
    path = folder / name
    path.write_text(content)
    found = answer(folder, "truce", str(path))
    assert [len(term["hits"]) for term in found["terms"]] == [1, 1]


def test_standard_input(folder: Path) -> None:
    assert "FIRES" in run(folder, "truce", "-", stdin="A ceasefire").stdout


class Pages(BaseHTTPRequestHandler):
    """One page, one that is too large, none other."""

    def do_GET(self) -> None:
        known = {"/page": PAGE.encode(), "/story": STORY.encode(), "/large": b"x" * 100_000}
        self.send_response(200 if self.path in known else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(known.get(self.path, b""))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- its name there
        """Nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_is_fetched_and_stripped(folder: Path, site: str) -> None:
    found = answer(folder, "truce", f"{site}/page")
    assert [[hit["field"] for hit in term["hits"]] for term in found["terms"]] == [["title"], ["body"]]
    assert found["language"] == "en"


def test_menus_and_links_of_a_page_are_no_text_of_its_article(folder: Path, site: str) -> None:
    found = answer(folder, "truce", f"{site}/story")
    assert (found["outcome"], found["downgraded"]) == ("fires", "boilerplate")
    assert {hit["zone"] for hit in found["terms"][0]["hits"]} == {"boilerplate"}
    (folder / "story.html").write_text(STORY)
    assert answer(folder, "truce", str(folder / "story.html"))["downgraded"] == "boilerplate"


def test_where_text_and_date_come_from_is_told(folder: Path, site: str) -> None:
    assert "text: from the linked page\n" in run(folder, "truce", f"{site}/story").stdout
    (folder / "a.json").write_text(
        json.dumps(
            {"id": 1, "title": "The ceasefire holds", "notes": ["full_text_failed"], "date_source": "jalali"}
        )
    )
    shown = run(folder, "truce", str(folder / "a.json")).stdout
    assert "the linked page could not be had or is not the article" in shown
    assert "date: read as Jalali" in shown
    assert answer(folder, "truce", str(folder / "a.json"))["notes"] == ["full_text_failed"]


def test_a_page_that_is_a_notice_is_told(folder: Path) -> None:
    (folder / "wall.html").write_text(
        "<html><title>Before you continue</title><main><p>We and our partners use cookies to measure what is read here,"
        " and to show adverts that are of use.</p><p>Please accept all of them to read about the ceasefire.</p></main>"
    )
    found = run(folder, "truce", str(folder / "wall.html"))
    assert "the page asks to accept cookies: a source would keep the feed's text instead" in found.stderr
    assert "FIRES" in found.stdout


def test_a_page_of_a_private_network_is_not_fetched_unless_it_is_allowed(folder: Path, site: str) -> None:
    (folder / "tocsin.yaml").write_text("samples: true\n")
    refused = run(folder, "truce", f"{site}/page")
    assert refused.exit_code == WRONG
    assert "can't be read" in refused.stderr
    assert "loopback" in refused.stderr


def test_a_page_that_can_not_be_had_is_told(folder: Path, site: str) -> None:
    (folder / "tocsin.yaml").write_text("samples: true\nrss: {max_bytes: 50000, allow: [127.0.0.0/8]}\n")
    missing = run(folder, "truce", f"{site}/none")
    assert missing.exit_code == WRONG
    assert "HTTP status 404" in missing.stderr
    secret = f"{site}/none?n=1".replace("//", "//desk:sesame@")
    assert f"{site}/none?n=1 can't be read" in run(folder, "truce", secret).stderr
    large = run(folder, "truce", f"{site}/large")
    assert large.exit_code == WRONG
    assert "more than 50000 bytes (rss.max_bytes)" in large.stderr


def test_what_can_not_be_read_is_told(folder: Path) -> None:
    missing = run(folder, "truce", "article.txt")
    assert missing.exit_code == USAGE
    assert "there is no file article.txt" in missing.stderr
    latin = folder / "latin.txt"
    latin.write_bytes("été".encode("latin-1"))
    assert "is not UTF-8" in run(folder, "truce", str(latin)).stderr
    broken = folder / "broken.json"
    broken.write_text('{"id": 1}')
    result = run(folder, "truce", str(broken))
    assert result.exit_code == WRONG
    assert "there is neither a title nor a body" in result.stderr


@pytest.mark.parametrize("text", ["", "  \n"])
def test_no_text_is_no_answer(folder: Path, text: str) -> None:
    result = run(folder, "truce", text)
    assert (result.exit_code, result.stdout) == (WRONG, "")
    assert "no text: there is nothing to read in what is given" in result.stderr
    path = folder / "empty.txt"
    path.write_text(text)
    assert f"no text: there is nothing to read in {path}" in run(folder, "truce", str(path)).stderr
    assert run(folder, "truce", "-", stdin=text).exit_code == WRONG
    assert answer(folder, "truce", text, "--title", "A ceasefire")["outcome"] == "fires"


def test_unusual_text_is_explained_too(folder: Path) -> None:
    path = folder / "a.json"
    path.write_text('{"id": 1, "body": "\\ud800 ceasefire \\u0000 \\u001b[2J' + "x" * 1_000_000 + '"}')
    result = run(folder, "truce", str(path))
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert answer(folder, "truce", str(path))["outcome"] == "fires"


def test_a_long_text_that_is_no_file_name_is_a_text(folder: Path) -> None:
    assert answer(folder, "truce", "ceasefire " * 2000)["outcome"] == "fires"
