"""Django settings. Values that differ between installations come from `placedev.env`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import django_stubs_ext
import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from areas.outlines import FOLDER as OUTLINES
from core.icons import SPRITE_FOLDER
from placedev.env import read_settings, tile_host
from placedev.failures import report_failures

# Lets forms and admin classes name their model in brackets, as the type checker reads them.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
CONF = read_settings()
PRODUCTION = CONF["MODE"] == "production"
TESTING = CONF["MODE"] == "test"
DEMO = CONF["DEMO"]
DEBUG = CONF["DEBUG"]
SECRET_KEY = CONF["SECRET_KEY"]
SECRET_KEY_FALLBACKS = CONF["SECRET_KEY_OLD"]
ALLOWED_HOSTS = CONF["ALLOWED_HOSTS"]
SITE_URL = CONF["SITE_URL"].rstrip("/")
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]
BACKUP_RECIPIENT = CONF["BACKUP_RECIPIENT"]
VAR_DIR = Path(CONF["VAR_DIR"] or BASE_DIR / "var")

# --- Apps -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "core",
    "people",
    "outbox",
    "notices",
    "jobs",
    "programmes",
    "areas",
    "places",
    "reminders",
    "plans",
    "grants",
    "continuity",
    "workshops",
    "surveys",
    "themes",
    "mapping",
    "facts",
    "calls",
    "learning",
    "reports",
    "published",
    "guide",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "core.admin_site.PlacedevAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.middleware.TurningMarksMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.RefusalMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "people.middleware.RegionSignInMiddleware",
    "people.middleware.ExportTrailMiddleware",
    "people.middleware.OpeningTrailMiddleware",
]

ROOT_URLCONF = "placedev.urls"
WSGI_APPLICATION = "placedev.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "django.template.context_processors.csp",
                "core.context_processors.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database, cache, sessions ----------------------------------------------------------


def _database(url: str) -> dict[str, Any]:
    if not url:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{VAR_DIR / 'placedev.sqlite3'}"
    config = dict(environ.Env.db_url_config(url))
    options = dict(config.get("OPTIONS") or {})
    if "sqlite" in str(config["ENGINE"]):
        # WAL and immediate transactions: the web threads and the in-process worker write
        # to one file, and a writer waits for its turn instead of failing.
        options |= {
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    else:
        if CONF["DATABASE_POOL"]:
            options["pool"] = {"min_size": 1, "max_size": CONF["DATABASE_POOL"]}
        else:
            config["CONN_MAX_AGE"] = 60
            config["CONN_HEALTH_CHECKS"] = True
        # Values are bound by the server, which keeps the plan of what a connection asks again.
        options["server_side_binding"] = True
        options["prepare_threshold"] = 2 if CONF["DATABASE_KEEP_PLANS"] else None
        # Estimates of our pages pass PostgreSQL's limit for compiling, and compiling takes
        # seconds where answering takes milliseconds.
        # From which likeness on a name is found with a wrong letter in it (core/search).
        ours = "-c jit=off -c pg_trgm.word_similarity_threshold=0.45"
        options["options"] = f"{options.get('options', '')} {ours}".strip()
    config["OPTIONS"] = options
    return config


DATABASES = {"default": _database(CONF["DATABASE_URL"])}

_IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES: dict[str, dict[str, Any]] = {
    # How often somebody tried to sign in: a stopped Redis must not shut people out.
    "default": (
        {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "core_counts",
            "TIMEOUT": 600,
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
        if PRODUCTION
        else _IN_MEMORY
    ),
    # All other counting; see core/throttle.py.
    "counts": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CONF["REDIS_URL"],
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        if CONF["REDIS_URL"]
        else _IN_MEMORY
    ),
}

# Sessions live in the database: a stopped Redis must not sign people out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_IDLE_SECONDS = CONF["SESSION_IDLE_MINUTES"] * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Accounts ---------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "people.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
# By account these are wide, as a stranger who guesses would shut out the owner otherwise. The
# narrow ones count by account and address together: people/limits.py.
SIGN_IN_LIMITS = {
    "login_failed": "10/m/ip,100/h/key",
    "request_login_code": "20/m/ip,15/m/key",
    "reset_password": "20/m/ip,15/m/key",
}
ACCOUNT_RATE_LIMITS: dict[str, str] | Literal[False] = False if TESTING else SIGN_IN_LIMITS
ACCOUNT_FORMS = {
    "request_login_code": "people.limits.RequestLoginCodeForm",
    "reset_password": "people.limits.ResetPasswordForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A change of password, address or second factor is told to the owner by letter.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
#: Whether roles that reach over several places want a second factor (people/second_factor.py).
SECOND_FACTOR = PRODUCTION
#: Models with which operators give and take rights.
_OPERATORS = (
    "mfa_authenticator",
    "people_assignment",
    "people_programmerole",
    "people_region",
    "people_regionrole",
    "people_user",
    "socialaccount_socialapp",
)
#: Forms that ask for it again: they move money, rights, many letters, or what all regions share.
SECOND_FACTOR_ROUTES = {
    "areas:import_again",
    "areas:imports",
    "calls:decide_confirm",
    "calls:letters",
    "calls:take_in",
    "grants:agree",
    "grants:claim_approve",
    "grants:claim_pay",
    "learning:directory_import_confirm",
    "learning:keeper_remove",
    "learning:keepers",
    "places:gate_decide",
    "places:role_add",
    "places:role_end",
    "places:table_coach",
    "places:table_write",
    "programmes:manager_add",
    "programmes:manager_end",
    "programmes:post_add",
    "programmes:post_end",
    "programmes:post_replace",
    "programmes:region_open",
    "reports:case",
    "outbox:campaign_approve",
    "outbox:campaign_release",
    "outbox:campaign_send_again",
    "outbox:parking_release",
    "surveys:approve",
    "surveys:invitation",
    "workshops:approve",
    "workshops:send",
    "workshops:send_to_new",
    *(
        f"admin:{model}_{act}"
        for model in _OPERATORS
        for act in ("add", "change", "delete", "changelist")
    ),
}
#: Of them those with a file: asked when the page is opened, as no file is kept over the question.
SECOND_FACTOR_BEFORE = {"areas:imports"}
MFA_ADAPTER = "people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "placedev"
# Passkeys need HTTPS; browsers make an exception for localhost, and so must the library.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
USERSESSIONS_TRACK_ACTIVITY = False

# --- Language, time, formats ------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
TIME_ZONE = CONF["TIME_ZONE"]
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"

# --- Files ------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(CONF["STATIC_ROOT"] or BASE_DIR / "staticfiles")
NODE_MODULES = BASE_DIR / "node_modules"
# Packages come from npm at set-up and are served from node_modules; only the folders that
# pages use are named, so that nothing else of a package is ever public.
VENDOR_FOLDERS = {
    "vendor/bootstrap": NODE_MODULES / "bootstrap" / "dist",
    "vendor/icons": SPRITE_FOLDER,  # generated at set-up
    "vendor/maps": OUTLINES,  # generated at set-up
    "vendor/leaflet": NODE_MODULES / "leaflet" / "dist",
    "vendor/leaflet.markercluster": NODE_MODULES / "leaflet.markercluster" / "dist",
    "vendor/htmx": NODE_MODULES / "htmx.org" / "dist",
    "vendor/tom-select": NODE_MODULES / "tom-select" / "dist" / "js",
    "vendor/source-sans-3": NODE_MODULES / "@fontsource-variable" / "source-sans-3",
}
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    *[(prefix, folder) for prefix, folder in VENDOR_FOLDERS.items() if folder.exists()],
]
MEDIA_ROOT = Path(CONF["MEDIA_ROOT"] or VAR_DIR / "media")
STORAGES = {
    # Evidence and letters: no address of their own, served only by views that ask the policy.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# Each test client has a WhiteNoise of its own; listing every static file anew takes 0.1 s.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
# Beyond what is packed already: source maps, which take a minute to pack and nobody fetches.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "woff", "woff2", "gz", "br"]
UPLOAD_MAX_BYTES = CONF["UPLOAD_MAX_MB"] * 1024 * 1024
#: Of one request: three of the largest files in one form, and its text.
BODY_MAX_BYTES = 3 * UPLOAD_MAX_BYTES + 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Mail: every letter becomes a row first; the outbox's worker hands it to "smtp" ------

DEFAULT_FROM_EMAIL = CONF["MAIL_FROM"]
SERVER_EMAIL = CONF["MAIL_FROM"]
MAIL_RETURN = CONF["MAIL_RETURN"]
#: Stands on the front page, for those who would like to know more.
CONTACT_ADDRESS = CONF["CONTACT_ADDRESS"]
MAIL_BOUNCES = CONF["MAIL_BOUNCES"]
BOUNCE_SECRET = CONF["BOUNCE_SECRET"]
MAIL_REPLIES = CONF["MAIL_REPLIES"]
OUTBOX_PER_DAY = CONF["OUTBOX_PER_DAY"]
OUTBOX_PER_MINUTE = CONF["OUTBOX_PER_MINUTE"]
OUTBOX_APPROVE_FROM = CONF["OUTBOX_APPROVE_FROM"]


def _smtp(url: str) -> dict[str, Any]:
    if not url:
        # Embedded: nobody to hand letters to. They are read in the browser, in the outbox.
        return {"BACKEND": "outbox.backends.KeepInOutbox"}
    parts = urlsplit(url)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


MAILERS = {
    "default": {"BACKEND": "outbox.backends.OutboxBackend"},
    "delivery": _smtp(CONF["MAIL_URL"]),
}

# --- Celery -----------------------------------------------------------------------------

CELERY_BROKER_URL = CONF["REDIS_URL"] or "memory://localhost/"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request must not hang when the broker is away: the row in the outbox is the truth.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 2, "socket_timeout": 5}
    if CONF["REDIS_URL"]
    else {"polling_interval": 0.05}
)
CELERY_TASK_PUBLISH_RETRY = False
# What takes long has a queue and workers of its own: no letter waits behind a report.
CELERY_TASK_ROUTES = {
    "jobs.*": {"queue": "jobs"},
    "facts.*": {"queue": "jobs"},
    "learning.check_links": {"queue": "jobs"},
}
#: In tests a job is done where it is asked for, unless the test says otherwise.
JOBS_AT_ONCE = TESTING
CELERY_BEAT_SCHEDULE = {
    "deliver-ready-letters": {"task": "outbox.deliver_ready", "schedule": 30.0},
    "look-after-jobs": {"task": "jobs.look", "schedule": 30.0},
    "sweep": {"task": "core.sweep", "schedule": 3600.0},
    "read-bounces": {"task": "outbox.read_bounces", "schedule": 300.0},
    # Each letter has a key, so that a clock that ticks often writes none twice.
    "remind": {"task": "reminders.run", "schedule": 1800.0},
    "pass-on-seats": {"task": "workshops.pass_on_seats", "schedule": 60.0},
    "remind-of-meetings": {"task": "workshops.remind", "schedule": 300.0},
    "look-after-surveys": {"task": "surveys.look", "schedule": 900.0},
    # Each is made once a day of its calendar, so that a clock that ticks often makes none twice.
    "make-own-reports": {"task": "reports.make_scheduled", "schedule": 3600.0},
    # Queries that are due are asked once a day, whichever tick comes first.
    "fetch-figures": {"task": "facts.fetch_due", "schedule": 3600.0},
    # A link is looked at once a week, whichever tick comes first.
    "check-links": {"task": "learning.check_links", "schedule": 3600.0},
    "questions-follow-coaches": {"task": "learning.follow_coaches", "schedule": 3600.0},
    # A keeper gets one letter a year, whichever tick comes first.
    "write-to-keepers": {"task": "learning.write_to_keepers", "schedule": 3600.0},
    "send-follow-ups": {"task": "continuity.follow_up", "schedule": 3600.0},
}

# --- Security ---------------------------------------------------------------------------

SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    # Map tiles, where the installation names a server of its own choice; nothing else from outside.
    "img-src": [CSP.SELF, "data:", *([tile_host(CONF["MAP_TILES"])] if CONF["MAP_TILES"] else [])],
    "font-src": [CSP.SELF],
    # Films of the library and their subtitles.
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
MAP_TILES: str = CONF["MAP_TILES"]
MAP_ATTRIBUTION: str = CONF["MAP_ATTRIBUTION"]
#: Limits by address count the one that our proxy names, and no header that anybody may send.
ALLAUTH_TRUSTED_PROXY_COUNT = int(PRODUCTION and CONF["BEHIND_PROXY"])
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if PRODUCTION:
    SECURE_SSL_REDIRECT = CONF["SECURE_COOKIES"]
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = CONF["HSTS_SUBDOMAINS"]
    SECURE_HSTS_PRELOAD = CONF["HSTS_PRELOAD"]
    SESSION_COOKIE_SECURE = CONF["SECURE_COOKIES"]
    CSRF_COOKIE_SECURE = CONF["SECURE_COOKIES"]
    if CONF["SECURE_COOKIES"]:
        SESSION_COOKIE_NAME = "__Host-sessionid"
        CSRF_COOKIE_NAME = "__Host-csrftoken"
    if CONF["BEHIND_PROXY"]:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Audit of field changes -------------------------------------------------------------

AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_USE_TEXT_CHANGES_IF_JSON_IS_NOT_PRESENT = False

METRICS_TOKEN = CONF["METRICS_TOKEN"]

# --- Statistical offices: who may be called, how often, for how much ---------------------

FACTS_SOURCES = CONF["FACTS_SOURCES"]
FACTS_TEST_HOSTS = CONF["FACTS_TEST_HOSTS"]
FACTS_CALLS = CONF["FACTS_CALLS"]
FACTS_CELLS = CONF["FACTS_CELLS"]
FACTS_SECONDS = CONF["FACTS_SECONDS"]
FACTS_MAX_MB = CONF["FACTS_MAX_MB"]
LIBRARY_LINK_CHECK = CONF["LIBRARY_LINK_CHECK"]

# --- Logging: who, what, when; never answers, notes or tokens ---------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "core.log_scrub.ScrubbingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": CONF["LOG_LEVEL"]},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # The development server's own lines: links with tokens stand in them too.
        "django.server": {"handlers": ["console"], "propagate": False},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if CONF["SENTRY_DSN"]:
    report_failures(CONF["SENTRY_DSN"], PRODUCTION)
