"""Signing a request so that its receiver knows who sent it and that nothing was changed (RFC 9421, RFC 9530)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519, HMAC = "ed25519", "hmac-sha256"  # as RFC 9421 registers them
SHORTEST_SECRET = 32
KEY_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
CONTENT_TYPE = "application/json"
_LABEL = "gongkai"


def new_private_key() -> str:
    """Return a new Ed25519 private key: its 32 bytes in Base64."""
    return _text(secrets.token_bytes(32))


def public_key_of(private_key: str) -> str:
    """Return the public key of an Ed25519 private key in PEM, as the platform is given it."""
    return _private(private_key).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signed_headers(
    body: bytes, address: str, *, algorithm: str, key_name: str, key: str, created: int
) -> dict[str, str]:
    """Return the headers of a signed POST of `body` to `address`; `created` is in seconds since 1970.

    What is signed is the method, the whole address, the kind of content and the digest of the body.
    """
    digest = f"sha-256=:{_text(hashlib.sha256(body).digest())}:"
    covered = [
        ("@method", "POST"),
        ("@target-uri", address),
        ("content-type", CONTENT_TYPE),
        ("content-digest", digest),
    ]
    named = " ".join(f'"{name}"' for name, _ in covered)
    parameters = f'({named});created={created};keyid="{key_name}";alg="{algorithm}"'
    signature = _signature(signature_base(covered, parameters), algorithm, key)
    return {
        "Content-Type": CONTENT_TYPE,
        "Content-Digest": digest,
        "Signature-Input": f"{_LABEL}={parameters}",
        "Signature": f"{_LABEL}=:{_text(signature)}:",
    }


def signature_base(covered: Iterable[tuple[str, str]], parameters: str) -> bytes:
    """Return the bytes that are signed: each component on its line, the parameters last (RFC 9421, 2.5)."""
    lines = [f'"{name}": {value}' for name, value in covered]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def _signature(base: bytes, algorithm: str, key: str) -> bytes:
    if algorithm == HMAC:
        return hmac.digest(key.encode(), base, "sha256")
    return _private(key).sign(base)


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
