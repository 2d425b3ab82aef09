"""The exit codes that `streams` and `cli` both name: neither room may import the other."""

from cli import exits
from streams import sender, watchdog


def test_a_worker_ends_with_the_codes_that_the_supervisor_explains() -> None:
    assert sender.EXIT_UNSENT == exits.UNSENT
    assert watchdog.EXIT_UNHEALTHY == exits.UNHEALTHY
    assert watchdog.EXIT_SHUTDOWN_DEADLINE == exits.SHUTDOWN_TOO_LONG
    assert {exits.UNSENT, exits.UNHEALTHY, exits.SHUTDOWN_TOO_LONG} <= exits.ENDINGS.keys()
