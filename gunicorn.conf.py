from typing import Any

from gunicorn import glogging

from pcc_oversight.logging import without_reset_key


class Logger(glogging.Logger):
    """Logs each path as it was sent, still encoded: a line break in one would forge a line of the log.

    The key of a password-reset link is left out: whoever reads the log could use it first.
    """

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        path = without_reset_key(req.uri.partition("?")[0])
        return {**super().atoms(resp, req, environ, request_time), "U": path}


# Paths without their query strings: what people search for is nobody's business.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logger_class = Logger
