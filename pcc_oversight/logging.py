"""Structured logs, one JSON object a line in production, with nobody's personal data in them."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Whose everyday messages are worth keeping; of all others, warnings.
TALKATIVE = ("django", "celery", "casework", "complaints", "conduct", "interests", "legitimacy", "reporting")

EMAIL_ADDRESS = re.compile(r"[^\s<>\"'(]+@[^\s<>\"')]+")
# Whoever reads a log could use the link before the person it was sent to.
RESET_KEY = re.compile(r"(password/reset/key/)[^\s\"'<>]+")
# PostgreSQL repeats the row it refused: DETAIL: Key (email)=(…) already exists.
REFUSED_ROW = re.compile(r"(DETAIL|CONTEXT|STATEMENT):.*")


def without_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Strike out e-mail addresses, keys of reset links and rows the database quotes, tracebacks included."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = EMAIL_ADDRESS.sub("[address]", REFUSED_ROW.sub(r"\1: [row]", value))
            event[key] = without_reset_key(event[key])
    return event


def without_reset_key(text: str) -> str:
    return RESET_KEY.sub(r"\1[key]", text)


def configuration(*, as_json: bool) -> dict[str, Any]:
    """The value of Django's LOGGING; structlog's own loggers end up in the same place."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    render = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_personal_data,
                    render,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        # Django's own handler, taken away here, would mail whole requests to the administrators.
        "loggers": {room: {"handlers": [], "level": "INFO"} for room in TALKATIVE},
    }
