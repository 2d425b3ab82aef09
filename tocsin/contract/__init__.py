"""What crosses Kafka: the events, their codec, and the topics that carry them."""
