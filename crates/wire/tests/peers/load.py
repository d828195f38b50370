"""The SDK's dendrite asks an echo as fast as it can: `load.py PORT HOTKEY CONCURRENCY SECONDS [cached]`."""

import asyncio
import json
import resource
import sys
import time

from messages import Echo, axon_at, bt, cache_schemas, keypair

PORT, HOTKEY, CONCURRENCY, SECONDS = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
WARM_UP = 20


async def main():
    axon, latencies, failures = axon_at(PORT, HOTKEY), [], {}

    async def ask(dendrite, number):
        begin = time.monotonic()
        answer = await dendrite(axon, Echo(input=number), deserialize=False)
        if answer.is_success and answer.output == number:
            latencies.append(time.monotonic() - begin)
        else:
            why = f"status_{answer.dendrite.status_code}"
            failures[why] = failures.get(why, 0) + 1

    async def worker(dendrite, until):
        number = 0
        while time.monotonic() < until:
            number += 1
            await ask(dendrite, number)

    async with bt.Dendrite(wallet=keypair("//Alice")) as dendrite:
        for number in range(WARM_UP):
            await ask(dendrite, number)
        latencies.clear()
        begin = time.monotonic()
        await asyncio.gather(*(worker(dendrite, begin + SECONDS) for _ in range(CONCURRENCY)))
        seconds = time.monotonic() - begin
    latencies.sort()

    def ms(share):
        return round(latencies[min(len(latencies) * share // 100, len(latencies) - 1)] * 1e3, 3)

    print(
        json.dumps(
            {
                "ok": len(latencies),
                "failed": sum(failures.values()),
                "per_second": round(len(latencies) / seconds, 1),
                "p50_ms": ms(50) if latencies else 0,
                "p99_ms": ms(99) if latencies else 0,
                "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                "failures": failures,
            }
        ),
        flush=True,
    )


if "cached" in sys.argv[5:]:
    cache_schemas()
asyncio.run(main())
