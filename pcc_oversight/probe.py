"""`python -m pcc_oversight.probe`: is this container's web server up? Exit 0 if it is."""

import os
import urllib.request

# As the proxy would ask: by the site's own name, and over TLS.
AS_THE_PROXY = {"Host": os.environ["ALLOWED_HOSTS"].split(",")[0], "X-Forwarded-Proto": "https"}

urllib.request.urlopen(
    urllib.request.Request("http://127.0.0.1:8000/healthz", headers=AS_THE_PROXY), timeout=5
)
