"""Reading the environment: every variable the installation understands, in one place."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jiangxin.kernel.files import make_once

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})


class SettingError(Exception):
    """A variable of the environment cannot be understood; the message says which and why."""


def text(name: str, default: str = "") -> str:
    """Return the variable, stripped."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable as yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    lowered = value.strip().lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise SettingError(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, default: int) -> int:
    """Return the variable as a whole number of at least zero."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        raise SettingError(f"{name} must be a whole number, not {value!r}")
    return int(value)


def day(name: str, default: str = "") -> date | None:
    """Return the variable as a date, None where it is empty."""
    value = text(name, default)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise SettingError(f"{name} must be a date such as 2024-09-30, not {value!r}") from None


def words(name: str, default: str = "") -> list[str]:
    """Return the variable split at commas, empty parts left out."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def home() -> Path:
    """Return the folder that holds everything an installation keeps.

    `JIANGXIN_HOME` when given; `var/` of the checkout when the package runs from one (so that a
    developer's data stays beside the code); otherwise `~/.local/share/jiangxin`.
    """
    given = text("JIANGXIN_HOME")
    if given:
        return Path(given).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "src" / "jiangxin").is_dir():
        return checkout / "var"
    return Path("~/.local/share/jiangxin").expanduser()


def secret_key(folder: Path) -> str:
    """Return `JIANGXIN_SECRET_KEY`, else the key kept in `folder`, made once and readable by its owner only."""
    given = text("JIANGXIN_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    if not path.is_file() or not path.stat().st_size:
        make_once(path, secrets.token_urlsafe(50).encode())
    return path.read_text(encoding="ascii").strip()


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings of the PostgreSQL database at `url`.

    `postgresql://user:password@host:port/name?option=value`; a socket folder is given percent-encoded
    as the host or as the option `host`.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL must begin with postgresql:// (only PostgreSQL is supported)")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("DATABASE_URL must name a database: postgresql://user:password@host:5432/name")
    try:
        port = parts.port
    except ValueError as error:
        raise SettingError("the port in DATABASE_URL must be a number") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": str(options.pop("host", "")) or _host(parts.netloc),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def _host(netloc: str) -> str:
    """Return the host as written (urlsplit lowers it, which would break a socket folder)."""
    host = netloc.rpartition("@")[2]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return unquote(host.partition(":")[0])
