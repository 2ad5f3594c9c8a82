"""Django's settings, from the environment only. `docs/reference/settings.md` explains every variable.

Policies (password rules, lockout, session length) are dated rows that officials edit, not settings.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jiangxin.config import environment
from jiangxin.config.postgres import connection_settings

PACKAGE = Path(__file__).resolve().parents[1]

# ── The installation ────────────────────────────────────────────────────────────────────────────

JIANGXIN_HOME = environment.home()
DEBUG = environment.flag("JIANGXIN_DEBUG")
SECRET_KEY = environment.secret_key(JIANGXIN_HOME)
#: Whether demonstration data belongs into this installation (it is marked as such on every page).
JIANGXIN_DEMO = environment.flag("JIANGXIN_DEMO")
#: Password of all demonstration accounts, which work in that mode only.
JIANGXIN_DEMO_PASSWORD = environment.text("JIANGXIN_DEMO_PASSWORD", "Jiangxin-Demo-1")
#: The day on which the demonstration stands still; without it, and always outside the mode, today is today.
JIANGXIN_TODAY = environment.day("JIANGXIN_DEMO_DATE", "2024-09-30") if JIANGXIN_DEMO else None
#: Whether browsers reach the installation by https; cookies then travel by https only.
JIANGXIN_HTTPS = environment.flag("JIANGXIN_HTTPS")
ALLOWED_HOSTS = environment.words("JIANGXIN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if JIANGXIN_HTTPS else []
MEDIA_ROOT = JIANGXIN_HOME / "files"

# ── Rooms and libraries ─────────────────────────────────────────────────────────────────────────

#: Our packages, the lower floor first; a room sees only those before it.
ROOMS = [
    "jiangxin.kernel",
    "jiangxin.people",
    "jiangxin.audit",
    "jiangxin.evidence",
    "jiangxin.workflow",
    "jiangxin.exchange",
    "jiangxin.desk",
    "jiangxin.reporting",
    "jiangxin.planning",
    "jiangxin.supervision",
    "jiangxin.appraisal",
    "jiangxin.api",
    "jiangxin.site",
    "jiangxin.demo",
]

INSTALLED_APPS = [
    # Templates and translations of the rooms win over those of the libraries.
    *reversed(ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # No page without sign-in unless its view says so; the public ones are listed in a test.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiangxin.people.middleware.ActorMiddleware",
    "jiangxin.people.middleware.AccountDutyMiddleware",
    "jiangxin.people.middleware.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "jiangxin.config.urls"
WSGI_APPLICATION = "jiangxin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "jiangxin.desk.context.shell",
            ],
        },
    },
]

FORM_RENDERER = "jiangxin.desk.interfaces.rendering.Renderer"

# ── Database, cache, background work ────────────────────────────────────────────────────────────

DATABASE_URL = environment.text("DATABASE_URL")
_DATABASE = environment.database_from_url(DATABASE_URL) if DATABASE_URL else connection_settings(JIANGXIN_HOME)
DATABASES = {
    "default": {
        **_DATABASE,
        # The database plans a statement once for each connection instead of every time it is asked (decision 0014).
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **_DATABASE["OPTIONS"]},
        "CONN_MAX_AGE": 60,
        # A killed database server must not make every open connection fail once.
        "CONN_HEALTH_CHECKS": True,
    },
}

# Lockouts and rate limits must hold over all processes, hence a cache that they share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Triggers (history, state guards, write path) follow from the models, so they are installed after every
# migrate from what the code says; a migration for each would only repeat it.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    },
}

# ── Languages and time ──────────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "jiangxin_language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = environment.text("JIANGXIN_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True

# ── Files served to browsers ────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
#: Where `up` collects and fingerprints the files; until it has (tests), they are served from where they are.
JIANGXIN_STATIC = JIANGXIN_HOME / "static"
COLLECTED = not DEBUG and (JIANGXIN_STATIC / "staticfiles.json").is_file()
STATIC_ROOT = JIANGXIN_STATIC if COLLECTED else None
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "jiangxin.config.staticfiles.VersionedStorage"
            if COLLECTED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# ── Accounts ────────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["jiangxin.people.adapter.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jiangxin.people.domain.passwords.PolicyPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "jiangxin.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Lock-out is by the policy that officials edit (people.adapter), not by fixed rates.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_TOTP_ISSUER = "Jiangxin"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are a little off
MFA_FORMS = {"authenticate": "jiangxin.people.adapter.SecondFactorForm"}

# ── Mail ────────────────────────────────────────────────────────────────────────────────────────

#: Without a server no letter is sent; notices then appear on the desk only.
EMAIL_HOST = environment.text("JIANGXIN_SMTP_HOST")
EMAIL_PORT = environment.number("JIANGXIN_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("JIANGXIN_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("JIANGXIN_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("JIANGXIN_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("JIANGXIN_MAIL_FROM", "jiangxin@localhost")

# ── Safety ──────────────────────────────────────────────────────────────────────────────────────

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = JIANGXIN_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "jiangxin_session"
CSRF_COOKIE_NAME = "jiangxin_csrf"
SECURE_SSL_REDIRECT = JIANGXIN_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if JIANGXIN_HTTPS else 0
#: Set when a reverse proxy in front sets X-Forwarded-Proto itself, and removes one sent by a browser.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("JIANGXIN_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "jiangxin.people.middleware.NoStrangers",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ── API ─────────────────────────────────────────────────────────────────────────────────────────

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["jiangxin.api.interfaces.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "jiangxin.api.interfaces.errors.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Jiangxin",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["jiangxin.api.interfaces.schema.only_ours"],
    # Choices stand where they are used: columns of the same name have different ones.
    "POSTPROCESSING_HOOKS": [],
}

# ── Log ─────────────────────────────────────────────────────────────────────────────────────────

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname:<7} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("JIANGXIN_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # A line for every task begun and ended would drown the rest; failures are errors.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "ERROR"},
        # Without this, Django would add its own second console handler in debug mode.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # One line for every trigger at every migrate would bury the rest.
        "pgtrigger": {"level": "WARNING"},
    },
}
