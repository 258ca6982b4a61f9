"""Settings, read from the environment and grouped as Django's documentation groups them.

`OVERSIGHT_MODE` is the only switch: absent means production, where a missing secret stops the
start; `local` is what `script/server` writes to `var/env`; `test` is the test suite.
"""

from importlib.util import find_spec
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from pcc_oversight import logging

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# The file that script/server writes. The environment wins over it; production and tests read none of it.
if env.str("OVERSIGHT_MODE", default="local") == "local":
    env.read_env(BASE_DIR / "var" / "env")

OVERSIGHT_MODE = env.str("OVERSIGHT_MODE", default="production")
PRODUCTION = OVERSIGHT_MODE == "production"

# Core

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS") if PRODUCTION else env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
)
SITE_ADDRESS = (
    env.str("SITE_ADDRESS") if PRODUCTION else env.str("SITE_ADDRESS", default="http://127.0.0.1:8000")
)
ROOT_URLCONF = "pcc_oversight.urls"
WSGI_APPLICATION = "pcc_oversight.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    # A developer's tool, which keeps migrations in one line: not in requirements.lock.
    *(["django_linear_migrations"] if find_spec("django_linear_migrations") else []),
    "govuk",
    "casework.trail",
    "casework.outbox",
    "casework.people",
    "casework.cases",
    "casework.deadlines",
    "casework.documents",
    "casework.approvals",
    "casework.letters",
    "casework.desk",
    "complaints",
    "conduct",
    "interests",
    "legitimacy",
    "reporting",
    "demonstration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pcc_oversight.middleware.refuse_nul_in_address",
    "pcc_oversight.middleware.keep_nothing_of_a_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casework.people.session_end.SessionEnds",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "casework.people.middleware.SecondFactorRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "casework.people.context.office",
            ],
            "builtins": ["govuk.templatetags.govuk", "crispy_forms.templatetags.crispy_forms_tags"],
        },
    }
]

# Database

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Pages read few rows of many, from solid-state disks: an index is nearly always right, compiling never is.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c random_page_cost=1.1 -c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches: failed tries are counted in the database, so that every process counts the same ones and
# they are counted while Redis is down; what a process keeps for itself stays in its memory.

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "tries"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Sign-in

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["casework.people.backends.PostBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "casework.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "casework.people.forms.SignInForm",
    "reset_password": "casework.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "casework.people.forms.NewPasswordForm",
    "change_password": "casework.people.forms.ChangePasswordForm",
    "reauthenticate": "casework.people.forms.ConfirmPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/15m/ip,5/15m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
PASSWORD_RESET_TIMEOUT = 60 * 60
# Whose addresses in X-Forwarded-For to believe when counting tries: our own reverse proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
MFA_ADAPTER = "casework.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "casework.people.forms.CodeForm",
    "reauthenticate": "casework.people.forms.ConfirmCodeForm",
    "activate_totp": "casework.people.forms.ActivateAppForm",
    "add_webauthn": "casework.people.forms.AddPasskeyForm",
    "edit_webauthn": "casework.people.forms.RenamePasskeyForm",
}
# allauth guards against accounts made by strangers; here the administrator makes them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "PCC Oversight"
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
# Single sign-on by OpenID Connect, when an office gives the address of its provider.
OIDC_SERVER = env.str("OIDC_SERVER", default="")
SOCIALACCOUNT_ADAPTER = "casework.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "office",
                "name": env.str("OIDC_NAME", default="your work account"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else []
    }
}

# Sessions and security

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_LONGEST = env.int("SESSION_COOKIE_AGE", default=8 * 60 * 60)
SESSION_IDLE = env.int("SESSION_IDLE", default=45 * 60)
# The session outlives both, so that whoever comes back soon after is told why it ended.
SESSION_COOKIE_AGE = SESSION_LONGEST + SESSION_IDLE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "pcc_oversight.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, OIDC_SERVER] if OIDC_SERVER else [SELF],
        "frame-ancestors": [NONE],
    }
}

# Keys of our own: the trail's chain and the complainants' access codes

TRAIL_KEYS = env.dict("TRAIL_KEYS")  # key_id=secret pairs; the last one signs
ACCESS_CODE_KEY = env.str("ACCESS_CODE_KEY")

# Mail

if PRODUCTION or env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "casework.outbox.mailfiles.FileBackend"
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", default=str(BASE_DIR / "var" / "mail"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
# Longer than the slowest mail server takes with the largest letter: EMAIL_TIMEOUT ends each step sooner.
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", default=600)
OUTBOX_SWEEP_SECONDS = env.float("OUTBOX_SWEEP_SECONDS", default=60)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="PCC Oversight <office@office.example>")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "documents"))
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production files are served from where they lie, with no collectstatic.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "casework.documents.uploading.BoundedUploadHandler",
]
DOCUMENT_SIZE_LIMIT = env.int("DOCUMENT_SIZE_LIMIT", default=20 * 1024 * 1024)
LETTER_FONTS = Path(env.str("LETTER_FONTS", default=str(BASE_DIR / "node_modules" / "@expo-google-fonts")))
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")  # the path of a Unix socket, or host:port
if PRODUCTION and not CLAMD_ADDRESS:
    raise ImproperlyConfigured("Set CLAMD_ADDRESS: production does not run without a virus scanner.")
if env.str("DOCUMENT_BUCKET", default=""):
    # S3-compatible storage; nothing in it is ever public, and the application serves every file itself.
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("DOCUMENT_BUCKET"),
            "endpoint_url": env.str("DOCUMENT_BUCKET_ENDPOINT", default=None),
            "region_name": env.str("DOCUMENT_BUCKET_REGION", default=None),
            "access_key": env.str("DOCUMENT_BUCKET_ACCESS_KEY"),
            "secret_key": env.str("DOCUMENT_BUCKET_SECRET_KEY"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Forms

CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"

# Logs

LOGGING = logging.configuration(as_json=PRODUCTION)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Celery: Redis carries work but remembers nothing; the database does

CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A request that finds no broker goes on within about a second; the sweep asks again.
    "socket_connect_timeout": 0.5,
    "socket_timeout": 1.0,
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.1,
    # A task that no worker acknowledged is given to another after this long.
    "visibility_timeout": 15 * 60,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
REMINDER_SWEEP_SECONDS = env.float("REMINDER_SWEEP_SECONDS", default=300)
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "outbox-sweep": {
        "task": "casework.outbox.tasks.sweep",
        "schedule": OUTBOX_SWEEP_SECONDS,
        # Sweeps that nobody ran while the workers were away need not all be run when they return.
        "options": {"expires": 60},
    },
    "trail-checkpoint": {
        "task": "casework.trail.tasks.make_checkpoint",
        "schedule": crontab(hour=0, minute=10),
    },
    "due-reminders": {
        "task": "casework.deadlines.tasks.send_due_reminders",
        "schedule": REMINDER_SWEEP_SECONDS,
        "options": {"expires": 300},
    },
    "approvals-put-again": {
        "task": "casework.approvals.tasks.put_waiting_again",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    # From eight o'clock; asked again all day, so that a worker that was down catches up.
    "morning-digests": {
        "task": "casework.deadlines.tasks.send_morning_digests",
        "schedule": crontab(hour="8-19", minute="*/10"),
        "options": {"expires": 600},
    },
    "complaints-old-drafts": {
        "task": "complaints.tasks.delete_old_drafts",
        "schedule": crontab(hour=3, minute=20),
    },
    "complaints-shuffle-equality-answers": {
        "task": "complaints.tasks.shuffle_equality_answers",
        "schedule": crontab(hour=3, minute=30),
    },
    "self-check": {
        "task": "casework.desk.tasks.check_everything",
        "schedule": crontab(hour=3, minute=40),
    },
    "strays": {
        "task": "casework.desk.tasks.remove_strays",
        "schedule": crontab(hour=3, minute=50),
    },
    "documents-sweep": {
        "task": "casework.documents.tasks.sweep_quarantine",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
