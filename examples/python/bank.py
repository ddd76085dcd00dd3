"""Asks the bank: no redirects, bounded in time and size."""

import gzip
import http.client
import urllib.parse

SMALL = 100_000


def ask(bank_url, method, path, headers=None, body=None, longest=SMALL, timeout=3):
    """Status and body of one answer."""
    url = urllib.parse.urlsplit(bank_url)
    connect = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = connect(url.hostname, url.port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        # Bounded as it is unpacked: what is sent may be a thousand times shorter.
        packed = answer.getheader("content-encoding", "") == "gzip"
        data = (gzip.GzipFile(fileobj=answer) if packed else answer).read(longest + 1)
        if len(data) > longest:
            raise ValueError("the answer is too long")
        # A text that ends before its length is no answer.
        if answer.length:
            raise http.client.IncompleteRead(data)
        return answer.status, data
    finally:
        connection.close()
