"""A receiver of what Gongkai tells a shared platform, as docs/platform-push.md describes it: a start for one's own.

It keeps what it was told in memory. `Receiver(keys).answer(...)` takes one request apart from any web server.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

INPUT = re.compile(r'gongkai=(\(([^)]*)\);created=(\d+);keyid="([^"]+)";alg="([^"]+)")')
COVERED = ["@method", "@target-uri", "content-type", "content-digest"]


class Receiver:
    """What a platform has to do. `keys` has for each key name the algorithm and the key (PEM, or the common secret)."""

    def __init__(self, keys: Mapping[str, tuple[str, str]], *, oldest_seconds: int = 300) -> None:
        self.keys = keys
        self.oldest_seconds = oldest_seconds
        self.receipts: dict[str, str] = {}
        self.pages: dict[tuple[str, int], dict[str, Any]] = {}

    def answer(self, address: str, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Return status and JSON for a POST of `body` to `address`."""
        if not self._is_signed(address, headers, body):
            return 401, {"detail": "签名不对。"}
        told = json.loads(body)
        if told["id"] in self.receipts:  # sent again, since our first answer was lost
            return 409, {"id": told["id"], "receipt": self.receipts[told["id"]]}
        page = (told["agency"]["slug"], told["page"]["number"])
        if told["sequence"] > self.pages.get(page, {"sequence": 0})["sequence"]:  # what is older came too late
            self.pages[page] = told
        self.receipts[told["id"]] = f"R{len(self.receipts) + 1:06d}"
        return 201, {"id": told["id"], "receipt": self.receipts[told["id"]]}

    def _is_signed(self, address: str, headers: Mapping[str, str], body: bytes) -> bool:
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        said = INPUT.fullmatch(headers.get("Signature-Input", ""))
        if said is None or headers.get("Content-Digest") != digest:
            return False
        parameters, names, created, name, algorithm = said.groups()
        values = {
            "@method": "POST",
            "@target-uri": address,
            "content-type": headers.get("Content-Type", ""),
            "content-digest": digest,
        }
        if names != " ".join(f'"{one}"' for one in COVERED) or abs(time.time() - int(created)) > self.oldest_seconds:
            return False
        lines = [f'"{one}": {values[one]}' for one in COVERED]
        base = "\n".join([*lines, f'"@signature-params": {parameters}']).encode()
        signature = base64.b64decode(headers.get("Signature", "").removeprefix("gongkai=:").removesuffix(":"))
        return self._fits(name, algorithm, signature, base)

    def _fits(self, name: str, algorithm: str, signature: bytes, base: bytes) -> bool:
        known, key = self.keys.get(name, ("", ""))
        if not known or known != algorithm:
            return False
        if algorithm == "hmac-sha256":
            return hmac.compare_digest(signature, hmac.digest(key.encode(), base, "sha256"))
        public = load_pem_public_key(key.encode())
        assert isinstance(public, Ed25519PublicKey)
        try:
            public.verify(signature, base)
        except InvalidSignature:
            return False
        return True
