"""`jiangxin mail test` says in one line what the mail server answered."""

from __future__ import annotations

import pytest

from jiangxin.config.cli import _run


@pytest.mark.parametrize(
    ("host", "code", "words"), [("", 2, "No mail server is set"), ("127.0.0.1", 1, "127.0.0.1:9: ")]
)
def test_a_mail_server_that_is_missing_or_down_is_one_line(settings, capsys, host, code, words):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, 9
    assert _run(["mail", "test", "wang@example.org"]) == code
    said = capsys.readouterr().err
    assert (words in said, said.count("\n")) == (True, 1)
