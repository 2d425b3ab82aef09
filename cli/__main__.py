"""The `tocsin` command."""

import sys
import traceback
from importlib import import_module
from pathlib import Path

import click

from cli.exits import INTERNAL, INTERRUPTED, epilog
from tocsin import __version__

COMMANDS = (
    "run",
    "source",
    "worker",
    "sink",
    "check",
    "match",
    "explain",
    "backtest",
    "stories",
    "simulate",
    "terms",
    "feeds",
    "routes",
    "silence",
    "alert",
    "parse",
    "topics",
    "deadletters",
    "docs",
    "version",
)

EPILOG = f"""\b
Examples:
  tocsin run                          everything on this machine, sample feeds included
  tocsin check                        prove what you wrote
  tocsin worker --bootstrap-servers kafka:9092

{epilog()}

\b
Environment: TOCSIN_CONFIG names the configuration file; TOCSIN_... overrides its keys (docs/configuration.md)."""


class Commands(click.Group):
    """Imports a command's module when the command is asked for: `check` does not wait for Kafka's client."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"cli.commands.{name}"), name)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="TOCSIN_CONFIG",
    help="The configuration file. [default: ./tocsin.yaml where there is one]",
)
@click.version_option(__version__, prog_name="tocsin", message="%(prog)s %(version)s")
@click.pass_context
def tocsin(ctx: click.Context, config_path: Path | None) -> None:
    """News alerts for watch officers: feeds in, explained alerts out, over Kafka."""
    ctx.obj = config_path


def main() -> None:
    """Run the command and end with its exit code; an operator's mistake is a message, never a traceback."""
    try:
        sys.exit(tocsin.main(prog_name="tocsin", standalone_mode=False))  # what a command's exit() was given
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except Exception:  # noqa: BLE001 -- the last one who can say so
        traceback.print_exc()
        click.echo("This is a fault of Tocsin's own. Please report the lines above.", err=True)
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
