"""Weighs scores by sorted response times, though the scores are not sorted, and by more for slower ones.

    {"do": "score", "task": [...], "replies": [{"answer": {...}, "latency_ms": 812.0, ...}]}  ->  {"scores": [...]}

With the argument `repaired` each answer is weighed by its own time, and less for slower ones.
"""

import json
import math
import sys

repaired = sys.argv[1:] == ["repaired"]


def sigmoid(seconds):
    return 1.0 / (1.0 + math.exp(min(50.0, 1.0 - seconds)))


for line in sys.stdin:
    message = json.loads(line)
    replies = message["replies"]
    worth = [reply["answer"]["worth"] if reply["answer"] else 0.0 for reply in replies]
    seconds = [min(60.0, (reply["latency_ms"] or 60_000.0) / 1000.0) for reply in replies]
    if repaired:
        factors = [1.0 - sigmoid(one) for one in seconds]
    else:
        factors = [sigmoid(one) for one in sorted(seconds)]
    scores = [one * factor for one, factor in zip(worth, factors)]
    print(json.dumps({"id": message["id"], "scores": scores}), flush=True)
