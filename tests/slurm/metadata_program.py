"""Stand-in for EC2's metadata service, IMDSv2: a token, and with it the instance's id."""

from http.server import BaseHTTPRequestHandler, HTTPServer

ADDRESS = "169.254.169.254"
TOKEN = "token of the session"  # noqa: S105


class Metadata(BaseHTTPRequestHandler):
    """Answers like IMDSv2: nothing without a token."""

    def do_PUT(self) -> None:
        """Give a token."""
        self._answer(200, TOKEN)

    def do_GET(self) -> None:
        """Tell the id, to those who have the token."""
        known = self.headers.get("X-aws-ec2-metadata-token") == TOKEN
        is_id = self.path == "/latest/meta-data/instance-id"
        self._answer(200 if known and is_id else 401, "i-0123456789abcdef0")

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    HTTPServer((ADDRESS, 80), Metadata).serve_forever()
