"""`TOCSIN_<SECTION>__<KEY>` over the file."""

from collections.abc import Mapping

import pytest
from pydantic import SecretStr

from tocsin.config.load import read_config
from tocsin.config.model import Config, Webhook

DESK = "receivers:\n  - {name: the-desk, sink: webhook, url: https://hook.example/, headers: {X-Key: old}}\n"


def config_of(text: str, environment: Mapping[str, str]) -> Config:
    config = read_config(text, "tocsin.yaml", environment)
    assert isinstance(config, Config), config
    return config


def told(text: str, environment: Mapping[str, str]) -> list[str]:
    issues = read_config(text, "tocsin.yaml", environment)
    assert isinstance(issues, list), issues
    return [str(issue) for issue in issues]


def test_a_variable_wins_over_the_file() -> None:
    config = config_of("log: {level: error, format: json}", {"TOCSIN_LOG__LEVEL": "debug"})
    assert (config.log.level, config.log.format) == ("debug", "json")


def test_a_variable_mends_a_faulty_value() -> None:
    assert config_of("log: {level: loud}", {"TOCSIN_LOG__LEVEL": "debug"}).log.level == "debug"


@pytest.mark.parametrize("text", ["", "kafka:\n", "kafka: {security: {}}", "# nothing\n"])
def test_sections_that_are_not_written_take_variables(text: str) -> None:
    environment = {
        "TOCSIN_KAFKA__BOOTSTRAP_SERVERS": "a.example:9092,b.example:9092",
        "TOCSIN_KAFKA__SECURITY__PROTOCOL": "SASL_SSL",
        "TOCSIN_KAFKA__SECURITY__USERNAME": "tocsin",
        "TOCSIN_KAFKA__SECURITY__PASSWORD": "open-sesame",
        "TOCSIN_KAFKA__TOPICS__ARTICLES_UNIQUE__PARTITIONS": "8",
        "TOCSIN_KAFKA__TOPICS__MEMORY_FIRED__PARTITIONS": "8",
        "TOCSIN_DATA_DIR": "/var/lib/tocsin",
    }
    config = config_of(text, environment)
    assert config.kafka.bootstrap_servers == ("a.example:9092", "b.example:9092")
    assert config.kafka.security.password == SecretStr("open-sesame")
    assert config.kafka.topics["articles.unique"].partitions == 8
    assert config.data_dir == "/var/lib/tocsin"


def test_a_receiver_is_found_by_its_name() -> None:
    environment = {
        "TOCSIN_RECEIVERS__THE_DESK__SECRET": "open-sesame",
        "TOCSIN_RECEIVERS__THE_DESK__RETRY__FIRST": "2s",
        "TOCSIN_RECEIVERS__THE_DESK__HEADERS__X_KEY": "new",
        "TOCSIN_RECEIVERS__THE_DESK__HEADERS__AUTHORIZATION": "open-sesame",
    }
    webhook = config_of(DESK, environment).receivers[0]
    assert isinstance(webhook, Webhook)
    assert webhook.secret == SecretStr("open-sesame")
    assert {name: value.get_secret_value() for name, value in webhook.headers.items()} == {
        "X-Key": "new",
        "AUTHORIZATION": "open-sesame",
    }


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("TOCSIN_LOG__LEVEL", "loud", "must be debug, info, warning or error, not 'loud'"),
        ("TOCSIN_LOG__LEVEL", "", "must be debug, info, warning or error, not ''"),
        (
            "TOCSIN_KAFKA__BOOTSTRAP_SERVERS",
            "open-sesame",
            "must be host:port of a broker, or the word embedded",
        ),
        ("TOCSIN_LOG__LEVLE", "open-sesame", "unknown key; did you mean 'LEVEL'? allowed: LEVEL, FORMAT"),
        ("TOCSIN_LOG_LEVEL", "debug", "unknown key"),
        ("TOCSIN_LOG", "open-sesame", "names a whole section"),
        ("TOCSIN_LOG__LEVEL__MORE", "x", "unknown key; nothing may stand here"),
        ("TOCSIN_", "x", "unknown key"),
        ("TOCSIN_KAFKA__TOPICS__ARTCILES__PARTITIONS", "8", "unknown key; did you mean 'ARTICLES'?"),
        ("TOCSIN_RECEIVERS__NOBODY__SECRET", "open-sesame", "unknown key; allowed: THE_DESK"),
        ("TOCSIN_RECEIVERS", "open-sesame", "must be a list"),
    ],
)
def test_a_wrong_variable_is_a_fault_of_the_environment(variable: str, value: str, message: str) -> None:
    issue = told(DESK, {variable: value})[0]
    assert issue.startswith(f"environment: {variable}: {message}")
    assert "open-sesame" not in issue


def test_the_form_is_told() -> None:
    assert "TOCSIN_<SECTION>__<KEY>, such as TOCSIN_LOG__LEVEL" in told("", {"TOCSIN_X": "1"})[0]


def test_faults_of_file_and_environment_come_at_once() -> None:
    issues = told("log: {format: xml}", {"TOCSIN_LOG__LEVEL": "loud", "TOCSIN_X": "1"})
    assert [issue.split(":")[0] for issue in issues] == ["environment", "environment", "tocsin.yaml"]


def test_a_section_that_takes_no_keys_stays_at_fault() -> None:
    issues = told("kafka: here", {"TOCSIN_KAFKA__TOPIC_PREFIX": "a."})
    assert len(issues) == 1
    assert issues[0].startswith("tocsin.yaml:1:8: kafka: must be a mapping")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TOCSIN_SERVICE_HOST", "10.0.0.7"),
        ("TOCSIN_DESK_SERVICE_PORT_HTTP", "80"),
        ("TOCSIN_PORT", "tcp://10.0.0.7:80"),
        ("TOCSIN_PORT_80_TCP_ADDR", "10.0.0.7"),
        ("TOCSIN_CONFIG", "tocsin.yaml"),
        ("TOCSIN_TEST_KAFKA", "a.example:9092"),
        ("PATH", "/bin"),
    ],
)
def test_variables_of_others_are_left_alone(variable: str, value: str) -> None:
    assert config_of("", {variable: value}) == Config()
