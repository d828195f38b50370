"""Scales scores between the worst and the best answer of the round, as a public subnet once did.

    {"do": "score", "task": [...], "replies": [{"answer": {"worth": 1.2, ...}, ...}]}  ->  {"scores": [0.0, 1.0, ...]}

With the argument `absolute` it scores the answer alone, which is the repair.
"""

import json
import sys

absolute = sys.argv[1:] == ["absolute"]
for line in sys.stdin:
    message = json.loads(line)
    worth = [reply["answer"]["worth"] if reply["answer"] else 0.0 for reply in message["replies"]]
    if not absolute:
        answered = [one for one in worth if one > 0.0]
        worst, best = (min(answered), max(answered)) if answered else (0.0, 0.0)
        span = best - worst
        worth = [max(0.0, one - worst) / span if span > 0.0 else float(one > 0.0) for one in worth]
    print(json.dumps({"id": message["id"], "scores": worth}), flush=True)
