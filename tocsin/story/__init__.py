"""Which reports tell of one event: sketches of articles, what makes two alike, and the stories they belong to."""
