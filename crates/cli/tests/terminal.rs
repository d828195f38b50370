//! `incentor wallet` on a terminal: what is typed is not seen, and the terminal comes back as it was.
#![cfg(unix)]

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

const VAULT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../keys/tests/fixtures/wallet/legacy/coldkey.ansible");

struct Ran {
    /// All that a person saw.
    seen: String,
    stdout: String,
    code: Option<i32>,
}

/// Runs the command on a terminal of its own and types an answer at each prompt.
fn on_terminal(name: &str, arguments: &[&str], answers: &[&str]) -> Ran {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminal").join(name);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home).expect("the directory can be made");
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&ours).expect("it is ours");
    unlockpt(&ours).expect("it is ours");
    let theirs = ptsname(&ours, Vec::new()).expect("it has a name").into_string().expect("a plain one");
    let mut ours = File::from(ours);
    let theirs = OpenOptions::new().read(true).write(true).open(theirs).expect("the other end");
    let end = || Stdio::from(theirs.try_clone().expect("one more handle"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_incentor"))
        .arg("wallet")
        .args(arguments)
        .env_clear()
        .env("HOME", &home)
        .stdin(end())
        .stderr(end())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let (mut seen, mut from) = (String::new(), 0);
    for answer in answers {
        // Each prompt ends so, and nothing else does.
        while !seen[from..].ends_with(": ") {
            let mut part = [0; 256];
            let length = ours.read(&mut part).expect("it talks");
            seen.push_str(&String::from_utf8_lossy(&part[..length]));
        }
        from = seen.len();
        ours.write_all(answer.as_bytes()).expect("it listens");
    }
    let code = child.wait().expect("it ends").code();
    let modes = tcgetattr(&theirs).expect("still a terminal").local_modes;
    assert!(modes.contains(LocalModes::ECHO | LocalModes::ISIG), "{name}: the terminal stays mute");
    let mut stdout = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut stdout).expect("text");
    // Ends the reading: nobody writes any more.
    drop(theirs);
    let mut rest = Vec::new();
    // A terminal without another end is an error where a pipe would be at its end.
    let _ = ours.read_to_end(&mut rest);
    seen.push_str(&String::from_utf8_lossy(&rest));
    Ran { seen, stdout, code }
}

#[test]
fn a_password_is_asked_for_and_not_seen() {
    let ran = on_terminal("right", &["import", "hotkey", VAULT], &["Fixture-Passw0rd!\n"]);
    assert_eq!(ran.code, Some(0), "{}", ran.seen);
    assert!(ran.seen.starts_with("Password of "), "{}", ran.seen);
    assert!(ran.stdout.contains("5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"), "{}", ran.stdout);
    assert!(!ran.seen.contains("Passw0rd"), "{}", ran.seen);
}

#[test]
fn quiet_still_asks_and_a_wrong_password_is_said() {
    let ran = on_terminal("wrong", &["import", "hotkey", VAULT, "--quiet"], &["guess\n"]);
    assert_eq!(ran.code, Some(2), "{}", ran.seen);
    assert!(ran.seen.contains("wrong password, or the keyfile was changed"), "{}", ran.seen);
}

#[test]
fn control_c_ends_with_130() {
    for (name, typed) in [("early", "\u{3}"), ("late", "Fixture-\u{3}"), ("end", "\u{4}")] {
        let ran = on_terminal(name, &["import", "hotkey", VAULT], &[typed]);
        assert_eq!(ran.code, Some(130), "{name}: {}", ran.seen);
        assert!(ran.seen.contains("interrupted") && ran.stdout.is_empty(), "{name}: {}", ran.seen);
    }
}

#[test]
fn a_phrase_is_asked_for_and_not_seen() {
    let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk\n";
    let ran = on_terminal("phrase", &["import", "hotkey"], &[phrase]);
    assert_eq!(ran.code, Some(0), "{}", ran.seen);
    assert!(!ran.seen.contains("lake"), "{}", ran.seen);
}

#[test]
fn a_new_password_is_typed_twice() {
    let ran = on_terminal("twice", &["new"], &["one\n", "two\n"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.seen);
    assert!(ran.seen.contains("the two passwords differ"), "{}", ran.seen);
    let ran = on_terminal("empty", &["new"], &["\n"]);
    assert_eq!(ran.code, Some(2), "{}", ran.seen);
    assert!(ran.seen.contains("--no-password"), "{}", ran.seen);
}
