"""What the environment may say about an installation: one row a variable."""

from pathlib import Path
from typing import Any, NamedTuple

BASE_DIR = Path(__file__).resolve().parent.parent


class Variable(NamedTuple):
    """How a variable is read, what holds when it is not set, and what it is for."""

    type: type
    default: Any
    description: str


ENVIRONMENT = {
    "SECRET_KEY": Variable(
        str, "", "Signs sessions, cursors and tokens; at least 50 random characters. Required."
    ),
    "FEEDBACK_KEY": Variable(
        str,
        "",
        "Keys the hashes of residents' receipts; `SECRET_KEY` when empty. Changed, old receipts "
        "open nothing.",
    ),
    "ALLOWED_HOSTS": Variable(
        list, [], "Host names that this installation answers to. Required in production."
    ),
    "DEBUG": Variable(
        bool,
        False,
        "Development: error pages with details, GraphiQL, no HTTPS. Never in production.",
    ),
    "DATABASE_URL": Variable(
        str,
        f"sqlite:///{BASE_DIR / 'var' / 'medskap.sqlite3'}",
        "The database: `postgres://user:password@host/name`, or `sqlite:////path/to/file`.",
    ),
    "CACHE_URL": Variable(
        str,
        "locmemcache://medskap",
        "The cache: `redis://host:6379/0` for Valkey or Redis; in the process by default.",
    ),
    "RESPONSE_CACHE_MB": Variable(
        int,
        5,
        "Memory in each web process for answers of `/graphql/`, in megabytes; 0 keeps none.",
    ),
    "CDN_SECONDS": Variable(
        int, 5, "How long a CDN may hold an answer of `/graphql/` before it asks whether it holds."
    ),
    "PURGE_URL": Variable(
        str,
        "",
        "An HTTP cache in front, such as `http://varnish:6081`, that is sent `PURGE` for what "
        "changes.",
    ),
    "SITE_URL": Variable(
        str,
        "http://localhost:8000",
        "Where editors reach the admin and residents the form; used in mails, previews and on "
        "posters.",
    ),
    "CSRF_TRUSTED_ORIGINS": Variable(
        list, [], "Origins whose forms are accepted, where they differ from the host."
    ),
    "FRONTEND_ORIGINS": Variable(
        list, [], "Origins of front ends whose browsers may call `/graphql/` (CORS)."
    ),
    "TRUSTED_PROXIES": Variable(
        int, 0, "How many proxies in front add to `X-Forwarded-For`; 0 ignores that header."
    ),
    "RATE_LIMIT": Variable(
        int,
        600,
        "How many GraphQL requests a minute one address may send that no cache can answer; "
        "0: any number.",
    ),
    "RATE_LIMIT_EXEMPT": Variable(
        list,
        [],
        "Addresses and networks without that limit: a front end's own servers (`192.0.2.7`, "
        "`2001:db8::/48`).",
    ),
    "PROXY_HTTPS_HEADER": Variable(
        str,
        "",
        "The header by which the proxy tells that it was called over HTTPS "
        "(`X-Forwarded-Proto`); when set, plain HTTP is redirected.",
    ),
    "HSTS_SECONDS": Variable(
        int, 31_536_000, "How long browsers remember to use HTTPS only; 0 turns it off."
    ),
    "GRAPHIQL": Variable(
        bool,
        False,
        "Serve GraphiQL at `/graphiql/` in production too; in development it always is.",
    ),
    "GRAPHQL_INTROSPECTION": Variable(
        bool,
        False,
        "Let clients ask for the schema, and suggest names in errors, in production too; in "
        "development it always is so. The schema is published as a file in any case.",
    ),
    "TRUSTED_DOCUMENTS": Variable(
        str,
        "",
        "A folder of GraphQL documents of your front ends, callable by their hash, beside "
        "the contract's: `.graphql` files, or manifests (`.json`) of Apollo, codegen or Relay.",
    ),
    "TRUSTED_DOCUMENTS_ONLY": Variable(
        bool,
        False,
        "Answer known documents only, and refuse every other query; GraphiQL is then not served.",
    ),
    "HOST": Variable(str, "127.0.0.1", "The address that the web server listens on."),
    "PORT": Variable(int, 8000, "The port that the web server listens on."),
    "WEB_PROCESSES": Variable(int, 1, "Web processes; more than one needs a shared `CACHE_URL`."),
    "WEB_THREADS": Variable(int, 4, "Threads in each web process."),
    "MEDIA_ROOT": Variable(
        str, str(BASE_DIR / "var" / "media"), "The folder of uploaded files, when they are on disk."
    ),
    "MEDIA_STORAGE_URL": Variable(
        str,
        "",
        "Uploaded files in an object store instead: `s3://key:secret@host/bucket?region=name`.",
    ),
    "EMAIL_URL": Variable(
        str, "consolemail://", "The mail server: `smtp+tls://user:password@host:587`."
    ),
    "DEFAULT_FROM_EMAIL": Variable(str, "medskap@example.org", "The sender of mails to editors."),
    "CONTACT_PHONE": Variable(
        str,
        "",
        "The city's number, for residents whose feedback cannot be saved while the database is "
        "away.",
    ),
    "CONTACT_EMAIL": Variable(str, "", "The city's e-mail address, for the same page."),
    "LOG_LEVEL": Variable(str, "INFO", "The least severe messages that are logged."),
}


def markdown_table() -> str:
    """Return the table for the README; paths are shown from the project's folder."""
    rows = ["| Variable | Type | Default | What it is for |", "|---|---|---|---|"]
    for name, variable in ENVIRONMENT.items():
        default = str(variable.default).replace(f"{BASE_DIR}/", "")
        if isinstance(variable.default, list):
            default = ",".join(variable.default)
        shown = f"`{default}`" if default else ""
        rows.append(f"| `{name}` | {variable.type.__name__} | {shown} | {variable.description} |")
    return "\n".join(rows) + "\n"
