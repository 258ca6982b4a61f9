import gc
import os

from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pcc_oversight.settings")

application = get_wsgi_application()

# Django looks at the database only when it migrates. We look before serving: production never runs
# beside a demonstration account.
if faults := run_checks(tags=[Tags.database], databases=["default"]):
    raise SystemCheckError("\n".join(map(str, faults)))

# What is loaded by now stays loaded. To look through it for garbage would hold up a page now and then for
# a tenth of a second.
gc.collect()
gc.freeze()
