"""A whole mechanism: it asks for products, answers them, and scores the answers.

A miner with little effort slips; the slip comes from the message's seed, so that the same message has the same answer.
"""
import json
import random
import sys


def questions(message):
    luck = random.Random(message["seed"])
    asked = []
    for peer in message["peers"]:
        a, b = luck.randrange(100, 1000), luck.randrange(100, 1000)
        asked.append({"to": [peer["uid"]], "ask": {"a": a, "b": b}, "truth": a * b})
    return {"questions": asked}


def solve(message):
    ask, luck = message["ask"], random.Random(message["seed"])
    slip = luck.random() > message["effort"] / 2
    return {"answer": ask["a"] * ask["b"] + slip, "cpu_ms": 0.01}


def score(message):
    right = [task["truth"] for task in message["task"]]
    return {"scores": [int(reply["answer"] == right[reply["task"]]) for reply in message["replies"]]}


for line in sys.stdin:
    message = json.loads(line)
    answer = {"questions": questions, "solve": solve, "score": score}[message["do"]](message)
    print(json.dumps({"id": message["id"], **answer}), flush=True)
