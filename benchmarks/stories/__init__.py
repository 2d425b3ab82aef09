"""How well, how fast and in how many bytes reports are put into stories: `make bench-stories`."""
