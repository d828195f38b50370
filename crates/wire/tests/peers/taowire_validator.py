"""A validator of taowire calls an axon that signs and one that does not: `taowire_validator.py SIGNING PLAIN HOTKEY`."""

import asyncio
import json
import sys

from checks import Checks
from taowire.auth.signer import RequestSigner
from taowire.chain.axon import Endpoint
from taowire.chain.gateway import NeuronView
from taowire.crypto import CRYPTO_ED25519, keypair_from_uri
from taowire.validator.client import ValidatorClient

SIGNING, PLAIN, HOTKEY = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
CHUNKS = 200
CHECKS = Checks()


def miner(port, hotkey=HOTKEY):
    return NeuronView(
        uid=0,
        hotkey=hotkey,
        coldkey=hotkey,
        validator_permit=False,
        active=True,
        total_stake_tao=0.0,
        alpha_stake=0.0,
        tao_stake=0.0,
        axon=Endpoint(host="127.0.0.1", port=port, is_ipv6=False),
        last_update=0,
        incentive=0.0,
        dividends=0.0,
    )


def body(**fields):
    return json.dumps(fields).encode()


async def echo(client, number, whom):
    answer = await client.query(whom, "/Echo", body(input=number))
    data = None if answer.data is None else json.loads(answer.data)
    return answer.ok, answer.response_verified, answer.error_code, data


async def words(client, whom, prompt):
    answer = await client.query_stream(whom, "/Words", body(prompt=prompt))
    chunks = [chunk["word"] for chunk in answer.data or ()]
    return answer.ok, answer.response_verified, answer.error_code, chunks


async def main():
    ours = miner(SIGNING)
    for kind, keys in (
        ("sr25519", keypair_from_uri("//Alice")),
        ("ed25519", keypair_from_uri("//Alice", crypto_type=CRYPTO_ED25519)),
    ):
        async with ValidatorClient(RequestSigner(keys)) as client:
            for number in (42, -(2**63)):
                expected = (True, True, None, {"input": number, "output": number})
                await CHECKS.awaited(f"{kind}: echo of {number}", expected, echo(client, number, ours))
            expected = (True, True, None, [f"it's-{number}-€" for number in range(CHUNKS)])
            await CHECKS.awaited(f"{kind}: a stream of {CHUNKS} chunks", expected, words(client, ours, "it's"))
    async with ValidatorClient(RequestSigner(keypair_from_uri("//Alice"))) as client:
        refused = (False, False, "tw.bad_response_signature", None)
        await CHECKS.awaited("an axon that does not sign", refused, echo(client, 1, miner(PLAIN)))
        stranger = miner(SIGNING, keypair_from_uri("//Charlie").ss58_address)
        refused = (False, False, "tw.http_401", None)
        await CHECKS.awaited("signed for another axon", refused, echo(client, 1, stranger))


asyncio.run(main())
CHECKS.close()
