"""Guides in the product: their pictures, and their links to each other."""

import pytest
from django.test import Client
from tests.factories.desk import signed_in


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_guide_shows_its_pictures_which_are_answered(language):
    client, _actor = signed_in(language=language)
    page = client.get("/help/user/tour-auditor/").content.decode()
    sources = [part.split('"')[0] for part in page.split('loading="lazy" src="')[1:]]
    assert sources == ["/help/user/pictures/auditor-log.png", "/help/user/pictures/auditor-verify.png"]
    for source in sources:
        answer = client.get(source)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


def test_picture_of_another_folder_is_left_out_of_a_guide():
    client, _actor = signed_in(language="zh-hans")
    assert "<img" not in client.get("/help/user/plan-officer/").content.decode()


@pytest.mark.parametrize("name", ["none.png", "..png", "README.md", "auditor-log.PNG"])
def test_what_is_no_picture_is_not_answered(name):
    client, _actor = signed_in()
    assert client.get(f"/help/user/pictures/{name}").status_code == 404


def test_picture_is_for_who_is_signed_in():
    answer = Client().get("/help/user/pictures/auditor-log.png")
    assert answer.headers["Location"].startswith("/account/login/")


def test_guides_lead_to_each_other_to_the_index_and_to_the_pages_they_name():
    client, _actor = signed_in(language="zh-hans")
    assert 'href="/help/user/tour-unit-head/"' in client.get("/help/user/tour-liaison/").content.decode()
    assert '<a href="/units/"><code>/units/</code></a>' in client.get("/help/user/tour-liaison/").content.decode()
    assert 'href="/help/"' in client.get("/help/user/demonstration/").content.decode()
