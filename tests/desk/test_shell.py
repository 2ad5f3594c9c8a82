import re
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone
from tests.factories.desk import everything, signed_in

import jiangxin.desk
from jiangxin.desk import navigation
from jiangxin.desk import settings as region
from jiangxin.desk.models import Notice
from jiangxin.kernel.actors import ANONYMOUS, process
from jiangxin.kernel.write import writing
from jiangxin.people.models import Role

TEMPLATES = Path(jiangxin.desk.__file__).parent / "templates"
STATIC = Path(jiangxin.desk.__file__).parents[1] / "static" / "desk"
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:")


def test_templates_have_no_inline_script_or_style():
    # mail programs know no stylesheet of ours
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "mail"]
    assert [str(path) for path in pages if INLINE.search(path.read_text())] == []


def test_stylesheet_stays_below_thirty_kilobytes():
    assert (STATIC / "desk.css").stat().st_size < 30_000


def test_pages_carry_a_strict_content_policy():
    client, _actor = signed_in(*everything())
    policy = client.get("/records/people/organisations/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_page_has_no_inline_script_or_style_when_drawn():
    client, _actor = signed_in(*everything())
    for address in ("", "add/", "import/", "export/"):
        page = client.get(f"/records/people/organisations/{address}").content.decode()
        assert INLINE.findall(page) == []


def test_nobody_signed_in_is_led_to_the_sign_in():
    for address in ("/records/people/organisations/", "/settings/", "/help/", "/notices/", "/downloads/", "/imports/"):
        assert Client().get(address).headers["Location"].startswith("/account/login/")


def test_large_type_is_remembered():
    client, _actor = signed_in(*everything())
    assert b'data-type="large"' not in client.get("/help/").content
    client.post("/type-size/", {"next": "/help/"})
    assert b'data-type="large"' in client.get("/help/").content
    client.post("/type-size/", {"next": "/help/"})
    assert b'data-type="large"' not in client.get("/help/").content


def test_type_size_never_leads_to_another_site():
    assert Client().post("/type-size/", {"next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_navigation_has_at_most_eight_entries_and_only_what_one_may_open():
    _client, actor = signed_in("people.organisation.view")
    shown = navigation.build(actor, "/records/people/organisations/")
    assert len(navigation.build(process("tests"), "/")) <= navigation.MOST_ENTRIES
    entry = next(entry for entry in shown if entry["key"] == "organisations")
    assert entry["active"] is True
    assert "administration" not in [entry["key"] for entry in shown]
    assert [entry for entry in navigation.build(ANONYMOUS, "/") if entry["children"]] == []


def test_setting_holds_from_its_day_on_and_history_keeps_the_reason():
    client, _actor = signed_in(*everything())
    sent = {"value": "River District", "valid_from": "2024-01-01", "source": "decree", "reason": "first"}
    assert client.post("/settings/region.name/", sent).status_code == 302
    client.post("/settings/region.name/", {**sent, "value": "Lake District", "valid_from": "2099-01-01"})
    assert region.get("region.name") == "River District"
    assert "River District" in client.get("/help/").content.decode()
    assert client.post("/settings/region.name/", {**sent, "reason": ""}).status_code == 422
    assert client.get("/settings/no.such.key/").status_code == 404


def test_settings_are_closed_to_who_lacks_the_capability():
    client, _actor = signed_in("people.organisation.view")
    assert client.get("/settings/").status_code == 403
    assert client.get("/settings/region.name/").status_code == 403


def test_notices_reach_whom_they_are_for_and_are_read_once_opened():
    client, actor = signed_in(*everything())
    now = timezone.now()
    with writing(process("tests"), "fixture"):
        Notice.objects.create(title="For all", shown_from=now)
        Notice.objects.create(title="Over", shown_from=now - timedelta(2), shown_to=now - timedelta(1))
        mine = Notice.objects.create(title="For my role", shown_from=now)
        mine.roles.add(Role.objects.get(code=actor.role_codes[0]))
        others = Notice.objects.create(title="For another role", shown_from=now)
        others.roles.add(Role.objects.create(code="another", name="Another", valid_from="2020-01-01"))
    page = client.get("/notices/")
    assert sorted(notice.title for notice in page.context["notices"]) == ["For all", "For my role"]
    assert page.context["shell"].unread == 0


def test_error_pages_speak_both_languages():
    for language, word in (("en", "There is nothing here"), ("zh-hans", "这里没有您可查看的内容")):
        client, _actor = signed_in(*everything(), language=language)
        assert word in client.get("/records/people/nothing/").content.decode()


def test_help_page_of_every_list_opens_and_states_its_fields():
    client, _actor = signed_in(*everything())
    page = client.get("/help/records/people/organisations/")
    assert [section["title"] for section in page.context["sections"]] == ["Name", "Place", "Dates"]
    page = client.get("/help/records/planning/task-targets/")  # nobody edits these
    assert [section["title"] for section in page.context["sections"]] == ["Link"]
    assert client.get("/help/user/..%2f..%2fREADME/").status_code == 404
