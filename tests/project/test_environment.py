"""Settings are read from the environment through one table; the defaults are safe."""

import json
import os
import re
import subprocess
import sys

import pytest

from cms.environment import BASE_DIR, ENVIRONMENT, markdown_table

PRODUCTION = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "cms.example.org"}
PRINT_SETTINGS = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def run_python(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in the project without the caller's settings; return the completed process."""
    ours = {name for name in os.environ if name in ENVIRONMENT}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": "cms.settings", **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def settings_under(environment: dict[str, str], *names: str) -> dict[str, object]:
    result = run_python("-c", PRINT_SETTINGS, *names, environment=environment)
    assert result.returncode == 0, result.stderr
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def test_production_defaults_are_safe() -> None:
    values = settings_under(
        PRODUCTION,
        "DEBUG",
        "GRAPHIQL",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "CORS_ALLOWED_ORIGINS",
        "CORS_ALLOW_CREDENTIALS",
        "TRUSTED_PROXIES",
        "ADMINS",
    )
    assert values == {
        "DEBUG": False,
        "GRAPHIQL": False,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "CORS_ALLOWED_ORIGINS": [],
        "CORS_ALLOW_CREDENTIALS": False,
        "TRUSTED_PROXIES": 0,
        "ADMINS": [],
    }


def test_database_options_depend_on_the_engine() -> None:
    sqlite = settings_under(PRODUCTION, "DATABASES")["DATABASES"]["default"]["OPTIONS"]  # type: ignore[index]
    assert sqlite["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in sqlite["init_command"]
    postgres = settings_under(
        {**PRODUCTION, "DATABASE_URL": "postgres://u:p@h:5432/n"}, "DATABASES"
    )["DATABASES"]["default"]  # type: ignore[index]
    assert postgres["OPTIONS"]["server_side_binding"] is True


def test_https_proxy_header_enables_redirect() -> None:
    values = settings_under(
        {**PRODUCTION, "PROXY_HTTPS_HEADER": "X-Forwarded-Proto"},
        "SECURE_SSL_REDIRECT",
        "SECURE_PROXY_SSL_HEADER",
    )
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_uploads_can_be_stored_in_s3() -> None:
    url = "s3://key:se%2Fcret@store.example.org:9000/bucket?region=sto"
    values = settings_under({**PRODUCTION, "MEDIA_STORAGE_URL": url}, "STORAGES")
    assert values["STORAGES"]["default"]["OPTIONS"] == {  # type: ignore[index]
        "bucket_name": "bucket",
        "access_key": "key",
        "secret_key": "se/cret",
        "file_overwrite": False,
        "querystring_auth": False,
        "endpoint_url": "https://store.example.org:9000",
        "region_name": "sto",
    }


@pytest.mark.parametrize("command", [["manage.py", "check"], ["-m", "cms.wsgi"]])
def test_missing_secret_key_is_explained(command: list[str]) -> None:
    result = run_python(*command)
    assert result.returncode != 0
    assert "SECRET_KEY is not set. Give the environment" in result.stderr
    assert "Traceback" not in result.stderr


def test_invalid_media_url_is_explained() -> None:
    result = run_python(
        "manage.py", "check", environment={**PRODUCTION, "MEDIA_STORAGE_URL": "ftp://nowhere"}
    )
    assert result.returncode != 0
    assert "s3://key:secret@host/bucket" in result.stderr
    assert "Traceback" not in result.stderr


def test_settings_read_only_declared_variables() -> None:
    # django-environ also reads variables that are not declared.
    code = (BASE_DIR / "cms" / "settings.py").read_text()
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", code))
    assert len(read) > 15
    assert read <= set(ENVIRONMENT)


def test_readme_has_the_table_of_variables() -> None:
    readme = (BASE_DIR / "README.md").read_text()
    between = re.search(r"<!-- environment -->\n(.*?)<!-- /environment -->", readme, re.DOTALL)
    assert between is not None, "README.md lacks the marks <!-- environment --> around the table"
    assert between[1].strip() == markdown_table().strip(), (
        "Put the output of `python manage.py environment` between the marks."
    )
