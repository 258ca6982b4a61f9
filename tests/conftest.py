pytest_plugins = ["tests.fixtures.people", "tests.fixtures.cases", "tests.fixtures.mail_server"]
