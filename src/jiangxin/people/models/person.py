"""Persons and the posts they hold. A person is not an account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.fields import PinyinField, grams_index, search_grams
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.models.organisation import Organisation


@tracked()
class Person(Record):
    """Somebody who works in, or learns through, an organisation of the region."""

    code = models.CharField(_("personnel number"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="persons"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)
    sort_key = PinyinField()
    search = search_grams("code", "name")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key"]
        indexes = [grams_index("people_person_search")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Post(Dated, Record):
    """A post in an organisation. Duties are tied to posts, so that a successor inherits them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="posts")
    title = models.CharField(pgettext_lazy("of a post", "title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    is_head = models.BooleanField(_("head of the organisation"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Dated.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["organisation__sort_key", "order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "title", "valid_from"], name="people_post_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.title}"


@tracked()
class PostHolding(Dated, Record):
    """Who held a post from when to when."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"), related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="holdings")

    class Meta(Dated.Meta):
        verbose_name = _("holding of a post")
        verbose_name_plural = _("holdings of posts")
        ordering = ["post", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "people_holding_overlap",
                "post_id",
                "person_id",
                message=_("The person holds the post in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"
