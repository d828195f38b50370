"""The SDK's dendrite calls an axon: `dendrite.py PORT IMPATIENT HOTKEY`."""

import asyncio
import sys

from checks import Checks
from messages import (
    MIXED,
    Array,
    Decline,
    Echo,
    Former,
    Inner,
    Mixed,
    Nowhere,
    Open,
    Ordered,
    Sleep,
    Tokens,
    arrays,
    axon_at,
    bt,
    keypair,
    turned,
)

PORT, IMPATIENT, HOTKEY = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
AXON = axon_at(PORT, HOTKEY)
CHECKS = Checks()


async def call(dendrite, message, axon=AXON, timeout=12.0):
    return await dendrite(axon, message, timeout=timeout, deserialize=False)


async def said(answer):
    """Status as the caller's own code sees it."""
    answer = await answer
    return answer.dendrite.status_code


async def success(dendrite):
    async def ping():
        answer = await call(dendrite, bt.Synapse())
        return answer.dendrite.status_code, answer.dendrite.status_message, answer.is_success

    await CHECKS.awaited("ping", (200, "Success", True), ping())

    async def echo(number):
        answer = await call(dendrite, Echo(input=number))
        return answer.is_success, answer.input, answer.output

    for number in (42, 0, -1, 2**63 - 1, -(2**63)):
        await CHECKS.awaited(f"echo of {number}", (True, number, number), echo(number))

    async def ends():
        answer = await call(dendrite, Echo(input=1))
        axon, own = answer.axon, answer.dendrite
        seconds = axon.process_time is not None and 0 <= axon.process_time < 5
        return axon.hotkey, axon.ip, axon.port, axon.status_code, own.hotkey, seconds

    ours = dendrite.keypair.ss58_address
    await CHECKS.awaited("both ends' envelope", (HOTKEY, "127.0.0.1", PORT, 200, ours, True), ends())

    async def mixed():
        answer = await call(dendrite, Mixed(**MIXED))
        same = {name: getattr(answer, name) for name in MIXED}
        return answer.dendrite.status_message, same, answer.back

    await CHECKS.awaited("eight hashed fields of all kinds", ("Success", MIXED, MIXED["inner"]), mixed())

    async def coerced():
        # An int where the class says float: hashed as the float it becomes.
        changes = dict(number=7, rows=[[1, 2]], inner=Inner(word="", share=3), maybe="", text="")
        answer = await call(dendrite, Mixed(**{**MIXED, **changes}))
        return answer.dendrite.status_message, answer.number, answer.rows, answer.maybe

    await CHECKS.awaited("ints in float fields", ("Success", 7.0, [[1.0, 2.0]], ""), coerced())
    await CHECKS.awaited("hash order of the class", 200, said(call(dendrite, Ordered(a=1, b=2))))
    await CHECKS.awaited("hash fields as before 7.2", 200, said(call(dendrite, Former(a=1, b=2))))

    async def unhashed():
        return (await call(dendrite, Open(input=5))).output

    await CHECKS.awaited("nothing hashed", 5, unhashed())

    async def tensor(array):
        answer = await call(dendrite, Array(given=bt.Tensor.serialize(array)))
        back = answer.turned.numpy()
        return answer.is_success, str(back.dtype), back.shape, back.tolist()

    for name, array in arrays():
        expected = (True, str(array.dtype), array.shape, turned(array).tolist())
        await CHECKS.awaited(name, expected, tensor(array))

    async def large():
        text = "a€" * 250_000
        answer = await call(dendrite, Mixed(**{**MIXED, "text": text}))
        return answer.text == text and answer.is_success

    await CHECKS.awaited("a message of a megabyte", True, large())


async def refusals(dendrite):
    stranger = keypair("//Charlie").ss58_address
    other = axon_at(PORT, stranger)
    await CHECKS.awaited("signed for another axon", 401, said(call(dendrite, Echo(input=1), other)))
    await CHECKS.awaited("an unknown route", 404, said(call(dendrite, Nowhere())))
    await CHECKS.awaited("a status of the handler", 418, said(call(dendrite, Decline(status=418))))
    await CHECKS.awaited("a handler that fails", 500, said(call(dendrite, Decline(status=500))))
    await CHECKS.awaited("a timeout", 408, said(call(dendrite, Sleep(ms=5000), timeout=0.5)))

    async def banned():
        async with bt.Dendrite(wallet=keypair("//Eve")) as eve:
            answer = await call(eve, Echo(input=1))
            return answer.dendrite.status_code, answer.dendrite.status_message

    text = "Forbidden. Key is blacklisted: Eve."
    await CHECKS.awaited("a blacklisted caller", (403, text), banned())

    async def by_hand(nonce_shift=0, change=lambda body: None, times=1):
        """What the SDK would send, altered on the way; statuses of HTTP."""
        message = dendrite.preprocess_synapse_for_request(AXON, Echo(input=3), 12.0)
        if nonce_shift:
            message.dendrite.nonce += nonce_shift
            body_hash, own = message.body_hash, message.dendrite
            signed = f"{own.nonce}.{own.hotkey}.{HOTKEY}.{own.uuid}.{body_hash}"
            own.signature = f"0x{dendrite.keypair.sign(signed).hex()}"
        headers, body = message.to_headers(), message.model_dump()
        change(body)
        statuses = []
        for _ in range(times):
            session, url = await dendrite.session, f"http://127.0.0.1:{PORT}/Echo"
            async with session.post(url, headers=headers, json=body) as response:
                statuses.append(response.status)
        return statuses

    await CHECKS.awaited("the same request twice", [200, 401], by_hand(times=2))
    await CHECKS.awaited("a minute old", [401], by_hand(nonce_shift=-60 * 10**9))
    await CHECKS.awaited("a minute ahead", [401], by_hand(nonce_shift=60 * 10**9))
    await CHECKS.awaited("a hashed field changed", [400], by_hand(change=lambda body: body.update(input=4)))
    spoofed = by_hand(change=lambda body: body["dendrite"].update(hotkey=stranger))
    await CHECKS.awaited("another caller in the body", [200], spoofed)


async def many(dendrite):
    async def at_once(count):
        answers = await asyncio.gather(*(call(dendrite, Echo(input=n), timeout=60.0) for n in range(count)))
        echoed = sum(answer.output == n for n, answer in enumerate(answers) if answer.is_success)
        return echoed, sorted({str(answer.dendrite.status_message) for answer in answers})

    # Past a hundred they share the dendrite's connections.
    for count in (64, 128):
        await CHECKS.awaited(f"{count} at once from one caller", (count, ["Success"]), at_once(count))

    async def fan_out():
        answers = await dendrite([AXON] * 8, Echo(input=9), deserialize=False, timeout=60.0)
        return [answer.output for answer in answers]

    await CHECKS.awaited("one message to eight axons", [9] * 8, fan_out())

    async def after_idling():
        # That axon closes a connection after half a second without a request.
        axon, statuses = axon_at(IMPATIENT, HOTKEY), []
        for _ in range(3):
            statuses.append(await said(call(dendrite, Echo(input=1), axon)))
            await asyncio.sleep(1.0)
        return statuses

    await CHECKS.awaited("calls after the connection was closed", [200] * 3, after_idling())


async def streams(dendrite):
    async def tokens(prompt):
        chunks, last = [], None
        stream = await dendrite(AXON, Tokens(prompt=prompt), deserialize=False, streaming=True)
        async for chunk in stream:
            if isinstance(chunk, str):
                chunks.append(chunk)
            else:
                last = chunk
        status = last.dendrite.status_code, last.dendrite.status_message
        return "".join(chunks), last.completion, status, last.axon.hotkey

    text = " ".join(f"it's-{n}-€" for n in range(200))
    expected = (text, text, (200, "Success"), HOTKEY)
    await CHECKS.awaited("a stream of 200 chunks", expected, tokens("it's"))


async def main():
    async with bt.Dendrite(wallet=keypair("//Alice")) as dendrite:
        await success(dendrite)
        await refusals(dendrite)
        await many(dendrite)
        await streams(dendrite)


def synchronous():
    dendrite = bt.Dendrite(wallet=keypair("//Alice"))
    answers = dendrite.query([AXON], Echo(input=8), deserialize=False)
    return [answer.output for answer in answers]


asyncio.run(main())
asyncio.set_event_loop(asyncio.new_event_loop())
CHECKS.of("the synchronous call", [8], synchronous)
CHECKS.close()
