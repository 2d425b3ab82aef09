"""What came of reading the watchlists folder anew: a closed list, which is the metric's label values too."""

from typing import Literal

ReloadOutcome = Literal[
    "good",  # in use is what the folder holds
    "faulty",  # the same, but for files at fault: their last good versions stay
    "failed",  # our own code raised on it: everything stays
]
