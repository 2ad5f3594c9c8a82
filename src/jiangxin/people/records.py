"""Declarations of the room's record types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Action, Api, Column, Filter, Import, RecordType, Related, Section, register
from jiangxin.people.domain.organisations import after_import, save_organisation
from jiangxin.people.models import (
    Account,
    Organisation,
    OrganisationKind,
    OrganisationSet,
    Person,
    Post,
    PostHolding,
    Reorganisation,
    Role,
    RoleAssignment,
    RoleCapability,
    SecurityPolicy,
    SetMembership,
)


@register
class OrganisationKindRecord(RecordType):
    """Kinds of organisations, as data of the region."""

    model = OrganisationKind
    slug = "organisation-kinds"
    menu = "settings"
    icon = "tags"
    purpose = _("The kinds of organisations of this region.")
    natural_key = ("code",)
    list_columns = ("name", "code", "name_en", "supervisable", "order")
    filters = ("supervisable",)
    search = ("code", "name", "name_en")
    ordering = ("order", "code")
    form_sections = (Section(_("Kind"), ("code", "name", "name_en", "supervisable", "order")),)
    tabs = (Related("people.organisations", "kind"),)
    scope = Scope(shared=True)
    permissions = standard("people.organisation_kind")
    imports = Import(("code", "name", "name_en", "supervisable", "order"))
    api = Api(("uuid", "code", "name", "name_en", "supervisable", "order"))


@register
class OrganisationRecord(RecordType):
    """Organisations of the region, as a dated tree."""

    model = Organisation
    slug = "organisations"
    menu = "organisations"
    icon = "building"
    purpose = _("Everybody who takes part in the plan, as a tree with dates.")
    natural_key = ("code",)
    list_columns = ("name", "code", "kind", "parent", "valid_from", "valid_to")
    extra_columns = ("name_en", "short_name", "aliases", "updated_at")
    filters = (
        "kind",
        Filter("parent", "subtree", _("At or below")),
        Filter("as_of", "asof", _("As of"), path="periods", columns=("name", "name_en", "kind", "parent")),
    )
    search = ("code", "name", "name_en", "short_name", "aliases")
    ordering = ("sort_key",)
    related = ("kind", "parent")
    form_sections = (
        Section(_("Name"), ("code", "name", "name_en", "short_name", "aliases")),
        Section(_("Place"), ("kind", "parent")),
        Section(_("Dates"), ("valid_from", "valid_to")),
    )
    tabs = (
        Related("people.organisations", "parent", _("Below it")),
        Related("people.persons", "organisation"),
        Related("people.posts", "organisation"),
        Related("people.assignments", "organisation"),
    )
    scope = Scope(organisation=("pk",))
    permissions = standard("people.organisation") | {"reorganise": can("people.organisation.manage")}
    actions = (Action("reorganise", _("New reorganisation"), "people:reorganise", on="list", icon="arrows-split"),)
    saver = staticmethod(save_organisation)
    after_many = staticmethod(after_import)
    imports = Import(
        ("code", "name", "name_en", "short_name", "aliases", "kind.code", "parent.code", "valid_from", "valid_to")
    )
    api = Api(("uuid", "code", "name", "name_en", "short_name", "aliases", "kind", "parent", "valid_from", "valid_to"))


@register
class OrganisationSetRecord(RecordType):
    """Collective names that documents use for several organisations."""

    model = OrganisationSet
    slug = "organisation-sets"
    menu = "organisations"
    icon = "users-group"
    purpose = _("Collective names used in documents, and who is meant by them.")
    natural_key = ("name",)
    list_columns = ("name", "aliases")
    search = ("name", "name_en", "aliases")
    ordering = ("sort_key",)
    form_sections = (Section(_("Name"), ("name", "name_en", "aliases")),)
    tabs = (Related("people.set-memberships", "organisation_set", _("Members")),)
    scope = Scope(shared=True)
    permissions = standard("people.organisation_set")
    imports = Import(("name", "name_en", "aliases"))
    api = Api(("uuid", "name", "name_en", "aliases"))


@register
class SetMembershipRecord(RecordType):
    """Membership of organisations in named sets."""

    model = SetMembership
    slug = "set-memberships"
    icon = "users-group"
    natural_key = ("organisation_set", "organisation", "valid_from")
    list_columns = ("organisation_set", "organisation", "valid_from", "valid_to")
    filters = ("organisation_set", "organisation", Filter("as_of", "asof", _("As of")))
    search = ("organisation__name", "organisation_set__name")
    ordering = ("organisation_set__sort_key", "organisation__sort_key")
    related = ("organisation_set", "organisation")
    form_sections = (Section(_("Membership"), ("organisation_set", "organisation", "valid_from", "valid_to")),)
    scope = Scope(shared=True)
    permissions = standard("people.organisation_set")
    imports = Import(("organisation_set.name", "organisation.code", "valid_from", "valid_to"))
    api = Api(("uuid", "organisation_set", "organisation", "valid_from", "valid_to"))


@register
class ReorganisationRecord(RecordType):
    """Mergers, splits, renamings and closures, entered through a page of their own."""

    model = Reorganisation
    slug = "reorganisations"
    menu = "organisations"
    icon = "arrows-split"
    purpose = _("Mergers, splits, renamings and closures. The past is never rewritten.")
    list_columns = ("effective_on", "kind", Column("course", _("organisations")), "basis", "note")
    filters = ("kind", Filter("effective_on", "period"))
    search = ("basis", "note", "parts__organisation__name")
    ordering = ("-effective_on", "-pk")
    prefetch = ("parts__organisation",)
    detail_sections = (Section(_("Event"), ("kind", "effective_on", "course", "basis", "note")),)
    scope = Scope(shared=True)
    permissions = {
        "view": can("people.organisation.view"),
        "history": can("people.organisation.view"),
        "export": can("people.organisation.export"),
        "reorganise": can("people.organisation.manage"),
    }
    actions = (Action("reorganise", _("New reorganisation"), "people:reorganise", on="list", icon="arrows-split"),)
    api = Api(("uuid", "kind", "effective_on", "basis", "note"))


@register
class PersonRecord(RecordType):
    """Persons of the organisations."""

    model = Person
    slug = "persons"
    menu = "organisations"
    icon = "user"
    purpose = _("Who works where.")
    natural_key = ("code",)
    list_columns = ("name", "code", "organisation")
    extra_columns = ("email", "updated_at")
    filters = (Filter("organisation", "subtree"),)
    search = ("code", "name")
    ordering = ("sort_key",)
    large = True
    related = ("organisation",)
    form_sections = (Section(_("Person"), ("code", "name", "organisation", "email")),)
    tabs = (
        Related("people.holdings", "person"),
        Related("people.assignments", "person"),
        Related("people.accounts", "person"),
    )
    scope = Scope(organisation=("organisation",), person=("pk",))
    permissions = standard("people.person")
    imports = Import(("code", "name", "organisation.code", "email"))
    api = Api(("uuid", "code", "name", "organisation", "email"))


@register
class PostRecord(RecordType):
    """Posts, to which duties are tied."""

    model = Post
    slug = "posts"
    menu = "organisations"
    icon = "armchair"
    purpose = _("Duties are tied to posts, so that a successor inherits them.")
    natural_key = ("organisation", "title", "valid_from")
    list_columns = ("title", "organisation", "is_head", "valid_from", "valid_to")
    filters = (Filter("organisation", "subtree"), "is_head", Filter("as_of", "asof", _("As of")))
    search = ("title", "organisation__name")
    ordering = ("organisation__sort_key", "order", "pk")
    related = ("organisation",)
    form_sections = (
        Section(_("Post"), ("organisation", "title", "title_en", "is_head", "order", "valid_from", "valid_to")),
    )
    tabs = (Related("people.holdings", "post"),)
    scope = Scope(organisation=("organisation",))
    permissions = standard("people.post")
    imports = Import(("organisation.code", "title", "title_en", "is_head", "order", "valid_from", "valid_to"))
    api = Api(("uuid", "organisation", "title", "title_en", "is_head", "order", "valid_from", "valid_to"))


@register
class PostHoldingRecord(RecordType):
    """Who held which post from when to when."""

    model = PostHolding
    slug = "holdings"
    icon = "armchair"
    natural_key = ("post", "person", "valid_from")
    list_columns = ("post", "person", "valid_from", "valid_to")
    filters = (Filter("as_of", "asof", _("As of")),)
    search = ("person__name", "post__title", "post__organisation__name")
    ordering = ("post__organisation__sort_key", "post__order", "-valid_from", "pk")
    related = ("post", "post__organisation", "person")
    form_sections = (Section(_("Holding"), ("post", "person", "valid_from", "valid_to")),)
    scope = Scope(organisation=("post__organisation",), person=("person",))
    permissions = standard("people.post")
    api = Api(("uuid", "post", "person", "valid_from", "valid_to"))


@register
class AccountRecord(RecordType):
    """Accounts: system administrators create them, security administrators give them roles."""

    model = Account
    slug = "accounts"
    menu = "administration"
    icon = "key"
    purpose = _("Sign-ins. What an account may do comes from the roles of its person.")
    natural_key = ("username",)
    list_columns = (
        "username",
        "person",
        Column("organisation", _("organisation"), "person__organisation", "person__organisation__sort_key"),
        "is_active",
        "must_change_password",
        "password_changed_at",
    )
    filters = ("is_active", "must_change_password", Filter("organisation", "subtree", path="person__organisation"))
    search = ("username", "person__name")
    ordering = ("username",)
    related = ("person", "person__organisation")
    form_sections = (Section(_("Account"), ("username", "person", "is_active")),)
    detail_sections = (
        Section(_("Account"), ("username", "person", "is_active", "must_change_password", "password_changed_at")),
    )
    scope = Scope(organisation=("person__organisation",))
    permissions = {
        "view": can("people.account.view"),
        "history": can("people.account.view"),
        "export": can("people.account.view"),
        "add": can("people.account.manage"),
        "change": can("people.account.manage"),
        "reset_password": can("people.account.manage"),
        "unlock": can("people.account.manage"),
        # not with the password, so that nobody alone can sign in as somebody else
        "remove_second_factor": can("people.second_factor.remove"),
    }
    pages = {"add": "people:account-add"}
    actions = (
        Action("reset_password", _("New password"), "people:account-reset", icon="key"),
        Action(
            "remove_second_factor", _("Remove the second factor"), "people:account-second-factor", icon="shield-lock"
        ),
    )
    api = Api(("uuid", "username", "person", "is_active", "must_change_password"), writable=())


@register
class RoleRecord(RecordType):
    """Roles: dated bundles of capabilities."""

    model = Role
    slug = "roles"
    menu = "administration"
    icon = "id-badge"
    purpose = _("Bundles of capabilities that are assigned to persons.")
    natural_key = ("code",)
    list_columns = ("name", "code", "duty", "valid_from", "valid_to")
    filters = ("duty", Filter("as_of", "asof", _("As of")))
    search = ("code", "name", "name_en")
    ordering = ("order", "code")
    form_sections = (
        Section(_("Role"), ("code", "name", "name_en", "duty", "order")),
        Section(_("Meaning"), ("description", "description_en")),
        Section(_("Dates"), ("valid_from", "valid_to")),
    )
    tabs = (Related("people.capabilities", "role"), Related("people.assignments", "role"))
    scope = Scope(shared=True)
    permissions = standard("people.role")
    imports = Import(
        ("code", "name", "name_en", "duty", "order", "description", "description_en", "valid_from", "valid_to")
    )
    api = Api(("uuid", "code", "name", "name_en", "duty", "valid_from", "valid_to"))


@register
class RoleCapabilityRecord(RecordType):
    """What a role may do, and how far."""

    model = RoleCapability
    slug = "capabilities"
    icon = "id-badge"
    natural_key = ("role", "capability", "valid_from")
    list_columns = (
        "role",
        Column("meaning", _("meaning"), order_by="capability"),
        "capability",
        "reach",
        "valid_from",
        "valid_to",
    )
    filters = ("role", "reach", Filter("as_of", "asof", _("As of")))
    search = ("capability", "role__name")
    ordering = ("role__order", "capability", "pk")
    related = ("role",)
    form_sections = (Section(_("Capability"), ("role", "capability", "reach", "valid_from", "valid_to")),)
    scope = Scope(shared=True)
    permissions = standard("people.role")
    imports = Import(("role.code", "capability", "reach", "valid_from", "valid_to"))
    api = Api(("uuid", "role", "capability", "reach", "valid_from", "valid_to"))


@register
class RoleAssignmentRecord(RecordType):
    """Who has which role where, with dates."""

    model = RoleAssignment
    slug = "assignments"
    menu = "administration"
    icon = "user-check"
    purpose = _("Who has which role, where and how long.")
    natural_key = ("person", "role", "organisation", "valid_from")
    list_columns = ("person", "role", "organisation", "valid_from", "valid_to")
    filters = ("role", Filter("organisation", "subtree"), Filter("as_of", "asof", _("As of")))
    search = ("person__name", "person__code", "organisation__name")
    ordering = ("person__sort_key", "role__order", "pk")
    related = ("person", "role", "organisation")
    form_sections = (Section(_("Assignment"), ("person", "role", "organisation", "valid_from", "valid_to")),)
    scope = Scope(organisation=("organisation",), person=("person",))
    permissions = standard("people.assignment")
    imports = Import(("person.code", "role.code", "organisation.code", "valid_from", "valid_to"))
    api = Api(("uuid", "person", "role", "organisation", "valid_from", "valid_to"))


@register
class SecurityPolicyRecord(RecordType):
    """Rules for passwords, lock-out and sessions, edited on screen."""

    model = SecurityPolicy
    slug = "security-policies"
    menu = "administration"
    icon = "shield-lock"
    purpose = _("Rules for passwords, lock-out, sessions and the second factor.")
    list_columns = ("valid_from", "valid_to", "source", "min_length", "lockout_failures", "session_minutes")
    filters = (Filter("as_of", "asof", _("As of")),)
    search = ("source",)
    ordering = ("-valid_from",)
    form_sections = (
        Section(_("Validity"), ("valid_from", "valid_to", "source")),
        Section(_("Passwords"), ("min_length", "min_classes", "remembered", "max_age_days")),
        Section(_("Lock-out and sessions"), ("lockout_failures", "lockout_minutes", "session_minutes")),
        Section(_("Second factor"), ("mfa_for_administrators", "mfa_for_all")),
    )
    scope = Scope(shared=True)
    permissions = standard("people.security_policy")
    api = Api(("uuid", "valid_from", "valid_to", "source"), writable=())
