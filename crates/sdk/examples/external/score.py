"""Scores sums: 1 for a right one, 0 for a wrong one or none; counts the rounds in its state.

One JSON message per line in, one answer per line out; see docs/sdk.md. Everything the program may use is in the
message: draw random numbers from `random.Random(message["seed"])`, keep what must last in "state".
"""
import json
import sys

for line in sys.stdin:
    message = json.loads(line)
    task = message["task"]

    def score(reply):
        if reply["answer"] is None or reply["latency_ms"] > 12_000:
            return 0.0
        return float(reply["answer"] == task[reply["task"]]["truth"])

    rounds = (message["state"] or {"rounds": 0})["rounds"] + 1
    answer = {
        "id": message["id"],
        "scores": [score(reply) for reply in message["replies"]],
        "state": {"rounds": rounds},
    }
    print(json.dumps(answer), flush=True)
