"""A miner of taowire as `//Bob`, on a chain that exists in memory alone; prints where it listens and as whom."""

import json
import socket
import sys
import tempfile
import threading
from pathlib import Path

# Its log goes wherever it finds standard output; ours is for whoever started this.
sys.stdout = sys.stderr

from pydantic import BaseModel
from taowire import Miner
from taowire.config import MinerSettings
from taowire.crypto import CRYPTO_ED25519, keypair_from_uri
from taowire.testing.fake_chain import FakeChain
from taowire.testing.metagraph import FakeMetagraphSource

BOB = keypair_from_uri("//Bob")
CALLERS = (keypair_from_uri("//Alice"), keypair_from_uri("//Alice", crypto_type=CRYPTO_ED25519))
NETUID, CHUNKS = 1, 200


class Echo(BaseModel):
    input: int
    output: int | None = None


class Words(BaseModel):
    prompt: str


class Word(BaseModel):
    word: str


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


port = free_port()
chain = FakeChain()
chain.add_subnet(NETUID)
chain.register(NETUID, BOB.ss58_address)
for caller in CALLERS:
    chain.register(NETUID, caller.ss58_address, validator_permit=True, stake_tao=1000)
gateway = chain.with_signer(BOB.ss58_address)
settings = MinerSettings(
    netuid=NETUID,
    wallet_name="none",
    wallet_path=Path(tempfile.gettempdir()),
    external_ip="203.0.113.7",
    bind_host="127.0.0.1",
    bind_port=port,
    allow_private_axons=True,
    ntp_servers=(),
)
miner = Miner(settings, gateway=gateway, metagraph=FakeMetagraphSource(gateway, NETUID), hotkey=BOB)


@miner.route("/Echo", request=Echo, response=Echo)
async def echo(asked: Echo, ctx) -> Echo:
    return Echo(input=asked.input, output=asked.input)


@miner.route("/Words", request=Words, response=Word, stream=True)
async def words(asked: Words, ctx):
    for number in range(CHUNKS):
        yield Word(word=f"{asked.prompt}-{number}-€")


miner.serve_in_background()
print(json.dumps({"port": port, "hotkey": BOB.ss58_address}), file=sys.__stdout__, flush=True)
threading.Event().wait()
