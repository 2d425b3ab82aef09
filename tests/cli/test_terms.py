"""`tocsin terms import`: lists of words as watchlists."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import USAGE, WRONG

TABLE = "term,language,form\nIdlib,ar,إدلب\nIdlib,ar,ادلب\nIdlib,en,--\nIdlib,en,Idlib\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(tocsin, ["terms", "import", *words], catch_exceptions=False)


def test_a_table_becomes_a_watchlist_that_check_accepts(tmp_path: Path) -> None:
    source, folder = tmp_path / "Border Places.csv", tmp_path / "watchlists"
    source.write_text(TABLE, encoding="utf-8-sig")
    folder.mkdir()
    result = run(str(source), "--output", str(folder / "places.yaml"), "--title", "Places")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{source}:3: ادلب: the same as 'إدلب' before, at 2",
        f"{source}:4: --: '--' holds no letter or digit to look for",
        "2 forms in 1 term; 2 left out",
    ]
    (tmp_path / "tocsin.yaml").write_text("samples: true\n")
    checked = CliRunner().invoke(tocsin, ["check", "--config", str(tmp_path / "tocsin.yaml")])
    assert checked.exit_code == 0, checked.output
    assert "id: border-places\ntitle: Places\nstatus: shadow\n" in (folder / "places.yaml").read_text()


def test_rows_that_are_left_out_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    source = tmp_path / "words.csv"
    lines = ["form,language", "--,en", "Idlib,en", ",en", "idlib,en", "Homs,x", *9 * ["Homs,en"], ",en"]
    source.write_text("\n".join(lines))
    told = run(str(source)).stderr.splitlines()[:-1]
    assert [int(line.removeprefix(f"{source}:").split(":")[0]) for line in told] == [
        2,
        4,
        5,
        6,
        *range(8, 17),
    ]


def test_an_outline_goes_to_standard_output(tmp_path: Path) -> None:
    source = tmp_path / "keywords.opml"
    source.write_text('<opml><body><outline text="sınır"/></body></opml>')
    result = run(str(source), "--language", "tr", "--id", "border")
    assert result.exit_code == 0
    assert "id: border\n" in result.stdout
    assert "- sınır\n" in result.stdout


def test_wikidata_takes_the_wanted_languages(tmp_path: Path) -> None:
    source = tmp_path / "Q1.json"
    labels = {tag: {"language": tag, "value": word} for tag, word in (("ar", "جسر"), ("de", "Brücke"))}
    source.write_text(json.dumps({"entities": {"Q1": {"labels": labels}}}))
    result = run(str(source), "--languages", "ar")
    assert "- جسر\n" in result.stdout
    assert "Brücke" not in result.output


def test_the_format_must_be_clear(tmp_path: Path) -> None:
    source = tmp_path / "words.txt"
    source.write_text("form\ntruce\n")
    assert run(str(source)).exit_code == USAGE
    assert run(str(source), "--format", "csv", "--language", "en").exit_code == 0


def test_no_file_is_written_over(tmp_path: Path) -> None:
    source = tmp_path / "words.csv"
    source.write_text("form\ntruce\n")
    result = run(str(source), "--language", "en", "--output", str(source))
    assert result.exit_code == USAGE
    assert source.read_text() == "form\ntruce\n"


def test_a_list_of_which_nothing_is_left_is_told(tmp_path: Path) -> None:
    source = tmp_path / "words.csv"
    source.write_text("form,language\n--,en\n")
    result = run(str(source))
    assert result.exit_code == WRONG
    assert result.stdout == ""
    assert "there is nothing to make a watchlist of" in result.stderr


def test_a_list_that_is_none_is_told_where(tmp_path: Path) -> None:
    source = tmp_path / "words.opml"
    source.write_text("<opml>\n<outline>")
    result = run(str(source))
    assert result.exit_code == WRONG
    assert f"{source}: line 2: no well-formed XML: " in result.stderr
    latin = tmp_path / "words.csv"
    latin.write_bytes("form\nété\n".encode("latin-1"))
    assert f"{latin}:2:1: byte 0xe9 is not UTF-8" in run(str(latin)).stderr


def test_a_faulty_id_is_told(tmp_path: Path) -> None:
    source = tmp_path / "words.csv"
    source.write_text("form,language\ntruce,en\n")
    result = run(str(source), "--id", "No Id")
    assert result.exit_code == WRONG
    assert "the watchlist: id: " in result.stderr
