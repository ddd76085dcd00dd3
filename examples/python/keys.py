"""The keys that tokens are verified with: one secret, or a JWK Set that is read again every 2 seconds."""

import base64
import hashlib
import json
import threading
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt import PyJWK
from jwt.algorithms import OKPAlgorithm

FORMS = {"HS256": ("oct", None), "ES256": ("EC", "P-256")}
READ_EVERY = 2


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Key:
    def __init__(self, jwk):
        self.kid, self.alg = jwk["kid"], jwk["alg"]
        if (jwk["kty"], jwk.get("crv")) != FORMS[self.alg] or not isinstance(self.kid, str) or self.kid == "":
            raise ValueError(f"the key {self.kid!r} is no key for {self.alg}")
        self._key = PyJWK(jwk, algorithm=self.alg)
        self.secret = decode(jwk["k"]) if self.alg == "HS256" else None
        if self.secret is not None and len(self.secret) < 32:
            raise ValueError(f"the key {self.kid!r} is shorter than 32 bytes")
        self.thumbprint = thumbprint(jwk)

    def verifies(self, text, signature):
        return self._key.Algorithm.verify(text, self._key.key, signature)


def thumbprint(jwk):
    """RFC 7638."""
    names = ["k", "kty"] if jwk["kty"] == "oct" else ["crv", "kty", "x", "y"]
    text = json.dumps({name: jwk[name] for name in names}, separators=(",", ":"))
    return encode(hashlib.sha256(text.encode()).digest())


class KeyRing:
    """Keys by their `kid`. `fault` says why the file as it is now is not in use."""

    def __init__(self, secret=None, file=None):
        self.fault, self._file, self._text = None, file, None
        if secret is not None:
            jwk = {"kty": "oct", "k": encode(secret.encode()), "alg": "HS256"}
            key = Key({**jwk, "kid": thumbprint(jwk)[:16]})
            self._keys = {key.kid: key}
        else:
            self._keys = self._read()
            threading.Thread(target=self._follow, daemon=True).start()

    def get(self, kid):
        return self._keys.get(kid) if isinstance(kid, str) else None

    def all(self):
        return list(self._keys.values())

    def _read(self):
        with open(self._file, encoding="utf-8") as file:
            self._text = file.read()
        keys = [Key(jwk) for jwk in json.loads(self._text)["keys"]]
        if len({key.kid for key in keys}) != len(keys) or not keys:
            raise ValueError("there is no key, or two have the same kid")
        return {key.kid: key for key in keys}

    def _follow(self):
        while True:
            time.sleep(READ_EVERY)
            before = self._text
            try:
                # All of it or nothing: with a bad file the keys stay as they were.
                self._keys, self.fault = self._read(), None
            except Exception as error:
                self.fault = f"{type(error).__name__}: the file is no JWK Set of HS256 and ES256 keys"
                if before != self._text:
                    print(f"the keys stay as they were: {self.fault}", flush=True)


def own_key(file):
    """The service's own Ed25519 key, whose public half stands in the bank's registry."""
    with open(file, encoding="utf-8") as text:
        return "service", OKPAlgorithm.from_jwk(text.read())


def derived_key(ring, service):
    """An Ed25519 key made of a secret that the bank has too; None without one."""
    for key in ring.all():
        if key.secret is not None:
            info = f"latchkey logout delivery of {service}".encode()
            seed = HKDF(SHA256(), 32, salt=None, info=info).derive(key.secret)
            return key.kid, Ed25519PrivateKey.from_private_bytes(seed)
    return None
