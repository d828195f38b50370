"""A small server behind the SDK's `http_auth.verify`; prints where it listens and as whom."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bittensor import http_auth
from bittensor.sp_core import Keypair

HOTKEY = Keypair.create_from_uri("//Bob").ss58_address


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            http_auth.verify(
                dict(self.headers), body, method="POST", path=self.path, self_hotkey_ss58=HOTKEY
            )
        except http_auth.AuthError as error:
            return self.answer(401, {"message": f"{type(error).__name__}: {error}"})
        if self.path.partition("?")[0] != "/Echo":
            return self.answer(404, {"message": "no such route"})
        asked = json.loads(body)
        self.answer(200, {"input": asked["input"], "output": asked["input"]})

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet: the caller says what went wrong."""


class Server(ThreadingHTTPServer):
    # As many connections as a burst opens at once.
    request_queue_size = 256


server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_address[1], "hotkey": HOTKEY}), flush=True)
server.serve_forever()
