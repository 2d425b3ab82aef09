"""What a sound `tocsin.yaml` and `feeds.yaml` become."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from tocsin.config.feeds import FeedList
from tocsin.config.load import read_config, read_feeds
from tocsin.config.model import EMBEDDED, Config, Security, Terminal, Webhook
from tocsin.config.types import duration_text, parse_duration

SECRETS = """
kafka:
  security:
    protocol: SASL_SSL
    username: tocsin
    password: open-sesame-1
    cert_file: tocsin.pem
    key_file: tocsin.key
    key_password: open-sesame-2
receivers:
  - name: desk
    sink: webhook
    url: https://hook.example/open-sesame-3
    secret: open-sesame-4
    headers: {Authorization: open-sesame-5}
"""


def config_of(text: str) -> Config:
    config = read_config(text, "tocsin.yaml", {})
    assert isinstance(config, Config), config
    return config


def feeds_of(text: str) -> FeedList:
    feeds = read_feeds(text, "feeds.yaml")
    assert isinstance(feeds, FeedList), feeds
    return feeds


@pytest.mark.parametrize("text", ["", "\n", "# only comments\n", "{}", "kafka:\nlog:\n"])
def test_nothing_written_means_the_defaults(text: str) -> None:
    config = config_of(text)
    assert config.kafka.bootstrap_servers == (EMBEDDED,)
    assert config.receivers == (Terminal(name="screen", sink="terminal"),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("500ms", timedelta(milliseconds=500)),
        ("30s", timedelta(seconds=30)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("14d", timedelta(days=14)),
        ("90", timedelta(seconds=90)),
        ("1.5 h", timedelta(minutes=90)),
    ],
)
def test_durations(written: str, meant: timedelta) -> None:
    assert config_of(f"worker: {{hang_timeout: {written}}}").worker.hang_timeout == meant


def test_a_worker_may_never_reload() -> None:
    assert config_of("worker: {reload_every: 0}").worker.reload_every == timedelta(0)


@pytest.mark.parametrize("text", ["", "m", "5 minutes", "-5m", "1:30", "٥m", "1e3", "999999999999d", "P1D"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"no duration|too long"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["14d", "90m", "1h", "30s", "1s"])
def test_a_duration_is_written_as_it_was_read(text: str) -> None:
    duration = parse_duration(text)
    assert isinstance(duration, timedelta)
    assert duration_text(duration) == text


def test_a_value_is_read_as_its_keys_type() -> None:
    feeds = feeds_of("feeds: [{id: 012, url: 'http://outlet.example', title: 2024-01-01, language: no}]")
    assert (feeds.feeds[0].id, feeds.feeds[0].title, feeds.feeds[0].language) == ("012", "2024-01-01", "no")
    assert config_of("samples: yes").samples
    assert config_of("metrics: {port: '9000'}").metrics.port == 9000


def test_aliases_are_followed() -> None:
    text = """
receivers:
  - {name: a, sink: terminal, retry: &patient {give_up_after: 1h}}
  - {name: b, sink: terminal, retry: *patient}
"""
    first, second = config_of(text).receivers
    assert first.retry == second.retry
    assert second.retry.give_up_after == timedelta(hours=1)


@pytest.mark.parametrize("written", ["[a.example:9092, b.example:9093]", "a.example:9092, b.example:9093"])
def test_brokers_as_a_list_or_with_commas(written: str) -> None:
    config = config_of(f"kafka:\n  bootstrap_servers: {written}\n")
    assert config.kafka.bootstrap_servers == ("a.example:9092", "b.example:9093")


def test_topics_that_belong_together_may_change_together() -> None:
    config = config_of(
        "kafka: {topics: {matches: {partitions: 8}, actions: {partitions: 8}, wakes: {partitions: 8}, "
        "memory.filed: {partitions: 8}, memory.stories: {partitions: 8}, memory.desks: {partitions: 8}}}"
    )
    assert config.kafka.topics["actions"].partitions == 8
    assert config.kafka.topic_name("matches") == "tocsin.matches"


def test_secrets_are_read_and_never_shown() -> None:
    config = config_of(SECRETS)
    webhook = config.receivers[0]
    assert isinstance(webhook, Webhook)
    assert webhook.secret == SecretStr("open-sesame-4")
    assert webhook.url.endswith("open-sesame-3")
    assert config.kafka.security.password == SecretStr("open-sesame-1")
    assert "open-sesame" not in repr(config)
    assert "open-sesame" not in str(config)


def test_values_never_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Security().username = "other"  # type: ignore[misc]
