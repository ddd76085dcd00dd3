"""Follows the bank's revocation feed: believes only what the bank signed, and only what is newer."""

import threading
import time

from access_token import UUID, NotAuthentic, is_count, is_list_of, is_text, need, open_token
from bank import ask
from state import NOTHING_HEARD

PATH = "/.well-known/latchkey/revocations"
WAIT = 5
LONGEST = 53_000_000
MOST_DELETED = 10_000
APART = 60
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2
HEAD = {"kind", "iss", "iat", "etag"}
KINDS = {"heartbeat": set(), "set": {"as_of", "sids"}, "delta": {"as_of", "sids", "since"}}
LISTS = {"rights", "deleted", "deleted_after", "deleted_to"}


class Feed:
    def __init__(self, service):
        self._service, self._state = service, service.state
        self._renewed_at = float("-inf")

    def start(self):
        threading.Thread(target=self._follow, daemon=True).start()

    def age(self):
        """Seconds since the question was asked whose answer was signed last."""
        # rule: feed-age
        return time.monotonic() - self._renewed_at

    def _follow(self):
        # rule: feed-follow
        pause, fault = FIRST_PAUSE, None
        while True:
            try:
                self._ask()
                pause, fault = FIRST_PAUSE, None
            except Exception as error:
                pause = min(pause * 2, LONGEST_PAUSE)
                if fault != type(error):
                    print(f"the feed was not followed, asking again: {type(error).__name__}: {error}", flush=True)
                fault = type(error)
            time.sleep(pause)

    def _ask(self):
        known, now = self._state.feed, time.time()
        # A clock that was set right leaves such a state behind: next to it every true answer would look old.
        if max(known["iat"], known["as_of"] / 1000, known["rights_as_of"] / 1000) > now + 2 * APART:
            known = dict(NOTHING_HEARD)
        headers = {"accept": "application/jwt", "accept-encoding": "gzip", "prefer": f"wait={WAIT}"}
        query = f"?ver=2&deleted_after={self._state.deleted_to}"
        if known["etag"] is not None:
            headers["if-none-match"] = f'"{known["etag"]}"'
            query += f"&since={known['as_of']}&rights_since={known['rights_as_of']}"
        started = time.monotonic()
        status, data = ask(self._service.bank_url, "GET", PATH + query, headers, None, LONGEST, WAIT + 3)
        if status != 200:
            raise ValueError(f"the bank answered {status}")
        # rule: feed-authentic
        claims = open_token(data.decode("ascii"), "revocations+jwt", self._service.keys, LONGEST)
        require_form(claims, self._service.issuer)
        self._take(claims, known, started)
        self._service.streams.wake()

    def _take(self, claims, known, started):
        with self._state.change() as state:
            until = time.time() + self._service.token_ttl + 2 * APART
            # rule: feed-teaches. Sessions do not come back to life: whatever else an authentic answer is worth, they are over.
            for sid in claims.get("sids", []):
                state.ended[sid] = max(until, state.ended.get(sid, 0))
            # rule: feed-rights
            for sub, rv in claims.get("rights", []):
                state.rights[sub] = [max(rv, state.rights.get(sub, [0])[0]), until]
            state.feed = self._step(claims, known, started)

    def _step(self, claims, known, started):
        """How far the feed is heard after this answer."""
        iat, as_of = claims["iat"], claims.get("as_of", 0)
        is_second, is_heartbeat = "ver" in claims, claims["kind"] == "heartbeat"
        # rule: feed-future
        if iat > time.time() + APART or as_of > (iat + APART) * 1000:
            return known
        # rule: feed-order
        if is_heartbeat and claims["etag"] != known["etag"]:
            return {**known, "etag": None}
        if iat < known["iat"] if is_heartbeat else as_of < known["as_of"]:
            return known
        begins = min(known["as_of"], known["rights_as_of"]) if is_second else known["as_of"]
        if claims.get("since", 0) > begins:
            return {**known, "etag": None}
        if iat > known["iat"]:
            self._renewed_at = started
        after = {**known, "iat": max(iat, known["iat"])}
        if is_heartbeat:
            return after
        if is_second:
            self._remove(claims)
            after["rights_as_of"] = as_of
        return {**after, "as_of": as_of, "etag": claims["etag"]}

    def _remove(self, claims):
        """The data goes together with the cursor, in one change of the state."""
        # rule: feed-deleted
        for sub in claims["deleted"]:
            self._state.pensions.pop(sub, None)
        # Nothing in between may have been left out.
        if claims["deleted_after"] <= self._state.deleted_to:
            self._state.deleted_to = claims["deleted_to"]


def require_form(claims, issuer):
    kind, is_second = claims.get("kind"), "ver" in claims
    need(isinstance(kind, str) and kind in KINDS, "feed kind")
    lists = LISTS if is_second and kind != "heartbeat" else set()
    need(set(claims) == HEAD | KINDS[kind] | lists | ({"ver"} if is_second else set()), "feed claims")
    need(claims["iss"] == issuer, "feed iss")
    need(is_count(claims["iat"], 1) and is_text(claims["etag"], r"[A-Za-z0-9_-]{1,64}"), "feed claims")
    need(not is_second or (type(claims["ver"]) is int and claims["ver"] == 2), "feed version")
    if kind == "heartbeat":
        return
    need(is_count(claims["as_of"], 1) and is_count(claims.get("since", 1), 1), "feed claims")
    need(is_list_of(claims["sids"], UUID, LONGEST, least=0), "feed claims")
    if is_second:
        need(isinstance(claims["rights"], list) and all(is_right(one) for one in claims["rights"]), "feed lists")
        need(is_list_of(claims["deleted"], UUID, MOST_DELETED, least=0), "feed lists")
        need(is_count(claims["deleted_after"]) and is_count(claims["deleted_to"]), "feed lists")
        need(claims["deleted_to"] >= claims["deleted_after"], "feed lists")


def is_right(one):
    return isinstance(one, list) and len(one) == 2 and is_text(one[0], UUID) and is_count(one[1])
