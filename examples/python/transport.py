"""How a token travels, and which pages may send the cookie."""

import re

from access_token import authenticate, require_in_time
from problem import Problem, unauthorized

COOKIE = "__Secure-latchkey"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
BROWSERS_OWN = re.compile(r"(basic|digest|negotiate|ntlm) +[^ ]", re.IGNORECASE)


class Caller:
    def __init__(self, claims, token, via):
        self.claims, self.token, self.via = claims, token, via
        self.sub, self.roles = claims["sub"], claims.get("roles", [])


def caller_of(request, service, is_logout=False):
    """Chooses the way before anything is verified: an Authorization header counts alone, else the cookie."""
    # rule: nowhere-else. These two headers are all that is looked at, and no query.
    lines = request.headers.get_all("authorization", [])
    # rule: bearer, rule: one-header
    bearer = re.fullmatch(r"bearer ([^ ]+)", lines[0], re.IGNORECASE) if len(lines) == 1 else None
    # rule: bearer-from-anywhere. Only a program sends one, so nobody asks which page it was.
    if bearer is not None:
        caller = Caller(authenticate(bearer[1], service), bearer[1], "bearer")
    # rule: no-rescue
    elif lines and not (len(lines) == 1 and BROWSERS_OWN.match(lines[0]) and is_own_page(request, service)):
        raise unauthorized("token_invalid")
    else:
        caller = by_cookie(request, service)
        require_own_page(request, service)
    # rule: trv. A logout harms nobody else, so it is taken on any way.
    if not is_logout and caller.claims.get("trv", caller.via) != caller.via:
        raise unauthorized("token_invalid")
    return caller


def by_cookie(request, service):
    texts = list(cookies_of("; ".join(request.headers.get_all("cookie", []))))
    # rule: token-missing
    if not texts:
        raise unauthorized("token_missing")
    if len(texts) == 1:
        return Caller(authenticate(texts[0], service), texts[0], "cookie")
    good = [caller for caller in (verified(text, service) for text in texts) if caller is not None]
    # rule: several-cookies. A sibling host can plant a cookie of the same name: several count only if all that verify are of one session.
    if len({(caller.claims["sid"], caller.sub) for caller in good}) != 1:
        raise unauthorized("token_invalid")
    return max(good, key=lambda caller: caller.claims["iat"])


def verified(text, service):
    try:
        claims = authenticate(text, service)
        require_in_time(claims)
    except Problem:
        return None
    return Caller(claims, text, "cookie") if claims.get("trv", "cookie") == "cookie" else None


def cookies_of(header):
    # rule: cookie
    for pair in header.split(";"):
        name, equals, value = pair.partition("=")
        if equals and name.strip(" \t") == COOKIE:
            yield value.strip(" \t")


def require_own_page(request, service):
    """A cookie changes something only if one of our own pages sent it."""
    # rule: csrf, rule: safe-methods
    if request.command not in SAFE_METHODS and not is_own_page(request, service):
        raise Problem(403, "csrf_refused")


def is_own_page(request, service):
    site, origin = (", ".join(request.headers.get_all(name, [])) for name in ("sec-fetch-site", "origin"))
    # Never by the Host header: it is written by the one who asks.
    return site == "same-origin" if site else origin == service.origin
