"""A small HTTP client that stands where a TLS proxy and a browser would stand."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Someone who visits the site over HTTPS; the proxy in front speaks plain HTTP to it."""

    def __init__(self, port: int, host: str = "localhost"):
        self.port = port
        self.host = host
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, str]:
        """Fetch a page: status, text, and where it redirects to."""
        return self._send("GET", path)

    def post(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Open the page with the form, fill the fields in, and send it."""
        status, text, _ = self.get(path)
        found = TOKEN.search(text)
        assert found, f"{path} has no form, status {status}"
        return self._send("POST", path, {"csrfmiddlewaretoken": found[1], **fields})

    def _send(self, method: str, path: str, fields: dict[str, str] | None = None):
        headers = {
            "Host": self.host,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{self.host}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", errors="replace")
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return answer.status, text, answer.headers.get("Location", "")
