"""Sample feeds of our own: invented news in six languages, with the traps that real feeds hold."""
