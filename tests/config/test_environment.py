"""Settings that come from the environment."""

import threading
from datetime import date
from pathlib import Path

import pytest

from jiangxin.config import environment
from jiangxin.config.environment import SettingError


def test_database_url_gives_every_part():
    assert environment.database_from_url("postgresql://al%40ice:p%2Fw@db.example:6543/region?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "region",
        "USER": "al@ice",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "url", ["postgresql://me@/region?host=/run/My Sockets", "postgresql://me@%2Frun%2FMy%20Sockets/region"]
)
def test_database_url_keeps_the_case_of_a_socket_folder(url):
    assert environment.database_from_url(url)["HOST"] == "/run/My Sockets"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///x", "only PostgreSQL is supported"),
        ("postgresql://host", "must name a database"),
        ("postgresql://host:many/name", "must be a number"),
    ],
)
def test_database_url_that_is_wrong_says_why(url, message):
    with pytest.raises(SettingError, match=message):
        environment.database_from_url(url)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("0", False), ("", False), ("off", False)])
def test_flag_understands_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("JIANGXIN_DEMO", value)
    assert environment.flag("JIANGXIN_DEMO") is expected


def test_flag_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("JIANGXIN_DEMO", "perhaps")
    with pytest.raises(SettingError, match="JIANGXIN_DEMO must be 1 or 0, not 'perhaps'"):
        environment.flag("JIANGXIN_DEMO")


def test_home_is_beside_the_code_in_a_checkout(monkeypatch):
    monkeypatch.delenv("JIANGXIN_HOME")
    assert environment.home() == Path(__file__).resolve().parents[2] / "var"


def test_secret_key_is_made_once_and_closed_to_others(monkeypatch, tmp_path):
    monkeypatch.delenv("JIANGXIN_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path / "home")
    assert environment.secret_key(tmp_path / "home") == first
    assert len(first) > 50
    assert oct((tmp_path / "home" / "secret-key").stat().st_mode & 0o777) == "0o600"


def test_secret_key_left_empty_by_a_crash_is_made_anew(tmp_path):
    (tmp_path / "secret-key").write_text("")
    assert len(environment.secret_key(tmp_path)) > 50


def test_secret_key_is_the_same_for_two_starts_at_once(tmp_path):
    keys = []
    threads = [threading.Thread(target=lambda: keys.append(environment.secret_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    ("value", "expected"), [("2023-03-31", date(2023, 3, 31)), ("", None), (None, date(2024, 9, 30))]
)
def test_day_is_a_date_none_where_empty_and_the_default_where_not_set(monkeypatch, value, expected):
    monkeypatch.delenv("JIANGXIN_DEMO_DATE", raising=False)
    if value is not None:
        monkeypatch.setenv("JIANGXIN_DEMO_DATE", value)
    assert environment.day("JIANGXIN_DEMO_DATE", "2024-09-30") == expected


def test_day_that_is_none_is_named(monkeypatch):
    monkeypatch.setenv("JIANGXIN_DEMO_DATE", "soon")
    with pytest.raises(SettingError, match="JIANGXIN_DEMO_DATE must be a date such as 2024-09-30"):
        environment.day("JIANGXIN_DEMO_DATE")
