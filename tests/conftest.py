pytest_plugins = [
    "tests.fixtures.cases",
    "tests.fixtures.mail_server",
    "tests.fixtures.people",
    "tests.fixtures.scanner",
]
