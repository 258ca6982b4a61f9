pytest_plugins = ["tests.fixtures.people", "tests.fixtures.cases"]
