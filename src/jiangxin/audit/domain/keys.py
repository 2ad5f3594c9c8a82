"""The signing key of the installation, made once, readable by its owner only."""

from __future__ import annotations

import base64
import os
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
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        message = f"{path.name} is not an Ed25519 key"
        raise TypeError(message)
    public = keys_folder() / PUBLIC
    if not public.exists():
        write_whole(public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return key


def _make(path: Path) -> None:
    """Write a new key beside its place and link it there, so that two first uses agree on one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        key = Ed25519PrivateKey.generate()
        stream.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Return the public keys kept in the folder of the keys by fingerprint (old ones included)."""
    signing_key()
    keys = [read_key(path) for path in sorted(keys_folder().glob("audit-seal*.pub.pem"))]
    return {fingerprint(key): key for key in keys}


def raw(key: Ed25519PublicKey) -> str:
    """Return the raw public key in base64."""
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file at once, so that a reader sees the old or the new content, never half."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
