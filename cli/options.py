"""Options that several commands share."""

import functools
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import click

from cli.process import Process

Command = Callable[..., Any]


def config(command: Command) -> Command:
    """`--config`, before or after the command's name; the command gets it as ``config_path``."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_from_group,
        help="The configuration file. [default: ./tocsin.yaml where there is one]",
    )(command)


def bootstrap_servers(command: Command) -> Command:
    """`--bootstrap-servers`; the command gets ``bootstrap``, empty where the configuration decides."""
    return click.option(
        "--bootstrap-servers",
        "bootstrap",
        metavar="HOST:PORT[,...]",
        multiple=True,
        callback=_servers,
        help="The Kafka brokers. [default: kafka.bootstrap_servers]",
    )(command)


def as_json(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")(command)


def process(command: Command) -> Command:
    """What every part takes besides `--config` and `--bootstrap-servers`; the command gets a ``Process``."""
    metrics = click.option(
        "--metrics-port",
        type=click.IntRange(0, 65535),
        help="Where to serve /metrics and /healthz; 0 for any free port. [default: metrics.port]",
    )
    form = click.option(
        "--log-format", type=click.Choice(["text", "json"]), help="Form of the log. [default: log.format]"
    )

    @functools.wraps(command)
    def gathered(*args: Any, metrics_port: int | None, log_format: Any, **others: Any) -> Any:
        return command(*args, process=Process(metrics_port, log_format), **others)

    return metrics(form(gathered))


def instance(command: Command) -> Command:
    """`--instance`, for the parts that read from Kafka."""
    return click.option(
        "--instance",
        metavar="NAME",
        help="A name in the consumer group that this process keeps over restarts (static membership).",
    )(command)


def allow(command: Command) -> Command:
    """`--allow`, for feeds inside one's own network."""
    return click.option(
        "--allow",
        multiple=True,
        metavar="NETWORK",
        callback=_networks,
        help="A private network that may be asked, such as 10.1.0.0/16; besides rss.allow.",
    )(command)


def _from_group(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
    return value or ctx.find_object(Path)


def _servers(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    servers = tuple(server.strip() for text in value for server in text.split(","))
    for server in servers:
        host, colon, port = server.rpartition(":")
        if not (host and colon and port.isdigit() and 1 <= int(port) <= 65535):
            raise click.BadParameter(f"{server!r} is no host:port", ctx, param)
    return servers


def _networks(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(network)) for network in value)
    except ValueError as fault:
        raise click.BadParameter(
            f"{fault}; write 10.1.0.0/16, 192.168.1.5 or fd00::/8", ctx, param
        ) from fault
