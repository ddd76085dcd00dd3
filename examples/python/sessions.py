"""Whether a session lives, and how its end is told to the bank."""

import json
import threading
import time
import uuid

import jwt

from bank import ask
from problem import unauthorized

FINAL = ("session_ended", "token_expired")
TRIES_OF_AN_INVALID_TOKEN = 6
TELL_EVERY = 2


class Sessions:
    def __init__(self, service):
        self._service, self._state = service, service.state
        self._news = threading.Event()

    def start(self):
        threading.Thread(target=self._tell_all, daemon=True).start()

    def end_of(self, claims):
        """Why a session, or this token of it, counts no more; None while it does."""
        # rule: session-ended
        if claims["sid"] in self._state.ended:
            return "session_ended"
        # rule: rights-changed. Newer rights are in a newer token; one of version 1 has none that could be newer.
        if "rv" in claims and claims["rv"] < self._state.rights.get(claims["sub"], [0])[0]:
            return "renew_required"
        return None

    def require_active(self, claims, bound):
        """Refuses what is over, and what was proven to live longer ago than the route bears, in seconds."""
        code = self.end_of(claims)
        # rule: staleness. A token that was just issued is itself a proof that its session lives.
        if code is None and min(self._service.feed.age(), time.time() - claims["iat"]) > bound:
            code = "renew_required"
        if code is not None:
            raise unauthorized(code)

    def end(self, caller, everywhere):
        """Ends a session here, now and after a restart, and tells the bank as soon as it listens."""
        claims = caller.claims
        until = claims["auth_time"] + self._service.session_absolute
        order = {"sid": claims["sid"], "sub": claims["sub"], "everywhere": everywhere, "until": until, "tries": 0}
        # A person's token is kept only where this service has no key to prove by.
        order["token"] = None if self._service.proof_key() else caller.token
        # rule: logout-here
        with self._state.change() as state:
            state.ended[claims["sid"]] = until
            state.logouts[claims["sid"]] = order
        self._news.set()
        self._service.streams.wake()

    def _tell_all(self):
        # rule: logout-told
        while True:
            self._news.wait(TELL_EVERY)
            self._news.clear()
            for order in list(self._state.logouts.values()):
                is_done = self._told(order) or order["until"] < time.time()
                with self._state.change() as state:
                    # To the end of the line, so that one which the bank does not take holds up no other.
                    if state.logouts.get(order["sid"]) is order and state.logouts.pop(order["sid"]) and not is_done:
                        state.logouts[order["sid"]] = order
                # While the bank is away, one try at a time finds out whether it is back.
                if not is_done:
                    break

    def _told(self, order):
        """Whether the bank knows, or will never take it."""
        order["tries"] += 1
        try:
            status, data = ask(self._service.bank_url, "POST", *self._question(order))
            code = json.loads(data).get("code") if status == 401 else None
        except Exception:
            return False
        if code == "token_invalid":
            return order["tries"] >= TRIES_OF_AN_INVALID_TOKEN
        return 200 <= status < 300 or code in FINAL

    def _question(self, order):
        """Path, headers and body."""
        if order["token"] is None:
            body = json.dumps({"proof": self._proof(order)})
            return "/api/logout/delivered", {"content-type": "application/json"}, body
        path = "/api/logout/everywhere" if order["everywhere"] else "/api/logout"
        return path, {"authorization": f"Bearer {order['token']}"}, None

    def _proof(self, order):
        kid, key = self._service.proof_key()
        now = int(time.time())
        claims = {"iss": self._service.id, "aud": self._service.issuer, "jti": str(uuid.uuid4())}
        claims |= {name: order[name] for name in ("sub", "sid", "everywhere")} | {"iat": now, "exp": now + 300}
        return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": kid, "typ": "logout+jwt"})
