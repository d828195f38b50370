//! Rule 2: what computes reads no clock, no environment, no randomness of the machine, and no hash order; and
//! its floats come out the same everywhere.

use super::findings::Findings;
use super::no_std::NO_STD;
use super::scanner::has_word;
use super::source::{self, Kind, Source};

/// The crates whose output is a function of their input. `sdk` and `mechanisms` run inside the simulator, so
/// they are held to it as well; what they get from outside, a runner passes in.
const PURE: &[&str] = &[
    "primitives",
    "yuma",
    "state",
    "naive",
    "emission",
    "ledger",
    "retention",
    "synapse-derive",
    "synapse",
    "sdk",
    "mechanisms",
    "scenario",
    "sim",
    "report",
    // Its core: time is passed in, so that a verdict can be had again. The sockets are shells, below.
    "wire",
];

/// What a pure crate never names. `std::time::Duration` is a number, not a clock.
const IMPURE: &[(&str, &[&str])] = &[
    ("the clock", &["Instant", "SystemTime", "UNIX_EPOCH", "chrono", "time::now"]),
    (
        "the environment",
        &["std::env", "env::var", "env::vars", "env::args", "env::current_dir", "option_env!"],
    ),
    (
        "the machine's randomness",
        &["thread_rng", "rand::rng", "rand::random", "getrandom", "OsRng", "ThreadRng", "RandomState"],
    ),
    ("hash order", &["HashMap", "HashSet", "DefaultHasher", "hash_map", "hash_set"]),
    ("files, processes and sockets", &["std::fs", "fs::File", "std::process", "std::net", "stdin"]),
    ("threads of its own", &["std::thread", "thread::spawn", "thread::scope", "available_parallelism"]),
];

/// Files of pure crates that are not: each runs only where its crate's user asked for it by a feature.
const SHELLS: &[(&str, &str)] = &[
    ("crates/mechanisms/src/storage/disk.rs", "a live miner keeps blobs as files"),
    (
        "crates/sdk/src/external/process.rs",
        "an author's own program has to be started, waited for with a limit, and ended",
    ),
    ("crates/wire/src/server/axon.rs", "a server has sockets, and a budget of time for each request"),
    ("crates/wire/src/server/answer.rs", "a stream is cut at its deadline"),
    ("crates/wire/src/client/clock.rs", "nonces are times"),
    ("crates/wire/src/client/dendrite.rs", "a call has a deadline and a latency, and an address to go to"),
    ("crates/wire/src/client/faces.rs", "which axons know one face only is believed for a while"),
    ("crates/wire/src/client/fan_out.rs", "a latency has a start"),
    ("crates/wire/src/client/instances.rs", "an instance's name is not another process's"),
    ("crates/wire/src/client/link.rs", "a client has sockets"),
    ("crates/wire/src/client/pool.rs", "an idle connection ends after a while"),
    ("crates/wire/src/client/stream.rs", "a stream has a deadline"),
    ("crates/wire/src/server/shell.rs", "the clock that nonces are held against, and the memory's file"),
];

/// Methods of std's floats whose last bit depends on the machine's mathematical library, or on the compiler.
const UNEVEN: &[&str] = &[
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos", "tan",
    "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "cbrt",
    "hypot", "gamma", "ln_gamma",
];

#[test]
fn what_computes_is_a_function_of_its_input() {
    impure(source::all()).check();
}

fn impure(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "no clock, environment, machine randomness, hash order, files or threads in what computes (rule 2)",
        "take the value as an argument; BTreeMap or a Vec by uid for order; rayon's ordered collect for cores",
    );
    let is_shell = |source: &&Source| SHELLS.iter().any(|(path, _)| *path == source.path);
    for source in sources.iter().filter(|source| source.is_in(PURE) && !is_shell(source)) {
        for line in source.shipped() {
            for (what, words) in IMPURE {
                for word in words.iter().filter(|word| has_word(&line.code, word)) {
                    findings.at(&source.path, line.number, &format!("`{word}` ({what})"));
                }
            }
        }
    }
    findings
}

#[test]
fn every_shell_is_one() {
    for (path, reason) in SHELLS {
        let source = source::all().iter().find(|source| source.path == *path);
        let names_one = |line: &source::Line| {
            IMPURE.iter().flat_map(|(_, words)| *words).any(|word| has_word(&line.code, word))
        };
        let is_impure = source.is_some_and(|source| source.shipped().any(names_one));
        assert!(is_impure, "{path} ({reason}) is no shell any more: take it off the list");
    }
}

#[test]
fn impurity_is_found_where_it_counts() {
    let text = "use std::time::{Duration, Instant};\n// SystemTime\nuse std::collections::HashMap;";
    let found = impure(&source::invented("crates/sim/src/a.rs", text));
    let expected =
        ["crates/sim/src/a.rs:1: `Instant` (the clock)", "crates/sim/src/a.rs:3: `HashMap` (hash order)"];
    assert_eq!(found.places(), expected);
    for elsewhere in ["crates/cli/src/a.rs", "crates/sim/tests/a.rs", "crates/yuma/benches/a.rs"] {
        assert!(impure(&source::invented(elsewhere, text)).places().is_empty(), "{elsewhere}");
    }
}

#[test]
fn floats_come_out_the_same_everywhere() {
    uneven(source::all()).check();
}

fn uneven(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "transcendentals come from libm, never from std (design, numbers)",
        "call `libm::exp(x)` and so on; `sqrt` is exact and may stay",
    );
    // The crates of rule 1 have no floats, so a method of such a name is their own.
    let sources = sources.iter().filter(|source| source.krate().is_some() && !source.is_in(NO_STD));
    for source in sources {
        for line in source.shipped() {
            for name in UNEVEN {
                let method = has_word(&line.code, &format!(".{name}("));
                let path =
                    ["f64", "f32"].iter().any(|float| has_word(&line.code, &format!("{float}::{name}")));
                if method || path {
                    findings.at(&source.path, line.number, &format!("`{name}`"));
                }
            }
        }
    }
    findings
}

#[test]
fn uneven_floats_are_found() {
    let text = "x.exp()\nlibm::exp(x)\nx.sqrt()\nxs.map(f64::ln)\nx.exp_of(y) // x.ln()";
    let found = uneven(&source::invented("crates/sdk/src/a.rs", text));
    assert_eq!(found.places(), ["crates/sdk/src/a.rs:1: `exp`", "crates/sdk/src/a.rs:4: `ln`"]);
    assert!(uneven(&source::invented("crates/yuma/src/a.rs", text)).places().is_empty());
}

#[test]
fn no_test_is_timed() {
    timed(source::all()).check();
}

fn timed(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "speed is measured by benches, never by tests (design, what fast means)",
        "move the measurement to benches/; a test of speed fails on somebody's slow machine",
    );
    for source in sources.iter().filter(|source| source.krate().is_some()) {
        let tests = source
            .lines
            .iter()
            .filter(|line| source.kind == Kind::Test || source.kind == Kind::Shipped && line.test);
        for line in tests.filter(|line| has_word(&line.code, "Instant") || has_word(&line.code, "SystemTime"))
        {
            findings.at(&source.path, line.number, line.text.trim());
        }
    }
    findings
}

#[test]
fn timed_tests_are_found() {
    let text = "use std::time::Instant;\nfn a() {}\n#[cfg(test)]\nmod tests { use std::time::Instant; }";
    let places = |path: &str| timed(&source::invented(path, text)).places().len();
    assert_eq!(
        (places("crates/a/tests/a.rs"), places("crates/a/src/a.rs"), places("crates/a/benches/a.rs")),
        (2, 1, 0)
    );
}
