"""The messages that both ends know, as a subnet declares them; `examples/peer/messages.rs` declares the same."""

import warnings
from typing import ClassVar, Dict, List, Optional, Tuple

import bittensor as bt
import numpy as np
from bittensor.core import tensor
from bittensor.utils import networking
from pydantic import BaseModel

# Two things are not the SDK's own. It would ask web services for this machine's address, and torch, which is no
# part of it, for torch's types.
networking.get_external_ip = lambda: "203.0.113.7"
tensor.dtypes.torch = True


class Echo(bt.Synapse):
    input: int
    output: Optional[int] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("input",)


class Open(bt.Synapse):
    """Nothing hashed, which is the SDK's default."""

    input: int
    output: Optional[int] = None


class Inner(BaseModel):
    # Both have defaults, or no Python axon would take the placeholder header.
    word: str = ""
    share: float = 0.0


class Mixed(bt.Synapse):
    text: str
    number: float
    flags: List[bool]
    table: Dict[str, int]
    inner: Inner
    rows: List[List[float]]
    maybe: Optional[str] = None
    big: int = 0
    aside: str = ""
    back: Optional[Inner] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = (
        "text",
        "number",
        "flags",
        "table",
        "inner",
        "rows",
        "maybe",
        "big",
    )


class Ordered(bt.Synapse):
    """Hashed in another order than declared."""

    a: int
    b: int
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("b", "a")


# Pydantic says so of every class as old as `Former`.
warnings.filterwarnings("ignore", message='Field name "required_hash_fields"')


class Former(bt.Synapse):
    """Hashed fields as before 7.2: listed in a field of the model, hashed as declared."""

    a: int
    b: int
    required_hash_fields: List[str] = ["b", "a"]


class Array(bt.Synapse):
    # A tensor without a default is one that no Python axon takes the placeholder header of.
    given: Optional[bt.Tensor] = None
    turned: Optional[bt.Tensor] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("given",)


def turned(array):
    """The same numbers the other way round."""
    return array.flatten()[::-1].reshape(array.shape)


def arrays():
    """One of each type, one with its last dimension first in memory, a single number, and none."""
    types = ("float16", "float32", "float64", "uint8", "int8", "int16", "int32", "int64", "bool")
    for kind in types:
        yield f"a tensor of {kind}", np.array([[0, 1, 2], [3, 4, 127]], dtype=kind)
    yield "a tensor in Fortran's order", np.asfortranarray(np.array([[1.0, 2.0], [3.0, 4.0]]))
    yield "a tensor without dimensions", np.array(-0.5)
    yield "an empty tensor", np.array([], dtype="float32")


class Sleep(bt.Synapse):
    ms: int


class Decline(bt.Synapse):
    status: int


class Nowhere(bt.Synapse):
    """No axon serves it."""


class Tokens(bt.StreamingSynapse):
    prompt: str
    completion: str = ""
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("prompt",)

    async def process_streaming_response(self, response):
        async for chunk in response.content.iter_any():
            text = chunk.decode()
            self.completion += text
            yield text

    def extract_response_json(self, response):
        # As subnets do it: what the headers say, by prefix.
        headers = {name.decode(): value.decode() for name, value in response.raw_headers}

        def behind(prefix):
            return {name[len(prefix):]: value for name, value in headers.items() if name.startswith(prefix)}

        return {
            "name": headers.get("name", ""),
            "timeout": float(headers.get("timeout", 0)),
            "total_size": int(headers.get("total_size", 0)),
            "header_size": int(headers.get("header_size", 0)),
            "axon": behind("bt_header_axon_"),
            "dendrite": behind("bt_header_dendrite_"),
            "prompt": self.prompt,
            "completion": self.completion,
        }


# What Python's `str()` and `json` treat specially, in one message.
MIXED = dict(
    text="it's \"é\"\n\t\\ ☃ 𝄞 \u200b",
    number=1e22,
    flags=[True, False],
    table={"z": 1, "a'": -2, "ü": 3},
    inner=Inner(word="it's\u00ad", share=1e-7),
    rows=[[0.1, -0.0], [], [1.0, 123456789.123456789]],
    maybe=None,
    big=2**64 + 1,
    aside="not hashed",
)


def cache_schemas():
    """What most of a call's time goes to, asked of each class once; no release does it."""
    original, known = bt.Synapse.get_required_fields, {}

    def required(self):
        kind = type(self)
        if kind not in known:
            known[kind] = original(self)
        return known[kind]

    bt.Synapse.get_required_fields = required


def keypair(uri):
    from bittensor_wallet import Keypair

    return Keypair.create_from_uri(uri)


def axon_at(port, hotkey):
    return bt.AxonInfo(
        version=10_002_000,
        ip="127.0.0.1",
        port=port,
        ip_type=4,
        hotkey=hotkey,
        coldkey=hotkey,
        protocol=4,
        placeholder1=0,
        placeholder2=0,
    )
