"""Where we may be led: which addresses and hosts an outgoing connection must not reach."""
