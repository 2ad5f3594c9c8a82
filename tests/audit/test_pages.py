"""Verifying on screen: for auditors only."""

from __future__ import annotations

from django.urls import reverse
from tests.factories import workflow as make

from jiangxin.audit.models import Activity
from jiangxin.audit.verify import check_bundle


def test_an_auditor_verifies_and_takes_the_log_along(log, client, tmp_path):
    log()
    office = make.organisation()
    role = make.role("auditor", "audit.activity.view", "audit.activity.export")
    auditor = make.person("audrey", office, role)
    other = make.person("other", office)
    for name in ("verify", "key"):
        client.force_login(other.account)
        assert client.get(reverse(f"audit:{name}")).status_code == 403
        client.force_login(auditor.account)
        assert client.get(reverse(f"audit:{name}")).status_code == 200
    answer = client.post(reverse("audit:verify"), {"what": "head"})
    assert answer.context["report"].problems == []
    content = b"".join(client.post(reverse("audit:bundle")).streaming_content)
    (tmp_path / "log.jsonl").write_bytes(content)
    assert check_bundle(tmp_path / "log.jsonl").problems == []
    assert Activity.objects.filter(verb__in=["verify", "export"], actor=auditor.account).count() == 2
