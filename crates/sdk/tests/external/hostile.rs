//! Programs that break, lie, hang and babble: each ends in an error that says so, and no process is left.

use crate::stage::{score, shell, trouble};
use incentor_sdk::external::{External, Limits, Program, ProgramError};
use incentor_sdk::{Fault, Notes};
use std::time::Duration;

fn fault(script: &str) -> Fault {
    let program = External::new(shell(script));
    score(&program, &mut Notes::default()).expect_err(script)
}

/// A script that answers one line with this text.
fn answering(text: &str) -> String {
    format!("while read -r line; do printf '%s\\n' '{text}'; done")
}

macro_rules! fails {
    ($script:expr, $pattern:pat $(if $guard:expr)?) => {
        let fault = fault(&$script);
        assert!(matches!(trouble(&fault), $pattern $(if $guard)?), "{:?}", trouble(&fault));
    };
}

#[test]
fn what_is_no_program_does_not_start() {
    let program = External::new(Program::new("no-such-program-anywhere"));
    let fault = score(&program, &mut Notes::default()).unwrap_err();
    assert!(matches!(trouble(&fault), ProgramError::Start { .. }), "{fault:?}");
    assert!(matches!(program.trouble().as_deref(), Some(ProgramError::Start { .. })));
}

#[test]
fn answers_that_are_none_are_quoted() {
    use ProgramError::{NoScore, Unreadable, WrongLength};
    fails!(answering("scores: 1 2 3"), Unreadable { line, .. } if line.contains("scores: 1 2 3"));
    fails!(answering(""), Unreadable { .. });
    fails!(answering("[1,0,0]"), Unreadable { .. });
    fails!(answering("{\"score\":[1,0,0]}"), Unreadable { reason, .. } if reason.contains("missing field `scores`"));
    fails!(answering("{\"scores\":[1,0,NaN]}"), Unreadable { reason, .. } if reason.contains("no NaN"));
    fails!(answering("{\"scores\":[1,0]}"), WrongLength { expected: 3, found: 2, .. });
    fails!(answering("{\"scores\":[1,0,0,0]}"), WrongLength { expected: 3, found: 4, .. });
    fails!(answering("{\"scores\":[1,-0.5,0]}"), NoScore { reply: 1, score, .. } if score.contains("-0.5"));
    fails!(answering("{\"scores\":[1,null,0]}"), NoScore { reply: 1, .. });
    fails!(answering("{\"scores\":[1,\"0\",0]}"), NoScore { reply: 1, .. });
    fails!(answering("{\"id\":7,\"scores\":[1,0,0]}"), Unreadable { reason, .. } if reason.contains("message 7"));
    let deep = format!("{{\"scores\":{}1{}}}", "[".repeat(500), "]".repeat(500));
    fails!(answering(&deep), Unreadable { .. });
}

#[test]
fn limits_hold() {
    use ProgramError::{Died, Late, TooLong, Unasked};
    fails!("read -r line; exit 3", Died { status, .. } if status.contains('3'));
    fails!("read -r line; echo broken >&2; kill -9 $$", Died { said, .. } if said == "broken");
    fails!("exit 0", Died { .. });
    fails!("read -r line; sleep 60", Late { .. });
    fails!("sleep 60", Late { .. });
    // Without a newline, and without an end.
    fails!("read -r line; while :; do printf 0123456789; done", TooLong { most: 2_000, .. });
    let state = "x".repeat(200);
    let large = answering(&format!("{{\"scores\":[1,0,0],\"state\":\"{state}\"}}"));
    fails!(large, TooLong { what: "the state", most: 100, .. });
    let babble =
        External::new(shell("while read -r line; do echo '{\"scores\":[1,0,0]}'; echo thanks; done"));
    assert!(score(&babble, &mut Notes::default()).is_ok());
    std::thread::sleep(Duration::from_millis(100));
    let fault = score(&babble, &mut Notes::default()).unwrap_err();
    assert!(matches!(trouble(&fault), Unasked { line, .. } if line.contains("thanks")), "{fault:?}");
    // More on standard error than any pipe holds: it is drained, so the program goes on.
    let noisy = "while read -r line; do head -c 300000 /dev/zero >&2; echo '{\"scores\":[1,0,0]}'; done";
    assert!(score(&External::new(shell(noisy)), &mut Notes::default()).is_ok());
    // A message nobody reads is larger than a pipe: writing must not block us.
    let small = Limits { request_bytes: 64, ..Limits::default() };
    let program = External::new(shell("cat > /dev/null").limits(small));
    let fault = score(&program, &mut Notes::default()).unwrap_err();
    assert!(matches!(trouble(&fault), TooLong { what: "a message", most: 64, .. }), "{fault:?}");
}

#[test]
fn a_program_that_ends_after_its_answer_is_begun_again() {
    let program = External::new(shell("read -r line; echo '{\"scores\":[1,0,0]}'"));
    for _ in 0..4 {
        assert_eq!(score(&program, &mut Notes::default()).unwrap(), [1.0, 0.0, 0.0]);
        // Long enough for its end to be seen.
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_program_that_keeps_failing_is_given_up() {
    let program = External::new(shell("read -r line; exit 1"));
    let mut errors = Vec::new();
    for _ in 0..4 {
        let fault = score(&program, &mut Notes::default()).unwrap_err();
        errors.push(matches!(trouble(&fault), ProgramError::GaveUp { failures: 2, .. }));
    }
    // One start and one restart; after that nothing is started.
    assert_eq!(errors, [false, false, true, true]);
}

/// How many of these messages find the program given up, if it dies at every message of that number.
fn refused(messages: u32, dies_at: u32, failures: u32) -> (u32, External) {
    let script = format!(
        "n=0; while read -r line; do n=$((n+1)); [ $n = {dies_at} ] && exit 1; echo '{{\"scores\":[1,0,0]}}'; done"
    );
    let limits = Limits { restarts: 1, failures, ..Limits::default() };
    let program = External::new(shell(&script).limits(limits));
    let is_refused = |_: &u32| {
        let scored = score(&program, &mut Notes::default());
        scored.is_err_and(|fault| matches!(trouble(&fault), ProgramError::GaveUp { in_a_row: 1, .. }))
    };
    ((0..messages).filter(is_refused).count() as u32, program)
}

#[test]
fn a_program_that_dies_now_and_then_is_given_up_at_last() {
    // Three failures are one too many: it is given up with its sixth message.
    let (given_up, program) = refused(10, 2, 2);
    assert_eq!(given_up, 4);
    let record = program.record();
    assert_eq!((record.answers, record.failures), (3, 3));
    assert!(matches!(record.first.as_deref(), Some(ProgramError::Died { .. })), "{record:?}");
    assert!(matches!(program.gave_up().as_deref(), Some(ProgramError::GaveUp { failures: 3, .. })));
    program.forget_failures();
    assert!(program.gave_up().is_none() && program.trouble().is_none());
    assert_eq!(score(&program, &mut Notes::default()).unwrap(), [1.0, 0.0, 0.0]);
}

#[test]
fn a_hundred_answers_make_up_for_a_failure() {
    // With a hundred answers before each failure it may go on for ever.
    let (given_up, program) = refused(320, 101, 1);
    assert_eq!((given_up, program.record().failures), (0, 3));
    // With 49 before each, two failures weigh two, the hundredth answer takes one off, and two more are too many.
    let (given_up, program) = refused(240, 50, 2);
    let record = program.record();
    assert_eq!((given_up, record.answers, record.failures), (40, 196, 4));
}

#[test]
fn a_failure_leaves_the_state_as_it_was() {
    let script = "n=0; while read -r line; do n=$((n+1)); \
        if [ $n = 2 ]; then echo nonsense; else echo '{\"scores\":[1,0,0],\"state\":'$n'}'; fi; done";
    let program = External::new(shell(script));
    let mut notes = Notes::default();
    assert!(score(&program, &mut notes).is_ok());
    assert!(score(&program, &mut notes).is_err());
    assert_eq!(notes.save()["external"], serde_json::json!(1));
    // Begun again, it counts from the start: its memory was its own, not the state.
    assert!(score(&program, &mut notes).is_ok());
}

#[test]
fn two_runs_of_a_checked_program_must_agree() {
    let counts = "n=$$; while read -r line; do echo '{\"scores\":[1,0,'$n']}'; done";
    let fault = score(&External::new(shell(counts).checked()), &mut Notes::default()).unwrap_err();
    assert!(matches!(trouble(&fault), ProgramError::Differs { .. }), "{fault:?}");
    assert!(score(&External::new(shell(counts)), &mut Notes::default()).is_ok());
}

#[test]
fn a_checked_program_has_no_memory_but_its_state() {
    // It counts for itself: side by side two such runs agree for ever, and a restart changes the scores.
    let counts = "n=0; while read -r line; do n=$((n+1)); echo '{\"scores\":[1,0,'$n']}'; done";
    let program = External::new(shell(counts).checked());
    let mut notes = Notes::default();
    assert!(score(&program, &mut notes).is_ok());
    let fault = score(&program, &mut notes).unwrap_err();
    assert!(matches!(trouble(&fault), ProgramError::Differs { .. }), "{fault:?}");
}

#[test]
fn a_message_too_long_is_no_failure_of_the_program() {
    let limits = Limits { request_bytes: 8_000, restarts: 0, ..Limits::default() };
    let script = "n=0; while read -r line; do n=$((n+1)); echo '{\"scores\":[1,0,'$n']}'; done";
    let program = External::new(shell(script).limits(limits));
    assert_eq!(score(&program, &mut Notes::default()).map_err(|_| ()), Ok(vec![1.0, 0.0, 1.0]));
    for _ in 0..3 {
        let (_, fault) = ask_of(&program);
        let fault = fault.expect("two hundred peers are more than it may be told");
        assert!(matches!(trouble(&fault), ProgramError::TooLong { what: "a message", .. }), "{fault:?}");
    }
    // It has gone on running.
    assert_eq!(score(&program, &mut Notes::default()).map_err(|_| ()), Ok(vec![1.0, 0.0, 2.0]));
}

/// A program's questions: the fault in opening a round, if there is one, and the sheets.
fn ask_of(program: &External) -> (usize, Option<Fault>) {
    use crate::stage::{peers, round};
    let mechanism = program.mechanism("asks");
    let peers = peers(200);
    let round = round(5, &peers);
    let mut notes = Notes::default();
    let mechanism: &dyn incentor_sdk::AnyMechanism = &mechanism;
    let mut rng = incentor_sdk::Luck::of_seed(1).at(0, 0);
    let sheets = mechanism.open(&round, &mut notes, &mut rng).sheets();
    (sheets, notes.take_faults().pop())
}

#[test]
fn questions_are_read_within_bounds() {
    let (sheets, fault) = ask_of(&External::new(shell(&answering(
        "{\"questions\":[{\"to\":\"all\",\"ask\":{}},{\"to\":[3,7],\"ask\":{\"a\":1}}]}",
    ))));
    assert!(fault.is_none(), "{fault:?}");
    assert_eq!(sheets, 202);
    let many = vec!["{\"to\":\"all\",\"ask\":{}}"; 400].join(",");
    for (text, expected) in [
        ("{\"questions\":[{\"to\":[200],\"ask\":{}}]}".to_owned(), "uid 200 is not in this round"),
        ("{\"questions\":[{\"to\":\"some\",\"ask\":{}}]}".to_owned(), "\"to\" is \"some\""),
        ("{\"questions\":[{\"to\":\"all\",\"ask\":5}]}".to_owned(), "invalid type"),
        (format!("{{\"questions\":[{many}]}}"), "80000 answers are asked for"),
    ] {
        let script = answering(&text);
        let roomy = Limits { answer_bytes: 20_000, ..Limits::default() };
        let program = External::new(shell(&script).limits(roomy));
        let (sheets, fault) = ask_of(&program);
        let fault = fault.expect(expected);
        assert_eq!(sheets, 0);
        assert!(
            matches!(trouble(&fault), ProgramError::Unreadable { reason, .. } if reason.contains(expected)),
            "{fault:?}"
        );
    }
}

#[test]
fn a_round_without_questions_is_not_scored() {
    use crate::stage::{peers, round};
    let program = External::new(shell("read -r line; exit 3"));
    let mechanism = program.mechanism("breaks");
    let mechanism: &dyn incentor_sdk::AnyMechanism = &mechanism;
    let (peers, mut notes) = (peers(2), Notes::default());
    let round = round(5, &peers);
    let sitting = mechanism.open(&round, &mut notes, &mut incentor_sdk::Luck::of_seed(1).at(0, 0));
    assert_eq!(sitting.mark(&mut notes), []);
    // One message, one failure: the program that could not ask is not asked to score.
    let faults = notes.take_faults();
    assert!(
        matches!(&faults[..], [fault] if matches!(trouble(fault), ProgramError::Died { .. })),
        "{faults:?}"
    );
}

/// Whatever a program started ends with it, and nothing stays behind as a zombie.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_running() {
    for script in [
        "sleep 1234 & while read -r line; do echo '{\"scores\":[1,0,0],\"state\":\"'$$' '$!'\"}'; done",
        "trap '' TERM HUP INT; sleep 1234 & while read -r line; do echo '{\"scores\":[1,0,0],\"state\":\"'$$' '$!'\"}'; done; sleep 1234",
    ] {
        let program = External::new(shell(script));
        let mut notes = Notes::default();
        score(&program, &mut notes).unwrap();
        let state = notes.save()["external"].as_str().unwrap().to_owned();
        let pids: Vec<&str> = state.split(' ').collect();
        let alive = |pid: &str| {
            let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            // A zombie of ours would be one we did not reap; an orphan's is the init process's affair.
            !status.is_empty() && !status.contains(") Z")
        };
        assert!(pids.iter().all(|pid| alive(pid)), "{pids:?}");
        drop(program);
        // The orphan is killed before this returns; the kernel may take a moment to see to it.
        for _ in 0..100 {
            if !pids.iter().any(|pid| alive(pid)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!pids.iter().any(|pid| alive(pid)), "{pids:?}");
        assert!(
            std::fs::read_to_string(format!("/proc/{}/stat", pids[0])).is_err(),
            "the program was reaped"
        );
    }
}
