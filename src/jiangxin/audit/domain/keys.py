"""The signing key of the installation, made once, readable by its owner only."""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from jiangxin.audit.verify import fingerprint, read_key
from jiangxin.kernel.files import make_once, write_whole

PRIVATE = "audit-seal.pem"
PUBLIC = "audit-seal.pub.pem"


def keys_folder() -> Path:
    """Return the folder of the keys, made when missing."""
    folder = Path(settings.JIANGXIN_HOME) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def heads_folder() -> Path:
    """Return the folder of the exported heads, made when missing."""
    folder = Path(settings.JIANGXIN_HOME) / "heads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs heads; make it, and export its public half, the first time."""
    path = keys_folder() / PRIVATE
    if not path.exists():
        new = Ed25519PrivateKey.generate()
        make_once(path, new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} is not an Ed25519 key")
    public = keys_folder() / PUBLIC
    if not public.exists():
        write_whole(public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return key


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Return the public keys kept in the folder of the keys by fingerprint (old ones included)."""
    signing_key()
    keys = [read_key(path) for path in sorted(keys_folder().glob("audit-seal*.pub.pem"))]
    return {fingerprint(key): key for key in keys}


def raw(key: Ed25519PublicKey) -> str:
    """Return the raw public key in base64."""
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
