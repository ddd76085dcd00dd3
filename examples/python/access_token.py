"""Reads a token exactly as the bank writes it. Whatever is wrong, the answer is the same."""

import json
import re
import time
from binascii import Error as NotBase64

from keys import decode, encode
from problem import unauthorized

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ID = re.compile(r"[a-z][a-z0-9-]{0,31}")
LONGEST = 4096
SAFE = 2**53 - 1
FIRST = set("acr amr aud auth_time exp iat iss jti preferred_username sid sub ver".split())
SECOND = FIRST | {"client_id", "roles", "rv", "trv"}


class NotAuthentic(ValueError):
    pass


def need(holds, rule):
    if not holds:
        raise NotAuthentic(rule)


def is_text(value, pattern):
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_count(value, least=0):
    # True is an int in Python.
    return type(value) is int and least <= value <= SAFE


def is_list_of(value, pattern, most, least=1):
    return isinstance(value, list) and least <= len(value) <= most and all(is_text(one, pattern) for one in value)


def open_token(text, typ, keys, longest=LONGEST):
    """The claims of a text that one of our keys signed; nothing is said about what they claim."""
    parts = text.split(".")
    # rule: three-parts
    need(len(text) <= longest and text.isascii() and len(parts) == 3, "three parts")
    try:
        # rule: base64url
        raw = [decode(part) for part in parts]
        need(all(part != "" and encode(data) == part for part, data in zip(parts, raw)), "one base64url")
        header, claims = canonical(raw[0]), canonical(raw[1])
    except (NotBase64, ValueError, RecursionError) as error:
        raise NotAuthentic("unreadable") from error
    # rule: header-members
    need(sorted(header) == ["alg", "kid", "typ"], "header members")
    # rule: typ
    need(header["typ"] == typ, "typ")
    # rule: kid
    key = keys.get(header["kid"])
    need(key is not None, "known kid")
    # rule: alg. The key says which algorithm counts; the header may only agree.
    need(header["alg"] == key.alg, "alg of the key")
    # rule: signature
    need(key.verifies(text.rpartition(".")[0].encode(), raw[2]), "signature")
    return claims


def canonical(data):
    """An object written as JSON.stringify writes it: no white space, no member twice, no needless escape."""
    # rule: canonical-json
    text = data.decode("utf-8")
    value = json.loads(text)
    need(isinstance(value, dict), "object")
    need(json.dumps(value, separators=(",", ":"), ensure_ascii=False) == text, "canonical JSON")
    return value


def authenticate(text, service):
    """Who the token names; nothing is said about time."""
    try:
        claims = open_token(text, "at+jwt", service.keys)
        require_claims(claims, service)
        return claims
    except NotAuthentic as error:
        # rule: same-words
        raise unauthorized("token_invalid") from error


def require_claims(claims, service):
    # rule: ver
    version = claims.get("ver")
    need(type(version) is int and version in (1, 2), "known version")
    # rule: known-claims
    need(set(claims) == (FIRST if version == 1 else SECOND), "known claims")
    # rule: iss
    need(claims["iss"] == service.issuer, "iss")
    # rule: aud
    need(is_list_of(claims["aud"], ID, 64) and service.id in claims["aud"], "aud names me")
    # rule: ids
    need(all(is_text(claims[name], UUID) for name in ("sub", "sid", "jti")), "ids")
    # rule: times
    need(all(is_count(claims[name], 1) for name in ("iat", "exp", "auth_time")), "whole seconds")
    # rule: lifetime
    need(0 < claims["exp"] - claims["iat"] <= service.token_ttl, "lifetime")
    # rule: claim-forms
    need(is_text(claims["acr"], r"[\x21-\x7e]{1,64}"), "claim forms")
    need(is_list_of(claims["amr"], r"[a-z0-9_-]{1,32}", 8), "claim forms")
    need(is_text(claims["preferred_username"], r"[a-z0-9._-]{3,64}"), "claim forms")
    # rule: rights-forms
    if version == 2:
        roles = claims["roles"]
        need(is_list_of(roles, ID, 16, least=0) and roles == sorted(set(roles)), "claims of version 2")
        need(is_count(claims["rv"]) and is_text(claims["client_id"], ID), "claims of version 2")
        need(claims["trv"] in ("cookie", "bearer"), "claims of version 2")


def require_in_time(claims):
    """By the clock; there is no grace."""
    now = time.time()
    # rule: clock-skew
    if max(claims["iat"], claims["auth_time"]) > now + 60:
        raise unauthorized("clock_skew")
    # rule: expired
    if claims["exp"] <= now:
        raise unauthorized("token_expired")
