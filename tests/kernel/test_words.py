from django.utils import translation

from jiangxin.kernel import records


def test_keys_are_said_in_the_language_of_the_reader():
    with translation.override("zh-hans"):
        assert records.title_of("people.organisations") == "单位"
        assert records.verb_of("people.accounts", "sign-in-failed") == "登录失败"
        assert records.verb_of("planning.plans", "adopt") == "采纳"
        assert records.capability_of("people.organisation_kind.manage") == "单位类别 · 维护"
    with translation.override("en"):
        assert records.title_of("people.organisations") == "Organisation"
        assert records.capability_of("people.organisation_kind.manage") == "Kinds of organisations · maintain"


def test_unknown_keys_are_shown_as_they_are():
    assert records.title_of("no.such") == "no.such"
    assert records.verb_of("no.such", "leap") == "leap"
    assert records.capability_of("no.such.thing") == "no.such.thing"


def test_every_capability_and_step_has_words():
    with translation.override("zh-hans"):
        names = [name for record in records.all_records() for name in record.capabilities()]
        assert [name for name in names if records.capability_of(name) == name] == []
