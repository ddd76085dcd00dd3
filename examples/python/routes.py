"""What the service does, and who may call it. Each route answers a status, a body and cookies."""

import html
import re
import time
import urllib.parse
from datetime import datetime, timezone

from access_token import require_in_time
from problem import Problem
from transport import caller_of

# Seconds that may have passed since a session was last proven to live.
READ, SENSITIVE = 900, 15
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pension</title>
<h1>Your pension, {name}</h1>
<p>{amount} a month</p>
<script>new EventSource('/api/session/stream').addEventListener('end', () => location.reload());</script>
</html>
"""
AMOUNT = re.compile(r"0|[1-9][0-9]{0,11}")


def live(_request, _body):
    # rule: alive
    return 200, {"status": "ok"}, ()


def ready(request, _body):
    age = request.service.feed.age()
    return 200, {"status": "ok", "feedAge": round(age, 1) if age < 1e9 else None}, ()


def me(request, _body):
    # rule: me
    caller = request.guard(READ)
    claims = caller.claims
    body = {name: claims[name] for name in ("sub", "sid", "iat", "exp")}
    return 200, {**body, "username": claims["preferred_username"], "roles": caller.roles}, ()


def services(request, _body):
    return 200, {"services": request.service.state.services}, ()


def read_pension(request, _body):
    sub = request.guard(READ).sub
    return 200, {"owner": sub, "monthlyMinor": request.service.state.pensions.get(sub, "0")}, ()


def write_pension(request, body):
    sub = request.guard(SENSITIVE).sub
    value = request.json(body)
    amount = value.get("monthlyMinor") if value is not None and len(value) == 1 else None
    if not isinstance(amount, str) or AMOUNT.fullmatch(amount) is None:
        raise Problem(400, "invalid_body", errors=[{"path": "monthlyMinor", "message": "must be cents, as text"}])
    with request.service.state.change() as state:
        state.pensions[sub] = amount
    return 200, {"owner": sub, "monthlyMinor": amount}, ()


def clients(request, _body):
    request.guard(READ, "adviser")
    return 200, {"clients": sorted(request.service.state.pensions)}, ()


def log_out(request, _body, everywhere=False):
    service = request.service
    caller = caller_of(request, service, is_logout=True)
    # rule: logout-expired. An authentic token may always end its own session, also when its time is over; but not those of others.
    left = int(caller.claims["auth_time"] + service.session_absolute - time.time())
    if everywhere or left <= 0:
        require_in_time(caller.claims)
    service.sessions.end(caller, everywhere)
    # rule: logout-cookies
    reach = f"Domain={service.cookie_domain}; Path=/; Secure; SameSite=Lax"
    gone = [f"__Secure-latchkey=; Max-Age=0; HttpOnly; {reach}", f"latchkey-hint=; Max-Age=0; {reach}"]
    out = f"__Secure-latchkey-out={caller.claims['sid']}; Max-Age={max(left, 0)}; HttpOnly; {reach}"
    return 204, "", [("Set-Cookie", cookie) for cookie in (*gone, out)]


def log_out_everywhere(request, body):
    return log_out(request, body, everywhere=True)


def stream(request, _body):
    claims = request.guard(READ).claims
    if request.command == "HEAD":
        return 200, "", ()
    request.service.streams.add(request.connection, claims)
    request.is_stream = request.close_connection = True
    return 200, "", ()


def page(request, _body):
    """Rendered here for who is known. It comes again when its session ends, and so leads to the renewal or to the login."""
    try:
        caller = request.guard(READ)
    except Problem as problem:
        if problem.status != 401 or not is_navigation(request.headers):
            raise
        # rule: page-renewal. Back to this origin, never to the Host header's.
        query = urllib.parse.urlencode({"return_to": request.service.origin + request.path})
        return 302, "", [("Location", f"{request.service.issuer}/renew?{query}")]
    cents = int(request.service.state.pensions.get(caller.sub, "0"))
    name = html.escape(caller.claims["preferred_username"])
    return 200, PAGE.format(name=name, amount=f"{cents // 100}.{cents % 100:02}"), ()


def is_navigation(headers):
    dest = headers.get("sec-fetch-dest")
    return dest == "document" if dest else "text/html" in headers.get("accept", "")


def key_report(request, _body):
    if not request.is_operator():
        raise Problem(404, "not_found")
    service, age = request.service, request.service.feed.age()
    replica = {
        "instance": service.instance,
        "thumbprints": [key.thumbprint for key in service.keys.all()],
        "signing": None,
        "fault": service.keys.fault,
        "feedAge": age if age < 1e9 else None,
        "tokenVersions": [1, 2],
        "seenAt": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    return 200, {"service": service.id, "tokenTtl": service.token_ttl, "replicas": [replica]}, ()


ROUTES = {
    "/": {"GET": page},
    "/health/live": {"GET": live},
    "/health/ready": {"GET": ready},
    "/internal/keys": {"GET": key_report},
    "/api/me": {"GET": me},
    "/api/services": {"GET": services},
    "/api/session/stream": {"GET": stream},
    "/api/logout": {"POST": log_out},
    "/api/logout/everywhere": {"POST": log_out_everywhere},
    "/api/pension": {"GET": read_pension, "PUT": write_pension},
    "/api/pension/clients": {"GET": clients},
}
