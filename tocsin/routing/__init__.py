"""Who is told of an alert, and how: the tree of routes, quiet hours, silences, inhibition."""
