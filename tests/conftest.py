pytest_plugins = [
    "tests.fixtures.cases",
    "tests.fixtures.databases",
    "tests.fixtures.mail_server",
    "tests.fixtures.people",
    "tests.fixtures.scanner",
    "tests.fixtures.workers",
]
