"""HTTP: one request, its guard, and the shape of every answer."""

import hmac
import json
import re
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from access_token import require_in_time
from problem import Problem
from routes import ROUTES
from transport import caller_of

LONGEST_BODY = 10_000


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def shutdown_request(self, request):
        # A stream goes on after its handler.
        if not self.service.streams.owns(request):
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """A connection that broke is no news."""


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def answer(self):
        self.service, self.is_stream = self.server.service, False
        sane = re.fullmatch(r"[A-Za-z0-9._-]{1,64}", self.headers.get("x-request-id", ""))
        self.request_id = sane[0] if sane else str(uuid.uuid4())
        try:
            body = self._read_body()
            path, method = self.path.partition("?")[0], "GET" if self.command == "HEAD" else self.command
            methods = ROUTES.get(path)
            if methods is None:
                raise Problem(404, "not_found")
            if method not in methods:
                raise Problem(405, "method_not_allowed", headers={"Allow": ", ".join(methods)})
            status, value, headers = methods[method](self, body)
            if not self.is_stream:
                is_page = isinstance(value, str)
                content_type = "text/html; charset=utf-8" if is_page else "application/json"
                self._send(status, content_type, value if is_page else json.dumps(value), headers)
        except Problem as problem:
            self._refuse(problem)
        except OSError:
            self.close_connection = True
        # rule: never-fails. What is bad input was refused before; this is a fault of ours.
        except Exception as error:
            print(f"{self.request_id}: {type(error).__name__}: {error}", flush=True)
            self._refuse(Problem(500, "internal"))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = answer

    def guard(self, bound, role=None):
        """Who calls. The order decides which error is told: first who it is, then whether the session lives, then rights."""
        caller = caller_of(self, self.service)
        require_in_time(caller.claims)
        self.service.sessions.require_active(caller.claims, bound)
        self.service.streams.saw(caller.claims)
        # rule: role
        if role is not None and role not in caller.roles:
            raise Problem(403, "role_missing", f"This needs the role {role}.", roles=[role])
        return caller

    def json(self, body):
        """An object of JSON; of any other type a foreign page could send it without asking."""
        # rule: json-only
        if not re.match(r"application/json\s*(;|$)", self.headers.get("content-type", ""), re.IGNORECASE):
            raise Problem(415, "unsupported_media_type")
        try:
            pairs = json.loads(body.decode("utf-8"), object_pairs_hook=list)
            return dict(pairs) if len(dict(pairs)) == len(pairs) else None
        except (ValueError, TypeError, RecursionError):
            return None

    def is_operator(self):
        """By the token of operators; without one, from this machine itself and through no proxy."""
        # rule: operators-only
        given, wanted = self.headers.get("authorization", ""), self.service.ops_token
        if wanted is not None:
            return hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())
        return self.client_address[0] == "127.0.0.1" and "x-forwarded-for" not in self.headers

    def _read_body(self):
        # Whatever stays unread would be taken for the next request.
        self.close_connection = True
        if "transfer-encoding" in self.headers:
            raise Problem(411, "length_required")
        length = self.headers.get("content-length", "0")
        if not re.fullmatch(r"[0-9]{1,9}", length):
            raise Problem(400, "invalid_body")
        if int(length) > LONGEST_BODY:
            raise Problem(413, "too_large")
        body = self.rfile.read(int(length))
        self.close_connection = self.headers.get("connection", "").lower() == "close"
        return body

    def _refuse(self, problem):
        headers = list(problem.headers.items())
        # rule: challenge, rule: no-redirect
        if problem.status == 401:
            blame = "" if problem.code == "token_missing" else ', error="invalid_token"'
            headers.append(("WWW-Authenticate", f'Bearer realm="{self.service.origin}"{blame}'))
        self._send(problem.status, "application/problem+json", json.dumps(problem.body(self.request_id)), headers)

    def _send(self, status, content_type, body, headers=()):
        data = body.encode()
        self.send_response(status)
        # rule: no-store, rule: no-cors. No header lets another origin read.
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Request-Id", self.request_id)
        for name, text in headers:
            self.send_header(name, text)
        if status != 204:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_):
        """No request is logged: what it carries is nobody's business."""
