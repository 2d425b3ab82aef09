"""What every test may ask for."""

from hypothesis import settings

pytest_plugins = ["tests.brokers.fixtures"]

# How long an example takes says more about the machine than about the code; benchmarks measure speed.
settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")
