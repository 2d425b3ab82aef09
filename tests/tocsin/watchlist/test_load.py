"""Watchlists out of texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.config.document import Document
from tocsin.config.validate import Fault
from tocsin.watchlist import load
from tocsin.watchlist.load import read_watchlist, read_watchlists
from tocsin.watchlist.model import Watchlist

FOLDER = Path(__file__).parent / "bad"
GOOD = "id: river\ntitle: River\nterms:\n  - id: river\n    forms: {en: [river, 2254], no: [elv]}\n"
OTHER = GOOD.replace("id: river", "id: lake")
RECEIVERS = ("desk", "screen")


def bad_files() -> list[object]:
    return [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.yaml"))]


def version_of(text: str) -> str:
    (only,), issues = read_watchlists({"a.yaml": text}, RECEIVERS)
    assert issues == []
    return only.version


@pytest.mark.parametrize("path", bad_files())
def test_a_bad_file_is_told_its_faults_and_hides_no_good_one(path: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8"), "~good.yaml": OTHER}
    sound, issues = read_watchlists(texts, RECEIVERS)
    printed = "".join(f"{issue}\n" for issue in issues)
    assert printed == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert [one.watchlist.id for one in sound] == ["lake"]


def test_scalars_are_forms_and_languages_as_written() -> None:
    watchlist = read_watchlist(GOOD, "a.yaml")
    assert isinstance(watchlist, Watchlist)
    assert watchlist.terms[0].forms == {"en": ("river", "2254"), "no": ("elv",)}


def test_one_id_in_two_files_is_a_fault_of_both() -> None:
    sound, issues = read_watchlists(
        {"a.yaml": GOOD, "b.yaml": f"# a copy\n{GOOD}", "c.yaml": OTHER}, RECEIVERS
    )
    assert [str(issue) for issue in issues] == [
        "a.yaml:1:5: id: 'river' is the id of another file too: b.yaml; each id stands once",
        "b.yaml:2:5: id: 'river' is the id of another file too: a.yaml; each id stands once",
    ]
    assert [one.watchlist.id for one in sound] == ["lake"]


def test_a_copy_that_is_faulty_otherwise_is_told_both() -> None:
    _, issues = read_watchlists({"a.yaml": GOOD, "b.yaml": f"{GOOD}severity: urgent\n"}, RECEIVERS)
    assert [(issue.path, issue.field) for issue in issues] == [
        ("a.yaml", "id"),
        ("b.yaml", "id"),
        ("b.yaml", "severity"),
    ]


def test_watchlists_come_in_order_of_id() -> None:
    sound, _ = read_watchlists({"a.yaml": GOOD, "b.yaml": OTHER}, RECEIVERS)
    assert [one.watchlist.id for one in sound] == ["lake", "river"]


def test_the_version_is_of_the_content_not_of_its_layout() -> None:
    laid_out_anew = "# owner: desk\n" + GOOD.replace(
        "{en: [river, 2254], no: [elv]}", "{no: [elv], en: [river, '2254']}"
    )
    assert version_of(GOOD) == version_of(laid_out_anew)
    assert len(version_of(GOOD)) == 12


@pytest.mark.parametrize(
    ("old", "new"),
    [("elv", "elva"), ("title: River", "title: Stream"), ("2254", "2255"), ("terms:", "owner: a\nterms:")],
)
def test_the_version_changes_with_what_is_said(old: str, new: str) -> None:
    assert version_of(GOOD) != version_of(GOOD.replace(old, new, 1))


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=60)))
def test_no_text_raises(files: dict[str, str]) -> None:
    sound, issues = read_watchlists(files, RECEIVERS)
    assert {one.path for one in issues} == set(files)
    assert sound == ()


@given(st.integers(0, len(GOOD) - 1))
def test_a_half_saved_file_is_faulty_or_a_watchlist_and_never_raises(length: int) -> None:
    outcome = read_watchlist(GOOD[:length], "a.yaml")
    assert isinstance(outcome, Watchlist) or outcome


def test_a_file_we_fail_on_is_told_and_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    good = "id: good\ntitle: Good\nterms: [{id: t, forms: {en: [Idlib]}}]\n"

    def fail(document: Document) -> Iterator[Fault]:
        if document.name == "bad.yaml":
            raise KeyError("ours")
        return iter(())

    monkeypatch.setattr(load, "_faults", fail)
    sound, issues = read_watchlists(
        {"bad.yaml": good.replace("Idlib", "Hama").replace("good", "bad"), "good.yaml": good}, ()
    )
    assert [one.watchlist.id for one in sound] == ["good"]
    assert [str(issue) for issue in issues] == [
        "bad.yaml:1:1: Tocsin itself fails on this file; please report it: KeyError('ours')"
    ]
