"""docker-compose.yml and the image, as far as they can be proved without Docker."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.settings import CONFIG_VARIABLE, load_config, load_feeds
from tests.deploy.commands import parse
from tests.deploy.queries import DEPLOY
from tocsin.config.feeds import FeedList
from tocsin.config.model import Config

ROOT = DEPLOY.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("tocsin:")}
PARTS = {name: service for name, service in OURS.items() if name != "topics"}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def configuration(service: dict[str, Any]) -> Config:
    """The configuration a service of ours reads, its file found as it is mounted."""
    environment = {name: str(value) for name, value in service["environment"].items()}
    read = load_config(host_path(service, environment.pop(CONFIG_VARIABLE)), environment)
    assert isinstance(read, Config), read
    return read


def host_path(service: dict[str, Any], inside: str) -> Path:
    for volume in service["volumes"]:
        source, target, *_ = str(volume).split(":")
        if source.startswith("./") and Path(inside).is_relative_to(target):
            return ROOT / source / Path(inside).relative_to(target)
    raise AssertionError(f"{inside} is not mounted")


def seconds(duration: str) -> int:
    assert duration.endswith("s"), duration
    return int(duration.removesuffix("s"))


def test_every_part_of_the_pipeline_is_there() -> None:
    assert set(SERVICES) >= {"kafka", "topics", "source", "worker", "prometheus", "grafana"}
    verbs = [service["command"][0] for service in PARTS.values()]
    assert verbs.count("source") == verbs.count("worker") == 1


@pytest.mark.parametrize("name", OURS)
def test_commands_are_commands_of_ours(name: str) -> None:
    parse(OURS[name]["command"])


@pytest.mark.parametrize("name", OURS)
def test_the_configuration_is_valid_and_speaks_to_the_kafka_service(name: str) -> None:
    config = configuration(OURS[name])
    assert config.kafka.bootstrap_servers == ("kafka:9092",)
    assert SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://kafka:9092"
    assert config.metrics.host == "0.0.0.0"  # noqa: S104 -- inside a container


def test_the_configuration_is_valid_outside_the_containers_too() -> None:
    config = load_config(DEPLOY / "compose/tocsin.yaml", {})
    assert isinstance(config, Config)
    assert isinstance(load_feeds(config), FeedList)
    assert (Path(config.watchlists) / "idlib.yaml").is_file()


def test_the_worker_sees_the_watchlists() -> None:
    worker = SERVICES["worker"]
    assert (host_path(worker, configuration(worker).watchlists) / "idlib.yaml").is_file()


def test_every_receiver_has_its_sink() -> None:
    served = {service["command"][1] for service in PARTS.values() if service["command"][0] == "sink"}
    assert served == {receiver.name for receiver in configuration(SERVICES["worker"]).receivers}


def test_what_a_sink_writes_outlives_its_container() -> None:
    targets = {volume.split(":")[1] for volume in SERVICES["sink-log"]["volumes"]}
    assert "/var/lib/tocsin" in targets
    paths = [getattr(receiver, "path", None) for receiver in configuration(SERVICES["sink-log"]).receivers]
    assert "/var/lib/tocsin/alerts.jsonl" in paths


def test_prometheus_scrapes_every_part_where_it_serves() -> None:
    text = (DEPLOY / "prometheus/prometheus.yml").read_text(encoding="utf-8")
    jobs = {
        job["job_name"]: job["static_configs"][0]["targets"] for job in yaml.safe_load(text)["scrape_configs"]
    }
    assert set(jobs["tocsin"]) == {f"{name}:{configuration(PARTS[name]).metrics.port}" for name in PARTS}
    assert jobs["grafana"] == ["grafana:3000"]


@pytest.mark.parametrize("name", SERVICES)
def test_files_and_volumes_that_are_named_exist(name: str) -> None:
    for volume in SERVICES[name].get("volumes", ()):
        source = volume.split(":")[0]
        assert (ROOT / source).exists() if source.startswith("./") else source in COMPOSE["volumes"]
    build = SERVICES[name].get("build")
    assert build is None or (ROOT / build["context"] / build["dockerfile"]).is_file()


@pytest.mark.parametrize("name", SERVICES)
def test_services_wait_for_services_that_are_there(name: str) -> None:
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        if wait["condition"] == "service_healthy":
            assert "test" in SERVICES[other]["healthcheck"]
        else:
            assert SERVICES[other]["restart"] == "on-failure"


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_started_again_and_pinned_and_open_on_this_machine_only(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == ("on-failure" if name == "topics" else "unless-stopped")
    assert re.fullmatch(r"[a-z/-]+:v?\d+\.\d+\.\d+", service["image"])
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_given_longer_to_stop_than_it_takes(name: str) -> None:
    config = configuration(PARTS[name])
    grace = seconds(PARTS[name]["stop_grace_period"])
    assert grace >= config.worker.shutdown_timeout.total_seconds() + 10
    assert grace > 30


def test_the_image_has_a_user_a_health_check_and_a_hashed_lock() -> None:
    assert DOCKERFILE.count("FROM python:3.12-slim") == 2
    assert "--require-hashes" in DOCKERFILE
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER tocsin\n" in final
    assert "/healthz" in final
    assert 'ENTRYPOINT ["tocsin"]' in final
    assert f"EXPOSE {Config().metrics.port}" in final


def test_the_image_holds_every_package_of_ours() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.findall(r'"(\w+)\*"', pyproject)
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for copied in (*packages, "requirements.lock", "pyproject.toml", "README.md", "LICENSE"):
        assert re.search(rf"^COPY .*\b{re.escape(copied)}\b", DOCKERFILE, re.MULTILINE), copied
        assert f"!{copied}" in ignored
