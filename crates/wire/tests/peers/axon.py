"""The SDK's axon as `//Bob`: `axon.py [cached]`; prints where it listens and as whom."""

import asyncio
import json
import socket
import sys
import threading
import time
from typing import Tuple

from messages import (
    Array,
    Decline,
    Echo,
    Inner,
    Mixed,
    Open,
    Ordered,
    Sleep,
    Tokens,
    bt,
    cache_schemas,
    keypair,
    turned,
)

BOB, EVE = keypair("//Bob"), keypair("//Eve").ss58_address
CHUNKS = 200


class Wallet:
    """As much of one as an axon uses."""

    hotkey = BOB
    coldkeypub = BOB


async def echo(synapse: Echo) -> Echo:
    synapse.output = synapse.input
    return synapse


def strangers(synapse: Echo) -> Tuple[bool, str]:
    return synapse.dendrite.hotkey == EVE, "Eve"


async def unhashed(synapse: Open) -> Open:
    synapse.output = synapse.input
    return synapse


async def mixed(synapse: Mixed) -> Mixed:
    synapse.back = Inner(word=synapse.inner.word, share=synapse.inner.share)
    return synapse


async def ordered(synapse: Ordered) -> Ordered:
    return synapse


async def array(synapse: Array) -> Array:
    synapse.turned = bt.Tensor.serialize(turned(synapse.given.numpy()))
    return synapse


async def sleep(synapse: Sleep) -> Sleep:
    await asyncio.sleep(synapse.ms / 1000)
    return synapse


async def decline(synapse: Decline) -> Decline:
    if synapse.status == 500:
        raise RuntimeError("as asked")
    synapse.axon.status_code = synapse.status
    return synapse


def tokens(synapse: Tokens) -> bt.StreamingSynapse.BTStreamingResponse:
    async def stream(send):
        for number in range(CHUNKS):
            space = " " if number else ""
            chunk = f"{space}{synapse.prompt}-{number}-€".encode()
            await send({"type": "http.response.body", "body": chunk, "more_body": True})

    return synapse.create_streaming_response(stream)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if "cached" in sys.argv[1:]:
    cache_schemas()
port = free_port()
axon = bt.Axon(wallet=Wallet(), port=port, ip="127.0.0.1", external_ip="127.0.0.1", external_port=port)
# An axon listens everywhere whatever it is told; here on this machine only.
axon.fast_config.host = "127.0.0.1"
axon.attach(forward_fn=echo, blacklist_fn=strangers)
for forward in (unhashed, mixed, ordered, array, sleep, decline, tokens):
    axon.attach(forward_fn=forward)
axon.start()
for _ in range(500):
    if axon.fast_server.started:
        break
    time.sleep(0.02)
print(json.dumps({"port": port, "hotkey": BOB.ss58_address}), flush=True)
threading.Event().wait()
