"""All settings of the project; what differs between installations is in `cms.environment`."""

from typing import Any

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from cms.client_address import networks
from cms.environment import BASE_DIR, ENVIRONMENT
from cms.storage import media_storage

env = environ.Env(**{name: (row.type, row.default) for name, row in ENVIRONMENT.items()})

# With only these two set, the settings are safe for production; DEBUG=1 is development.
DEBUG = env("DEBUG")
SECRET_KEY = env("SECRET_KEY") or ("development only, never in production " * 2 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Give the environment a SECRET_KEY of at least 50 random "
        "characters (see .env.example), or DEBUG=1 for development on your own machine."
    )
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
SITE_URL = env("SITE_URL")

INSTALLED_APPS = [
    "pages",
    "feedback",
    # After the apps that register with it.
    "cms.search",
    "cms.response_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "pages.admin.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_tasks",
    # Before django_tasks_db, whose command it replaces.
    "cms.worker",
    "django_tasks_db",
    "captcha",
    "corsheaders",
    "graphene_django",
    "grapple",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "cms",
]

MIDDLEWARE = [
    "cms.health.forwarded.UnexpectedProxy",
    "django.middleware.security.SecurityMiddleware",
    "cms.security.headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.graphql.http.hosts.KnownHosts",
    "cms.graphql.http.cookies.WithoutCookies",
    "feedback.resident.middleware.ResidentPrivacy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.middleware.PathLanguageMiddleware",
    "pages.middleware.AdminViewMiddleware",
    "pages.middleware.RefusedDeletionMiddleware",
    "pages.middleware.PreviewFrameMiddleware",
    # Last: the first to see an error of a view.
    "cms.outages.responses.Outages",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # First, so that apps' templates do not override the project's error pages.
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
database_options = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: writers wait for each other. With Django's default, a transaction that reads first
    # and writes later fails with "database is locked".
    database_options["transaction_mode"] = "IMMEDIATE"
    database_options["timeout"] = 20
    # Per thread: 500 kB of pages (the system caches the file anyway) and 24 prepared statements,
    # which saves 12 MB per process.
    database_options["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-500;"
    )
    database_options["cached_statements"] = 24
else:
    # Parameters are bound on the server, so that a failed INSERT is logged without values.
    database_options["server_side_binding"] = True
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Fail quickly if the server does not respond.
    database_options.setdefault("connect_timeout", 5)
    database_options.setdefault("tcp_user_timeout", 10_000)
# Opening a SQLite file reads the whole schema: a sixth of the time of an uncached list.
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES = {"default": env.cache("CACHE_URL")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 10_000}
elif CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "cms.response_cache.redis_cache.RedisCache"
RESPONSE_CACHE_MB = env("RESPONSE_CACHE_MB")
# Name of the cache in the Cache-Status header.
RESPONSE_CACHE_NAME = "medskap"
# Files that responses depend on: processes share responses only while these are the same.
RESPONSE_CACHE_FILES = [
    BASE_DIR / part for part in ("cms", "pages", "feedback", "requirements.txt")
]
CDN_SECONDS = env("CDN_SECONDS")
if env("PURGE_URL"):
    # Purges the URLs of pages; `cms.response_cache.purging` those of the API and the feeds.
    INSTALLED_APPS.append("wagtail.contrib.frontend_cache")
    WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": env("PURGE_URL"),
        }
    }
# In the database, so that editors stay logged in while the cache is down.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Languages of the search index, each with the name of its Snowball stemmer. On PostgreSQL, adding a
# language requires a migration that creates its text search configuration.
SEARCH_STEMMERS = {"sv": "swedish", "en": "english"}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.admin_backend"}}

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT")
STORAGES = {
    "default": media_storage(env("MEDIA_STORAGE_URL")),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Languages ----------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
# Times in forms are in the city's time zone, for every editor.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# --- Wagtail and what comes with it ---------------------------------------------------------------
WAGTAIL_SITE_NAME = "Medskap"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "pages.ContentImage"
# As cameras make them; Wagtail's default is 10 MB. `cms.web_server` limits all uploads.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "pages.ContentDocument"
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"),
    # Subtitles.
    *("srt", "vtt"),
]
# Below the limit of the proxy for a whole request (50 MB).
WAGTAILDOCS_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
# Wagtail's default, named here because the other limits are. No SVG: it can contain scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.outages.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.outages.uploads.DocumentForm"
# Also from an object store, whose URLs do not check private collections.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# No requests to third parties, for avatars or version checks.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Models are registered one by one in pages/graphql/type_registration.py.
GRAPPLE: dict[str, list[str] | str] = {
    "APPS": [],
    "ALLOWED_IMAGE_FILTERS": [],
    "PAGE_INTERFACE": "pages.graphql.interface.PageInterface",
}
# Settings of the engine: the path of the endpoint, the folder of the contract's operations, and the
# salt of the signatures of cursors.
GRAPHQL_PATH = "/graphql/"
GRAPHQL_OPERATIONS = BASE_DIR / "frontend_contract" / "operations"
GRAPHQL_CURSOR_SALT = "medskap.graphql.cursor"
GRAPHQL_INTROSPECTION = DEBUG or env("GRAPHQL_INTROSPECTION")
TRUSTED_DOCUMENTS = env("TRUSTED_DOCUMENTS")
TRUSTED_DOCUMENTS_ONLY = env("TRUSTED_DOCUMENTS_ONLY")
GRAPHIQL = (DEBUG or env("GRAPHIQL")) and not TRUSTED_DOCUMENTS_ONLY

# --- Security -----------------------------------------------------------------------------------
CSRF_TRUSTED_ORIGINS = env("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env("TRUSTED_PROXIES")
RATE_LIMIT = env("RATE_LIMIT")
RATE_LIMIT_EXEMPT = networks(env("RATE_LIMIT_EXEMPT"), "RATE_LIMIT_EXEMPT")
if proxy_https_header := env("PROXY_HTTPS_HEADER"):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{proxy_https_header.upper().replace('-', '_')}", "https")
    SECURE_SSL_REDIRECT = True
# Health checks come from the machine itself, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 0 if DEBUG else env("HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    # Browsers accept such a cookie from this host over HTTPS only, not from another subdomain.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURITY_CONTACT = env("SECURITY_CONTACT")
# Wagtail shows previews in a frame of its own pages, which DENY (recommended by W019) would break.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
# The first one makes new hashes; a hash of another one is replaced when its user logs in.
PASSWORD_HASHERS = [
    "cms.accounts.password_hasher.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.login.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.login.PasswordResetForm"  # noqa: S105
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
CORS_ALLOWED_ORIGINS = env("FRONTEND_ORIGINS")
CORS_URLS_REGEX = rf"^{GRAPHQL_PATH}?$"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
# Headers of GraphQL clients, besides those that browsers always allow.
CORS_ALLOW_HEADERS = [
    "accept",
    "apollographql-client-name",
    "apollographql-client-version",
    "content-type",
    "if-none-match",
]
# Headers that scripts need for waiting times and revalidation.
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
# Wagtail's admin has inline styles and scripts, and previews in frames.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
}

# --- Feedback -----------------------------------------------------------------------------------
# Keys the hashes of receipts; a key of its own survives a change of SECRET_KEY.
FEEDBACK_KEY = env("FEEDBACK_KEY") or SECRET_KEY
# Shown while the database, which contains all other contacts, is down.
CONTACT_PHONE = env("CONTACT_PHONE")
CONTACT_EMAIL = env("CONTACT_EMAIL")
# Our own challenges, from `secrets`, with the picture's letters and a question.
CAPTCHA_CHALLENGE_FUNCT = "feedback.captcha.challenge.draw_challenge"
CAPTCHA_LENGTH = 5
CAPTCHA_TIMEOUT = 30
# A pool would give one key to several people.
CAPTCHA_GET_FROM_POOL = False
CAPTCHA_TEST_MODE = False

# --- Running ------------------------------------------------------------------------------------
WEB_PROCESSES = env("WEB_PROCESSES")
WEB_THREADS = env("WEB_THREADS")
vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL")
# No error mails: they would contain the whole request and its sender.
ADMINS: list[tuple[str, str]] = []
MANAGERS = ADMINS

LOG_FORMAT = env("LOG_FORMAT")
if LOG_FORMAT not in {"text", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; it must be text or json.")
METRICS_PORT = env("METRICS_PORT")
METRICS_HOST = env("METRICS_HOST")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "with_request_id": {"()": "cms.observability.log_filter.WithRequestId"},
        "without_visitor": {"()": "cms.log_filters.WithoutVisitor"},
        "without_rows": {"()": "feedback.intake.log_filters.WithoutRows"},
    },
    "formatters": {
        "text": {
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
        "json": {"()": "cms.observability.log_format.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": LOG_FORMAT,
            "filters": ["with_request_id", "without_visitor", "without_rows"],
        },
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    "loggers": {
        # Without Django's handlers: one sends mails, and both log requests.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        # Below ERROR these log the URL of every missing page.
        "django.request": {"level": "ERROR", "filters": ["without_visitor"]},
        "django.security": {"level": "ERROR", "filters": ["without_visitor"]},
        # Its messages and tracebacks contain the requested host name.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # At DEBUG these log residents' input: template variables and SQL parameters.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        "apscheduler": {"level": "WARNING"},
    },
}
