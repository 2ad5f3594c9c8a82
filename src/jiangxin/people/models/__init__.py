"""Tables of the room, one noun a file."""

from jiangxin.people.models.account import Account, PasswordRecord
from jiangxin.people.models.organisation import (
    Organisation,
    OrganisationKind,
    OrganisationPeriod,
    OrganisationSet,
    SetMembership,
)
from jiangxin.people.models.person import Person, Post, PostHolding
from jiangxin.people.models.reorganisation import Reorganisation, ReorganisationPart
from jiangxin.people.models.role import Role, RoleAssignment, RoleCapability
from jiangxin.people.models.security import SecurityPolicy

__all__ = [
    "Account",
    "Organisation",
    "OrganisationKind",
    "OrganisationPeriod",
    "OrganisationSet",
    "PasswordRecord",
    "Person",
    "Post",
    "PostHolding",
    "Reorganisation",
    "ReorganisationPart",
    "Role",
    "RoleAssignment",
    "RoleCapability",
    "SecurityPolicy",
    "SetMembership",
]
