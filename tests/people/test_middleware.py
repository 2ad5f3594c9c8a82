"""Files are taken from accounts only."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


@pytest.mark.parametrize("address", ["/account/login/", "/plans/upload/"])
def test_file_of_a_stranger_is_refused_before_it_is_read(own, address):
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    file = SimpleUploadedFile("big.txt", b"x" * 1000)
    assert client.post(address, {"login": "anna", "file": file}).status_code == 400


def test_file_of_an_account_is_taken(account, sign_in):
    account("anna", "plan-officer")
    client, _response = sign_in("anna")
    page = client.post("/plans/upload/", {"file": SimpleUploadedFile("a.txt", b"text")})
    assert (page.status_code, page.context["form"].files["file"].name) == (200, "a.txt")
