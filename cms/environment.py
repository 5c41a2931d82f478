"""The environment variables of an installation."""

from pathlib import Path
from typing import Any, NamedTuple

BASE_DIR = Path(__file__).resolve().parent.parent


class Variable(NamedTuple):
    """The type of a variable, its default, and its description for the README."""

    type: type
    default: Any
    description: str


ENVIRONMENT = {
    "SECRET_KEY": Variable(
        str,
        "",
        ("Key for signing sessions, cursors and tokens; at least 50 random characters. Required."),
    ),
    "FEEDBACK_KEY": Variable(
        str,
        "",
        (
            "Key for hashing residents' receipts; default: `SECRET_KEY`. After a change, "
            "existing receipts no longer work."
        ),
    ),
    "ALLOWED_HOSTS": Variable(list, [], "Host names of this installation. Required in production."),
    "DEBUG": Variable(
        bool,
        False,
        "Development mode: detailed error pages, GraphiQL, no HTTPS. Never use it in production.",
    ),
    "DATABASE_URL": Variable(
        str,
        f"sqlite:///{BASE_DIR / 'var' / 'medskap.sqlite3'}",
        "Database: `postgres://user:password@host/name` or `sqlite:////path/to/file`.",
    ),
    "CACHE_URL": Variable(
        str,
        "locmemcache://medskap",
        (
            "Cache: `redis://host:6379/0` for Valkey or Redis. The default is a cache inside the "
            "process."
        ),
    ),
    "RESPONSE_CACHE_MB": Variable(
        int,
        5,
        (
            "Memory per web process for cached responses of `/graphql/`, in megabytes; 0 turns "
            "the cache off."
        ),
    ),
    "CDN_SECONDS": Variable(
        int,
        5,
        (
            "How long a CDN may cache a response of `/graphql/` before it revalidates "
            "it, in seconds."
        ),
    ),
    "PURGE_URL": Variable(
        str,
        "",
        (
            "URL of an HTTP cache, such as `http://varnish:6081`, that receives `PURGE` requests "
            "when content changes."
        ),
    ),
    "SITE_URL": Variable(
        str,
        "http://localhost:8000",
        "Public URL of the admin and the feedback form; used in mails, previews and on posters.",
    ),
    "CSRF_TRUSTED_ORIGINS": Variable(
        list, [], "Origins whose forms are accepted, if different from the host."
    ),
    "FRONTEND_ORIGINS": Variable(
        list, [], "Origins of front ends whose browsers may call `/graphql/` (CORS)."
    ),
    "TRUSTED_PROXIES": Variable(
        int,
        0,
        ("Number of proxies in front that append to `X-Forwarded-For`; 0 ignores that header."),
    ),
    "RATE_LIMIT": Variable(
        int,
        600,
        (
            "Maximum number of GraphQL requests per minute and address that the cache cannot "
            "answer; 0: unlimited."
        ),
    ),
    "RATE_LIMIT_EXEMPT": Variable(
        list,
        [],
        (
            "Addresses and networks exempt from the rate limit, such as a front end's servers "
            "(`192.0.2.7`, `2001:db8::/48`)."
        ),
    ),
    "PROXY_HTTPS_HEADER": Variable(
        str,
        "",
        (
            "Header in which the proxy states that the request used HTTPS (`X-Forwarded-Proto`). "
            "If set, plain HTTP is redirected."
        ),
    ),
    "HSTS_SECONDS": Variable(
        int, 31_536_000, "How long browsers use only HTTPS (HSTS), in seconds; 0 turns it off."
    ),
    "GRAPHIQL": Variable(
        bool,
        False,
        "Serve GraphiQL at `/graphiql/` in production; in development it is always served.",
    ),
    "GRAPHQL_INTROSPECTION": Variable(
        bool,
        False,
        (
            "Allow introspection, and suggest names in errors, in production; in development "
            "both are always on. The schema is published as a file in any case."
        ),
    ),
    "TRUSTED_DOCUMENTS": Variable(
        str,
        "",
        (
            "Folder with GraphQL documents of your front ends that can be called by their hash, "
            "in addition to the contract's: `.graphql` files, or manifests (`.json`) of Apollo, "
            "codegen or Relay."
        ),
    ),
    "TRUSTED_DOCUMENTS_ONLY": Variable(
        bool,
        False,
        "Execute only known documents and refuse all others; GraphiQL is then not served.",
    ),
    "HOST": Variable(str, "127.0.0.1", "Address that the web server listens on."),
    "PORT": Variable(int, 8000, "Port that the web server listens on."),
    "WEB_PROCESSES": Variable(
        int, 1, ("Number of web processes; more than one requires a shared `CACHE_URL`.")
    ),
    "WEB_THREADS": Variable(int, 4, "Threads per web process."),
    "MEDIA_ROOT": Variable(
        str,
        str(BASE_DIR / "var" / "media"),
        ("Folder of uploaded files, if they are stored on disk."),
    ),
    "MEDIA_STORAGE_URL": Variable(
        str,
        "",
        "Object store for uploaded files: `s3://key:secret@host/bucket?region=name`.",
    ),
    "EMAIL_URL": Variable(
        str, "consolemail://", "Mail server: `smtp+tls://user:password@host:587`."
    ),
    "DEFAULT_FROM_EMAIL": Variable(str, "medskap@example.org", "Sender of mails to editors."),
    "CONTACT_PHONE": Variable(
        str,
        "",
        (
            "Phone number of the city, shown when feedback cannot be saved because the database "
            "is down."
        ),
    ),
    "CONTACT_EMAIL": Variable(str, "", "E-mail address of the city, shown on the same page."),
    "SECURITY_CONTACT": Variable(
        str,
        "",
        (
            "Where to report a vulnerability (`mailto:security@example.org` or an `https:` URL), "
            "for `/.well-known/security.txt`; without it, 404."
        ),
    ),
    "LOG_LEVEL": Variable(str, "INFO", "Minimum severity of logged messages."),
    "LOG_FORMAT": Variable(str, "text", "Format of logged lines: `text` or `json`."),
    "METRICS_PORT": Variable(
        int, 0, "Port on which the web process serves Prometheus metrics; 0 turns them off."
    ),
    "METRICS_HOST": Variable(
        str, "127.0.0.1", "Address that `METRICS_PORT` listens on; visitors must not reach it."
    ),
}


def markdown_table() -> str:
    """Return the README's table; paths are relative to the project's folder."""
    rows = ["| Variable | Type | Default | Description |", "|---|---|---|---|"]
    for name, variable in ENVIRONMENT.items():
        default = str(variable.default).replace(f"{BASE_DIR}/", "")
        if isinstance(variable.default, list):
            default = ",".join(variable.default)
        shown = f"`{default}`" if default else ""
        rows.append(f"| `{name}` | {variable.type.__name__} | {shown} | {variable.description} |")
    return "\n".join(rows) + "\n"
