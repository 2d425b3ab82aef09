"""Where outgoing connections may lead."""
