"""Ctrl-C, SIGTERM and a closed terminal: the first asks to stop, the second to hurry."""

import asyncio
import signal

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Wish:
    """What the user or the system has asked for so far. Make it inside a running event loop."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.hurry = asyncio.Event()
        for number in ASKING:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # under nohup
                asyncio.get_running_loop().add_signal_handler(number, self.ask)

    def ask(self) -> None:
        """Stop; if that was asked before, hurry."""
        (self.hurry if self.stop.is_set() else self.stop).set()
