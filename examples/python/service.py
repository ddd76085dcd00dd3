"""The pension service: a service of a Latchkey deployment with nothing but Python and PyJWT."""

import json
import os
import signal
import threading
import time
import uuid

from bank import ask
from feed import Feed
from keys import KeyRing, derived_key, own_key
from server import Request, Server
from sessions import Sessions
from state import State
from streams import Streams


class Service:
    """Its settings, by Latchkey's own names, and its parts."""

    id = "pension"

    def __init__(self, env):
        self.host, self.port = env.get("HOST", "127.0.0.1"), int(env.get("PORT", "3003"))
        self.origin = env.get("PUBLIC_URL", f"http://pension.demo.localhost:{self.port}")
        self.issuer = env.get("SSO_ISSUER", "http://bank.demo.localhost:3001")
        self.bank_url = env.get("BANK_URL", self.issuer)
        self.cookie_domain = env.get("SSO_COOKIE_DOMAIN", "demo.localhost")
        self.token_ttl = int(env.get("TOKEN_TTL", "900"))
        self.session_absolute = int(env.get("SESSION_ABSOLUTE", "43200"))
        self.ops_token = env.get("OPS_TOKEN")
        self.instance = uuid.uuid4().hex[:8]
        if ("JWT_SECRET" in env) == ("JWT_KEYS_FILE" in env):
            raise SystemExit("set JWT_SECRET or JWT_KEYS_FILE, and not both")
        self.keys = KeyRing(env.get("JWT_SECRET"), env.get("JWT_KEYS_FILE"))
        self._own_key = own_key(env["SERVICE_KEY_FILE"]) if "SERVICE_KEY_FILE" in env else None
        self.state = State(env.get("DATA_DIR", ".data"))
        self.feed, self.sessions, self.streams = Feed(self), Sessions(self), Streams(self)

    def proof_key(self):
        """The kid and key by which this service proves a logout to the bank; None where it shares no secret with it."""
        return self._own_key or derived_key(self.keys, self.id)

    def start(self):
        for part in (self.feed, self.sessions, self.streams):
            part.start()
        threading.Thread(target=self._learn_services, daemon=True).start()

    def _learn_services(self):
        """The list that pages show to switch between services; the last one known counts while the bank is away."""
        while True:
            try:
                status, data = ask(self.bank_url, "GET", "/.well-known/latchkey/services")
                if status == 200:
                    with self.state.change() as state:
                        state.services = json.loads(data)["services"]
            except Exception:
                pass
            time.sleep(60)


def main():
    service = Service(os.environ)
    server = Server((service.host, service.port), Request)
    server.service = service
    service.start()
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"pension listens on port {service.port}", flush=True)
    server.serve_forever(poll_interval=0.1)
    service.streams.close()


if __name__ == "__main__":
    main()
