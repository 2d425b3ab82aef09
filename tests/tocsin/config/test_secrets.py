"""A secret in the wrong shape or place is still a secret."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.config.load import read_config
from tocsin.config.model import Config

SECRET = "0pen-5esame"
SHAPES = st.recursive(
    st.sampled_from(
        [
            SECRET,
            f"'{SECRET}'",
            f'"{SECRET}',
            f"*{SECRET}",
            f"&{SECRET}",
            f"!{SECRET}",
            f"@{SECRET}",
            f"x: {SECRET}",
        ]
    ),
    lambda inner: inner.map(lambda one: f"[{one}]") | inner.map(lambda one: f"{{x: {one}}}"),
    max_leaves=3,
)
PLACES = st.sampled_from(
    [
        "kafka:\n  security:\n    {key}: {value}\n".replace("{key}", key)
        for key in ("password", "key_password", "pasword")
    ]
    + [
        "receivers:\n  - name: desk\n    sink: webhook\n    url: https://hook.example/\n    {key}: {value}\n".replace(
            "{key}", key
        )
        for key in ("secret", "headers", "url", "secrte")
    ]
    + ["kafka:\n  bootstrap_servers: tocsin:{value}@a.example\n"]
)


@given(PLACES, SHAPES)
def test_no_issue_and_no_repr_tells_it(place: str, value: str) -> None:
    outcome = read_config(place.replace("{value}", value), "tocsin.yaml", {})
    if isinstance(outcome, Config):
        assert SECRET not in repr(outcome)
    else:
        assert not [issue for issue in outcome if SECRET in str(issue)]
