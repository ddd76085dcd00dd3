"""Errors in the shape that sites and programs act on: RFC 9457, with the codes of Latchkey's docs/tokens.md."""

TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed"}
TITLES |= {411: "Length Required", 413: "Content Too Large", 415: "Unsupported Media Type", 429: "Too Many Requests"}
TITLES |= {500: "Internal Server Error", 503: "Service Unavailable"}

DETAILS = {
    "token_missing": "A token is needed here, and none came.",
    # One wording, whatever was wrong: the reason is nobody's business.
    "token_invalid": "The token is not authentic.",
    "token_expired": "The token's time is over.",
    "clock_skew": "The clocks of service and bank differ too much.",
    "session_ended": "The session is over.",
    "renew_required": "A newer token is needed here.",
    "csrf_refused": "This request did not come from a page that may act here.",
}


class Problem(Exception):
    def __init__(self, status, code, detail=None, headers=None, **members):
        super().__init__(code)
        self.status, self.code, self.headers = status, code, headers or {}
        self.members = {"detail": detail or DETAILS.get(code, TITLES[status]), **members}

    def body(self, request_id):
        """The members of the answer."""
        # rule: problem
        head = {"type": "about:blank", "title": TITLES[self.status], "status": self.status}
        return {**head, **self.members, "code": self.code, "requestId": request_id}


def unauthorized(code):
    return Problem(401, code)
