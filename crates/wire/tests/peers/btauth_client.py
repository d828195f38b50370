"""The SDK's `http_auth` signs, a plain HTTP client sends: `btauth_client.py PORT HOTKEY`."""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from bittensor import http_auth
from bittensor.sp_core import Keypair
from checks import Checks

PORT, HOTKEY = int(sys.argv[1]), sys.argv[2]
ALICE, CHARLIE = Keypair.create_from_uri("//Alice"), Keypair.create_from_uri("//Charlie")
CHECKS = Checks()


def signed(body, **changes):
    parts = dict(method="POST", path="/Echo", body=body, receiver_ss58=HOTKEY, **changes)
    return http_auth.sign(ALICE, **parts)


def send(headers, body, target="/Echo"):
    """Status and JSON of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    try:
        connection.request("POST", target, body=body, headers={"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def echo(number):
    body = json.dumps({"input": number}).encode()
    return send(signed(body), body)


def refusal(headers, body, target="/Echo"):
    status, answer = send(headers, body, target)
    return status, list(answer)


for number in (42, -(2**63)):
    CHECKS.of(f"echo of {number}", (200, {"input": number, "output": number}), lambda: echo(number))

BODY = b'{"input": 7}'
CHECKS.of("the body changed", (401, ["message"]), lambda: refusal(signed(BODY), b'{"input": 8}'))
CHECKS.of("the target changed", (401, ["message"]), lambda: refusal(signed(BODY), BODY, "/Echo?again"))
once = signed(BODY)
CHECKS.of("a request", 200, lambda: send(once, BODY)[0])
CHECKS.of("the same again", (401, ["message"]), lambda: refusal(once, BODY))
for name, seconds in (("eleven seconds old", -11), ("three seconds ahead", 3)):
    shifted = signed(BODY, nonce_ns=time.time_ns() + seconds * 10**9)
    CHECKS.of(name, (401, ["message"]), lambda: refusal(shifted, BODY))
other = http_auth.sign(ALICE, method="POST", path="/Echo", body=BODY, receiver_ss58=CHARLIE.ss58_address)
CHECKS.of("signed for another axon", (401, ["message"]), lambda: refusal(other, BODY))
unbound = http_auth.sign(ALICE, method="POST", path="/Echo", body=BODY)
CHECKS.of("signed for nobody", (401, ["message"]), lambda: refusal(unbound, BODY))
stranger = {**signed(BODY), http_auth.HEADER_HOTKEY: CHARLIE.ss58_address}
CHECKS.of("another sender's name", (401, ["message"]), lambda: refusal(stranger, BODY))
query = http_auth.sign(ALICE, method="POST", path="/Echo?x=1", body=BODY, receiver_ss58=HOTKEY)
CHECKS.of("a query is signed too", 200, lambda: send(query, BODY, "/Echo?x=1")[0])

ED25519 = Keypair.create_from_uri("//Alice", 0)
edwards = http_auth.sign(ED25519, method="POST", path="/Echo", body=BODY, receiver_ss58=HOTKEY)
CHECKS.of("an ed25519 key", 200, lambda: send(edwards, BODY)[0])
assumed = {name: value for name, value in edwards.items() if name != http_auth.HEADER_CRYPTO}
CHECKS.of("an ed25519 key that says sr25519", (401, ["message"]), lambda: refusal(assumed, BODY))


def at_once(count):
    with ThreadPoolExecutor(count) as threads:
        return [answer["output"] for _, answer in threads.map(echo, range(count))]


CHECKS.of("64 at once from one caller", list(range(64)), lambda: at_once(64))
CHECKS.close()
