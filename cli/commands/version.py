"""`tocsin version`"""

import json
import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

import click

from cli import options
from tocsin import __version__

SHOWN = ("faust-streaming", "mode-streaming", "aiokafka", "feedparser", "rapidfuzz", "noida-db")

EPILOG = """\b
Examples:
  tocsin version
  tocsin version --json"""


@click.command(epilog=EPILOG, short_help="Say which version this is, and of what it is made.")
@options.as_json
def version(as_json: bool) -> None:
    """Say which version this is, and the versions of what matters under it."""
    versions = {"tocsin": __version__, "python": platform.python_version(), **_packages()}
    if as_json:
        click.echo(json.dumps(versions))
        return
    for name, number in versions.items():
        click.echo(f"{name} {number}")


def _packages() -> dict[str, str]:
    found = {}
    for name in SHOWN:
        try:
            found[name] = installed(name)
        except PackageNotFoundError:  # an optional one
            found[name] = "not installed"
    return found
