"""YAML to data with places."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.config.document import Place
from tocsin.config.feeds import FeedList
from tocsin.config.issues import Issue
from tocsin.config.load import read_config, read_feeds
from tocsin.config.model import Config
from tocsin.config.yaml import read_yaml

# Text that is nearly YAML finds more than text at random.
NEARLY = st.lists(
    st.one_of(
        st.sampled_from(
            ["\n", "  ", "- ", ": ", "&a ", "*a", "!x ", "'", '"', "[", "]", "{", "}", "|", "? ", "<<", "#"]
        ),
        st.sampled_from(
            ["kafka", "receivers", "name", "sink", "webhook", "null", "\t", "---", "%", "\\U", "\\ud800"]
        ),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)
PLAIN = st.recursive(
    st.none() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def test_every_key_and_value_has_its_place() -> None:
    document = read_yaml("a:\n  - b: c\n    d: е\n", "x.yaml")
    assert document.data == {"a": [{"b": "c", "d": "е"}]}
    assert document.keys == {("a",): Place(1, 1), ("a", 0, "b"): Place(2, 5), ("a", 0, "d"): Place(3, 5)}
    assert document.values[("a", 0, "d")] == Place(3, 8)


def test_columns_count_code_points() -> None:
    assert read_yaml("{إدلب: 1, b: 2}", "x.yaml").keys[("b",)] == Place(1, 11)


def test_only_null_is_no_text() -> None:
    document = read_yaml("[no, on, 012, 1:30, 1e3, true, 2024-01-01, null, ~, '']", "x.yaml")
    assert document.data == ["no", "on", "012", "1:30", "1e3", "true", "2024-01-01", None, None, ""]


def test_a_byte_order_mark_moves_nothing() -> None:
    assert read_yaml("\ufeffa: 1", "x.yaml").keys[("a",)] == Place(1, 1)


def test_the_sound_rest_is_read_beside_a_key_that_stands_twice() -> None:
    document = read_yaml("a: 1\na: 2\nb: 3\n", "x.yaml")
    assert document.data == {"a": "1", "b": "3"}
    assert [(issue.line, issue.column) for issue in document.issues] == [(2, 1)]


@settings(deadline=None)  # ten thousand aliases take their time, and are the limit
@given(NEARLY | st.text(max_size=200))
@example('a: "\\UFFFFFFFF"')
@example('a: "\\ud800"')
@example("a: \ud800")
@example("[" * 500)
@example("a: &a [*a, *a]")
@example("? [a]\n: b")
@example(": b")
@example("&a : *a")
def test_reading_never_raises(text: str) -> None:
    document = read_yaml(text, "x.yaml")
    lines = (
        text.count("\n")
        + text.count("\r")
        + text.count("\x85")
        + text.count("\u2028")
        + text.count("\u2029")
        + 1
    )
    assert all(1 <= issue.line <= lines + 1 and issue.column >= 1 for issue in document.issues)
    for outcome in (read_config(text, "x.yaml", {}), read_feeds(text, "x.yaml")):
        assert isinstance(outcome, Config | FeedList) or (
            outcome and all(isinstance(one, Issue) for one in outcome)
        )


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(Config.model_fields)), PLAIN))
def test_no_shape_of_data_raises(data: dict[str, object]) -> None:
    text = _written(data)
    outcome = read_config(text, "x.yaml", {})
    assert isinstance(outcome, Config) or outcome


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_no_variable_raises(name: str, value: str) -> None:
    for variable in (
        f"TOCSIN_{name}",
        f"TOCSIN_KAFKA__{name}",
        f"TOCSIN_RECEIVERS__A__{name}",
        "TOCSIN_LOG__LEVEL",
    ):
        outcome = read_config("receivers: [{name: a, sink: webhook}]", "x.yaml", {variable: value})
        assert isinstance(outcome, list)


def _written(data: object) -> str:
    """The data in YAML's flow style, every text in quotes."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_written(key)}: {_written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_written, data)) + "]"
    if data is None:
        return "null"
    return '"' + "".join(f"\\U{ord(character):08X}" for character in str(data)) + '"'
