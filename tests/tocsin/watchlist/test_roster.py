"""The last good version of each watchlist stays in use until a better one, or none, is wanted."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from tocsin.config.issues import Issue
from tocsin.matching.proof import unproved
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.roster import Roster, renewed
from tocsin.watchlist.settling import Settled

RECEIVERS = ("desk",)


def text(name: str = "river", form: str = "", more: str = "") -> str:
    return f"id: {name}\ntitle: T\nterms:\n  - id: t\n    forms: {{en: [{form or name}]}}\n{more}"


BROKEN_EXAMPLE = "examples:\n  match:\n    - {language: en, text: dry land}\n"


def read(
    *folders: dict[str, str],
    away: Iterable[str] = (),
    unread: Iterable[Issue] = (),
    start: Roster | None = None,
) -> Roster:
    """The roster after the folder held these texts, one after the other; ``away`` and ``unread`` are of the last."""
    roster = start or Roster()
    for texts in folders[:-1]:
        roster = renewed(roster, Settled(texts), RECEIVERS, unproved)
    last = Settled(folders[-1], tuple(unread), frozenset(away))
    return renewed(roster, last, RECEIVERS, unproved)


def forms(roster: Roster) -> dict[str, str]:
    """What each watchlist in use looks for."""
    return {name: one.watchlist.terms[0].forms["en"][0] for name, one in roster.in_use.items()}


def said(roster: Roster) -> list[str]:
    return [str(fault) for fault in roster.faults]


def test_a_changed_watchlist_takes_the_place_of_the_old_one() -> None:
    roster = read({"a": text()}, {"a": text(form="stream")})
    assert (forms(roster), roster.outcome) == ({"river": "stream"}, "good")
    assert roster.versions != read({"a": text()}).versions


def test_layout_and_comments_change_no_version() -> None:
    assert read({"a": f"# hello\n{text()}"}).versions == read({"a": text()}).versions


def test_a_faulty_file_keeps_its_last_good_version_and_the_others_change() -> None:
    roster = read({"a": text(), "b": text("lake")}, {"a": "id: river\n", "b": text("lake", "pond")})
    assert (forms(roster), roster.outcome) == ({"lake": "pond", "river": "river"}, "faulty")
    assert {fault.path for fault in roster.faults} == {"a"}
    assert [one.watchlist.id for one in roster.kept_for("a")] == ["river"]


def test_it_is_kept_through_any_number_of_faulty_versions_and_replaced_when_mended() -> None:
    faulty = read({"a": text()}, {"a": ""}, {"a": "id: ["}, {"a": text(more="color: red")})
    assert forms(faulty) == {"river": "river"}
    mended = read({"a": text(form="stream")}, start=faulty)
    assert (forms(mended), mended.faults) == ({"river": "stream"}, ())


def test_what_was_never_good_is_not_in_use() -> None:
    roster = read({"a": "id: river", "b": text("lake")})
    assert forms(roster) == {"lake": "lake"}
    assert roster.kept_for("a") == ()


def test_a_watchlist_whose_own_example_fails_is_refused_with_the_reason() -> None:
    reason = "a:8:7: examples.match[0]: must fire this watchlist and does not"
    at_start = read({"a": text(more=BROKEN_EXAMPLE)})
    assert forms(at_start) == {}
    assert said(at_start)[0].startswith(reason)
    later = read({"a": text()}, {"a": text(form="stream", more=BROKEN_EXAMPLE)})
    assert (forms(later), said(later)) == ({"river": "river"}, said(at_start))


def test_only_what_is_not_in_use_yet_is_proved() -> None:
    proved: list[str] = []

    def prove(loaded: LoadedWatchlist, text: str) -> Iterable[Issue]:
        proved.append(loaded.watchlist.id)
        return ()

    roster = renewed(Roster(), Settled({"a": text(), "b": text("lake")}), RECEIVERS, prove)
    renewed(roster, Settled({"a": text(), "b": text("lake", "pond")}), RECEIVERS, prove)
    assert proved == ["lake", "river", "lake"]


def test_a_file_that_is_away_keeps_its_watchlist_until_it_is_gone() -> None:
    before = read({"a": text(), "b": text("lake")})
    away = read({"b": text("lake")}, away=["a"], start=before)
    assert (away.versions, away.faults) == (before.versions, ())
    assert forms(read({"b": text("lake")}, start=away)) == {"lake": "lake"}


def test_a_file_that_cannot_be_read_keeps_its_watchlist() -> None:
    locked = Issue(path="a", line=1, column=1, field="", message="can't be read: Permission denied")
    roster = read({"a": text()}, {}, unread=[locked])
    assert (forms(roster), roster.faults) == ({"river": "river"}, (locked,))


def test_a_renamed_file_keeps_its_watchlist_all_along() -> None:
    before = read({"a": text()})
    assert forms(read({"b": text(form="stream")}, away=["a"], start=before)) == {"river": "stream"}
    halfway = read({}, away=["a"], start=before)
    after = read({"b": text()}, start=halfway)
    assert (after.versions, after.in_use["river"].path) == (before.versions, "b")


def test_a_copy_with_the_same_id_changes_nothing_and_is_told() -> None:
    roster = read({"a": text()}, {"a": text(), "b": text(form="stream")})
    assert forms(roster) == {"river": "river"}
    assert {fault.path for fault in roster.faults} == {"a", "b"}
    assert forms(read({"b": text(form="stream")}, start=roster)) == {"river": "stream"}


def test_a_file_that_names_another_id_takes_the_old_one_out() -> None:
    assert forms(read({"a": text()}, {"a": text("brook")})) == {"brook": "brook"}
    assert forms(read({"a": text()}, {"a": text("brook", more="color: red")})) == {"river": "river"}


def test_a_receiver_that_is_gone_from_the_configuration_is_a_fault() -> None:
    roster = read({"a": text(more="receivers: [roof]")})
    assert roster.in_use == {}
    assert "unknown receiver" in said(roster)[0]


stages = st.lists(
    st.dictionaries(
        st.sampled_from("abc"),
        st.builds(text, st.sampled_from(["river", "lake"]), st.sampled_from(["", "stream"]))
        | st.sampled_from(["", "id: river", text(more=BROKEN_EXAMPLE)]),
    ),
    min_size=1,
    max_size=5,
)


@given(stages)
def test_in_use_is_only_what_stood_whole_and_sound_in_some_file(history: list[dict[str, str]]) -> None:
    whole = {
        (name, version)
        for folder in history
        for path, content in folder.items()
        for name, version in read({path: content}).versions.items()
    }
    roster = Roster()
    for folder in history:
        before, roster = roster, read(folder, start=roster)
        assert set(roster.versions.items()) <= whole
        held = {one.path for one in roster.in_use.values()}
        assert held <= folder.keys()
        faulty = {fault.path for fault in roster.faults}
        for name, one in before.in_use.items():
            assert name in roster.in_use or one.path not in faulty
    assert list(roster.in_use) == sorted(roster.in_use)
