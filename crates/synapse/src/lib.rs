//! The message between validator and miner: request, reply, route.
