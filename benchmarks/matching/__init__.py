"""How fast the matcher is, beside engines that match exactly and a loop that matches loosely."""
