"""Open pages hear within a second that their session is over. One thread serves all streams."""

import socket
import threading
import time

from problem import Problem

PER_SESSION, IN_ALL = 16, 10_000
COMMENT_EVERY = 15
HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\nx-accel-buffering: no\r\n"
    b"connection: close\r\n\r\nretry: 2000\n\n: open\n\n"
)


class Streams:
    def __init__(self, service):
        self._service = service
        self._lock, self._news = threading.Lock(), threading.Event()
        # By the connection: the claims of the newest token of its session.
        self._open = {}

    def start(self):
        threading.Thread(target=self._serve, daemon=True).start()

    def wake(self):
        """Something may have ended."""
        self._news.set()

    def owns(self, connection):
        return connection in self._open

    def add(self, connection, claims):
        """Takes a connection over, for as long as its session lives."""
        with self._lock:
            if sum(other["sid"] == claims["sid"] for other in self._open.values()) >= PER_SESSION:
                raise Problem(429, "too_many_streams", headers={"Retry-After": "60"})
            if len(self._open) >= IN_ALL:
                raise Problem(503, "streams_exhausted", headers={"Retry-After": "60"})
            connection.setblocking(False)
            self._open[connection] = claims
        self._send([connection], HEAD)
        self.wake()

    def saw(self, claims):
        """A newer token of a session lets its streams live on."""
        with self._lock:
            for connection, held in self._open.items():
                if held["sid"] == claims["sid"] and held["iat"] < claims["iat"]:
                    self._open[connection] = claims

    def close(self):
        """Without an event: browsers come back by themselves, to whoever serves then."""
        for connection in list(self._open):
            self._drop(connection)

    def _serve(self):
        # rule: stream
        commented = time.monotonic()
        while True:
            self._news.wait(1)
            self._news.clear()
            with self._lock:
                held = list(self._open.items())
            for connection, claims in held:
                code = self._service.sessions.end_of(claims)
                if code is None and claims["exp"] <= time.time():
                    code = "token_expired"
                if code is not None:
                    self._send([connection], f'event: end\ndata: {{"code":"{code}"}}\n\n'.encode())
                if code is not None or is_gone(connection):
                    self._drop(connection)
            if time.monotonic() - commented >= COMMENT_EVERY:
                commented = time.monotonic()
                self._send(list(self._open), b":\n\n")

    def _send(self, connections, data):
        for connection in connections:
            try:
                # Who does not read is not waited for.
                if connection.send(data) < len(data):
                    self._drop(connection)
            except OSError:
                self._drop(connection)

    def _drop(self, connection):
        with self._lock:
            self._open.pop(connection, None)
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()


def is_gone(connection):
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
