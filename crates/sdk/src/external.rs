//! Programs in any language as task, scoring or solver, over JSON Lines.
//!
//! One line of JSON goes to the program's standard input, one line comes back on its standard output; what it
//! says on standard error is kept for the error message. Every message carries a seed and the program's
//! state, so that an answer is a function of its message: a program that was started anew goes on where the
//! old one stopped.
//!
//! | to the program | and back |
//! |---|---|
//! | `{"do":"questions","round":3,"block":180,"netuid":1,"mech":0,"seed":"…","state":…,"peers":[{"uid":0,"hotkey":"5…","coldkey":"5…"}]}` | `{"questions":[{"to":"all" or [uid, …],"ask":{…},"truth":…}],"state":…}` |
//! | `{"do":"score",…,"task":[{"route":"…","ask":{…},"truth":…}],"replies":[{"task":0,"uid":0,"hotkey":"5…","answer":{…} or null,"failure":null or "timeout","latency_ms":812.5,"arrival":0}]}` | `{"scores":[…],"state":…}`, one score per reply |
//! | `{"do":"solve","seed":"…","route":"…","ask":{…},"effort":1.0,"state":…}` | `{"answer":{…}}` or `{"refusal":"…"}`, and `"state"`, `"cpu_ms"`, `"bytes"`, `"value"` where it likes |
//!
//! Every message has an `"id"`; an answer that repeats it must repeat it right. `"state"` starts as `null`;
//! leaving it out keeps it. Time and sizes have [`Limits`]; a program that breaks them, dies or talks
//! nonsense is killed with everything it started and begun again, a few times. The round in which it happens
//! is void.
//!
//! ```no_run
//! use incentor_sdk::external::{External, Program};
//!
//! let scorer = External::new(Program::new("python3").arg("score.py"));
//! let rule = scorer.scoring(); // a rule like any other
//! # let _ = rule;
//! ```

mod conversation;
mod error;
mod message;
mod process;
mod program;
mod role;

pub use conversation::{External, Record};
pub use error::ProgramError;
pub use message::JsonAsk;
pub use program::{Limits, Program};
pub use role::{ExternalScoring, ExternalSolver, ExternalTask};
