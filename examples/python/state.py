"""What has to outlive the process, in one file that is replaced as a whole. For one process; more need a database."""

import json
import os
import threading
import time
from contextlib import contextmanager

NOTHING_HEARD = {"iat": 0, "as_of": 0, "rights_as_of": 0, "etag": None}


class State:
    def __init__(self, folder):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self._path = os.path.join(folder, "state.json")
        self._lock = threading.RLock()
        # Sessions that are over and versions of rights, each with the second at which it may be forgotten.
        self.ended, self.rights = {}, {}
        # How far the feed was heard, and behind which deleted account.
        self.feed, self.deleted_to = dict(NOTHING_HEARD), 0
        # Logouts that the bank does not know of; its list of services; what people wrote.
        self.logouts, self.services, self.pensions = {}, [], {}
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8") as file:
                vars(self).update(json.load(file))

    @contextmanager
    def change(self):
        """All changes of the block are stored together, before anybody is told of them."""
        with self._lock:
            yield self
            now = time.time()
            self.ended = {sid: until for sid, until in self.ended.items() if until > now}
            self.rights = {sub: known for sub, known in self.rights.items() if known[1] > now}
            kept = {name: value for name, value in vars(self).items() if not name.startswith("_")}
            beside = f"{self._path}.new"
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(kept, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self._path)
