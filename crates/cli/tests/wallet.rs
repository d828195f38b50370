//! `incentor wallet` as a person or a script meets it.

#[path = "../../scenario/tests/schema/validate.rs"]
mod validate;

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keys/tests/fixtures/wallet");
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

struct Ran {
    stdout: String,
    stderr: String,
    code: i32,
}

impl Ran {
    /// Its document, which fits what `incentor schema wallet` says.
    #[track_caller]
    fn json(&self) -> Value {
        let document = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.stdout, self.stderr));
        if let Err(why) = validate::validate(&document, &schema()) {
            panic!("{why}\n{}", self.stdout);
        }
        document
    }

    /// It went well, and said nothing that went wrong.
    #[track_caller]
    fn fine(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    /// It ended with this code, nothing on stdout, and what, where and what next on stderr.
    #[track_caller]
    fn refused(&self, code: i32, what: &str, place: &str, next: &str) {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{}", self.stderr);
        let lines: Vec<&str> = self.stderr.lines().collect();
        let [.., first, second, third] = lines[..] else { panic!("{}", self.stderr) };
        assert!(first.starts_with("error[") && first.contains(what), "{}", self.stderr);
        assert!(second.starts_with("  at   ") && second.contains(place), "{}", self.stderr);
        assert!(third.starts_with("  try  ") && third.contains(next), "{}", self.stderr);
    }
}

fn schema() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_incentor")).args(["schema", "wallet"]).output();
    serde_json::from_slice(&output.expect("the binary starts").stdout).expect("a schema")
}

/// A home directory of this test's own, in which the command runs.
struct Home {
    path: PathBuf,
    variables: Vec<(String, String)>,
}

impl Home {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-wallet").join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the directory can be made");
        Self { path, variables: Vec::new() }
    }

    fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with("", arguments)
    }

    fn run_with(&self, stdin: &str, arguments: &[&str]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_incentor"))
            .arg("wallet")
            .args(arguments)
            .current_dir(&self.path)
            .env_clear()
            .env("HOME", &self.path)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // A command that refuses its arguments does not read.
        let _ = child.stdin.take().expect("piped").write_all(stdin.as_bytes());
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("output is text");
        Ran {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().expect("an exit code"),
        }
    }

    fn file(&self, path: &str) -> PathBuf {
        self.path.join(".bittensor/wallets").join(path)
    }
}

#[test]
fn a_new_wallet_is_made_listed_shown_and_checked() {
    let home = Home::new("whole");
    let made = home.run(&["new", "-w", "w", "-H", "h", "--no-password", "--json"]).fine().json();
    assert_eq!((&made["wallet"], &made["coldkey"]["encrypted"]), (&"w".into(), &false.into()));
    assert_eq!(made["coldkey"].get("phrase"), None, "no phrase unless asked for");
    let addresses =
        [&made["coldkey"], &made["hotkey"]].map(|key| key["address"].as_str().expect("text").to_owned());
    assert_ne!(addresses[0], addresses[1]);

    let listed = home.run(&["list"]).fine().stdout;
    let expected = format!(
        "w\n  coldkey     {}  sr25519, not encrypted\n  hotkey   h  {}  sr25519, not encrypted\n",
        addresses[0], addresses[1]
    );
    assert_eq!(listed, expected);
    let shown = home.run(&["show", "-w", "w"]).fine().stdout;
    assert!(addresses.iter().all(|address| shown.contains(address)), "{shown}");
    let shown = home.run(&["show", "-w", "w", "--json"]).fine().json();
    assert_eq!(shown["hotkeys"][0]["address"], addresses[1].as_str());
    let checked = home.run(&["check", "-w", "w"]).fine().stdout;
    assert!(checked.contains("w: hotkey h  in order"), "{checked}");
    for file in ["w/coldkey", "w/coldkeypub.txt", "w/hotkeys/h", "w/hotkeys/hpub.txt"] {
        assert!(home.file(file).is_file(), "{file}");
    }
}

#[test]
fn phrases_are_printed_on_request_alone_and_lead_back_to_the_key() {
    let home = Home::new("phrases");
    let made =
        home.run(&["new", "-w", "a", "--no-password", "--words", "24", "--json", "--phrase"]).fine().json();
    let phrase = made["coldkey"]["phrase"].as_str().expect("asked for");
    assert_eq!(phrase.split(' ').count(), 24);
    let revealed = home.run(&["show", "-w", "a", "--reveal", "coldkey"]).fine();
    assert_eq!(revealed.stdout, format!("{phrase}\n"));
    assert!(revealed.stderr.starts_with("whoever has this phrase has 5"), "{}", revealed.stderr);
    let import = ["import", "coldkey", "-w", "b", "-", "--no-password", "--json"];
    let again = home.run_with(phrase, &import).fine().json();
    assert_eq!(again["address"], made["coldkey"]["address"]);
    // Neither list nor show nor check says a word of it.
    for verb in ["list", "show", "check"] {
        let ran = home.run(&[verb, "-v", "--json"]);
        let words: Vec<&str> = phrase.split(' ').collect();
        assert!(!(ran.stdout + &ran.stderr).contains(&words[..2].join(" ")), "{verb}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let home = Home::new("existing");
    home.run(&["new", "--no-password"]).fine();
    let before = fs::read(home.file("default/coldkey")).expect("readable");
    home.run(&["new", "--no-password"]).refused(
        2,
        "has a coldkey already, and keys are never overwritten",
        "~/.bittensor/wallets/default/coldkey",
        "--only hotkey",
    );
    home.run(&["new", "--only", "hotkey"]).refused(
        2,
        "has a hotkey `default` already",
        "hotkeys/default",
        "-H",
    );
    home.run(&["import", "coldkey", "--uri", "//Alice", "--no-password"]).refused(
        2,
        "there is a coldkey already",
        "default/coldkey",
        "another name",
    );
    home.run(&["new", "--only", "hotkey", "-H", "second"]).fine();
    assert_eq!(fs::read(home.file("default/coldkey")).expect("readable"), before);
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let home = Home::new("asked");
    home.run(&["new"]).refused(
        2,
        "no password was given, and there is no terminal to ask on",
        "~/.bittensor/wallets/default/coldkey",
        "--password-file FILE, BT_WALLET_PASSWORD, or the variable BT_PW_",
    );
    assert!(!home.file("default").exists(), "a refused command leaves nothing");
    home.run(&["import", "hotkey"]).refused(2, "there is no terminal to ask on", "FILE", "standard input");
    let locked = format!("{FIXTURES}/btwallet-4.1.1/hotkeys/locked");
    home.run(&["import", "hotkey", &locked]).refused(
        2,
        "no password was given",
        "locked",
        "BT_WALLET_PASSWORD",
    );
}

#[test]
fn signatures_are_made_and_judged() {
    let home = Home::new("signatures");
    for (scheme, wallet) in [("sr25519", "s"), ("ed25519", "e")] {
        home.run(&["import", "hotkey", "--uri", "//Alice", "-w", wallet, "--scheme", scheme]).fine();
        let signed = home.run(&["sign", "-w", wallet, "--message", "hello", "--json"]).fine().json();
        assert_eq!((&signed["scheme"], &signed["message"]), (&scheme.into(), &"0x68656c6c6f".into()));
        let [address, signature] =
            ["address", "signature"].map(|field| signed[field].as_str().expect("text"));
        let ways: [(&[&str], &str); 3] =
            [(&["--message", "hello"], ""), (&["--hex", "68656c6C6f"], ""), (&["--file", "-"], "hello")];
        for (way, stdin) in ways {
            let verified = home.run_with(stdin, &[&["verify", address, signature], way].concat());
            assert_eq!(verified.code, 0, "{way:?}: {}", verified.stderr);
            assert_eq!(verified.stdout, format!("valid  {address} signed it ({scheme})\n"));
        }
        let other = home.run(&["verify", address, signature, "--message", "hellO", "--json"]);
        assert_eq!((other.code, &other.json()["valid"]), (1, &false.into()), "the verdict is negative");
        let wrong = if scheme == "sr25519" { "ed25519" } else { "sr25519" };
        let other = home.run(&["verify", address, signature, "--message", "hello", "--scheme", wrong]);
        assert_eq!(other.code, 1, "{}", other.stdout);
        assert!(other.stdout.starts_with("not valid"), "{}", other.stdout);
    }
}

#[test]
fn what_extensions_wrap_is_recognised() {
    let home = Home::new("wrapped");
    home.run(&["import", "hotkey", "--uri", "//Alice"]).fine();
    let signed = home.run(&["sign", "--message", "<Bytes>hello</Bytes>", "--json"]).fine().json();
    let signature = signed["signature"].as_str().expect("text");
    let verified = home.run(&["verify", ALICE, signature, "--message", "hello", "--json"]).fine().json();
    assert_eq!((&verified["valid"], &verified["wrapped"]), (&true.into(), &true.into()));
    // An address of another network is the same account.
    let polkadot = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
    home.run(&["verify", polkadot, signature, "--message", "hello"]).fine();
    let shown = home.run(&["show", "--prefix", "0"]).fine().stdout;
    assert!(shown.contains(polkadot), "{shown}");
}

#[test]
fn keys_come_from_everything_that_holds_one() {
    let home = Home::new("import").with("BT_WALLET_PASSWORD", "Fixture-Passw0rd!");
    let a = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
    let files = [
        "legacy/coldkey.ansible",
        "legacy/polkadotjs-export.json",
        "legacy/raw-mnemonic",
        "legacy/raw-seed-hex",
        "legacy/leading-space-ss58.json",
        "btwallet-2.1.3/hotkeys/hk",
    ];
    for (index, file) in files.iter().enumerate() {
        let (name, path) = (format!("h{index}"), format!("{FIXTURES}/{file}"));
        let imported = home.run(&["import", "hotkey", &path, "-H", &name, "--json"]).fine().json();
        assert_eq!(imported["address"], a, "{file}");
    }
    let ed25519 =
        home.run_with(PHRASE, &["import", "hotkey", "-", "-w", "e", "--scheme", "ed25519", "--json"]);
    assert_eq!(ed25519.json()["address"], "5DFJF7tY4bpbpcKPJcBTQaKuCDEPCpiz8TRjpmLeTtweqmXL");
    let watched = home.run(&["import", "coldkey", "-w", "watched", "--address", ALICE]).fine().stdout;
    assert!(watched.contains("sr25519, address only"), "{watched}");
    home.run(&["sign", "-w", "watched", "--key", "coldkey", "--message", "a"]).refused(
        2,
        "the wallet `watched` has no coldkey",
        "watched/coldkey",
        "wallet list",
    );
}

#[test]
fn what_cannot_be_a_key_is_refused_by_name() {
    let home = Home::new("refused");
    let fixture = |file: &str| format!("{FIXTURES}/legacy/{file}");
    let check = |arguments: &[&str], stdin: &str, what: &str, place: &str, next: &str| {
        home.run_with(stdin, &[&["import", "hotkey"], arguments].concat()).refused(2, what, place, next);
    };
    let mismatch = fixture("ss58-mismatch.MUST-FAIL.json");
    check(&[&mismatch], "", "ss58Address is 5Grw", "MUST-FAIL", "restore the file");
    let truncated = fixture("truncated-nacl.MUST-FAIL");
    check(&[&truncated], "", "cut off after 20 bytes", "MUST-FAIL", "restore the file");
    check(&["-"], "bottom drive obey", "not 3", "standard input", "the whole phrase");
    check(&["-"], &PHRASE.replace("fit", "fitt"), "word 11 is not on", "standard input", "check each word");
    check(&["-"], &PHRASE.replace("fit walk", "walk fit"), "checksum", "standard input", "their order");
    check(
        &["-"],
        "{\"cryptoType\":7,\"secretSeed\":\"00\"}",
        "cryptoType 7",
        "standard input",
        "the wallet that wrote it",
    );
    check(&["-"], "", "the keyfile is empty", "standard input", "");
    check(&["missing"], "", "there is no such file", "missing", "check the path");
    check(&["."], "", "not a file", ".", "name a keyfile");
    check(&["--uri", PHRASE], "", "does not belong on a command line", "--uri", "//Alice");
    check(
        &["--uri", "//Alice/soft", "--scheme", "ed25519"],
        "",
        "no soft junctions",
        "--uri",
        "hard junctions",
    );
    check(&["--address", "5Grw"], "", "is no 32-byte account", "--address", "SS58");
    check(&["-w", "../up", "-"], PHRASE, "does not begin with a dot", "--wallet", "a plain name");
    check(&["-w", "a/b", "-H", "c", "-"], PHRASE, "named twice", "--hotkey", "one of the two");
    let nothing = fs::read_dir(&home.path).expect("readable").count();
    assert_eq!(nothing, 0, "a refused command leaves nothing");
}

#[test]
fn a_secret_is_never_repeated() {
    let home = Home::new("silent");
    let (seed, nearly) = ("ab".repeat(32), "cd".repeat(31));
    for secret in [
        format!("0x{seed}//a///pw"),
        nearly.clone(),
        PHRASE.replace("walk", "walkk"),
        format!("{{\"secretSeed\":\"{nearly}\"}}"),
    ] {
        let ran = home.run_with(&secret, &["import", "hotkey", "-", "-v"]);
        assert_eq!(ran.code, 2, "{secret}");
        for part in ["abab", "cdcd", "lake", "walkk"] {
            assert!(!ran.stderr.contains(part), "{}", ran.stderr);
        }
    }
}

#[test]
fn passwords_come_from_the_listed_sources_in_their_order() {
    // Ansible Vault stretches in a moment, so that the order can be tried out.
    let path = format!("{FIXTURES}/legacy/coldkey.ansible");
    let variable = format!("BT_PW_{}", path.replace(['/', '.'], "_").to_uppercase());
    let encoded = |password: &str| {
        let mixed: Vec<u8> = password.bytes().zip(variable.bytes()).map(|(a, b)| a ^ b).collect();
        base64(&mixed)
    };
    let right = "Fixture-Passw0rd!";
    let try_with = |name: &str, variables: &[(&str, &str)], file: Option<&str>| {
        let mut home = Home::new(&format!("password-{name}"));
        for (variable, value) in variables {
            home = home.with(variable, value);
        }
        let mut arguments = vec!["import", "hotkey", &path];
        if let Some(password) = file {
            fs::write(home.path.join("pw"), password).expect("it can be written");
            arguments.extend(["--password-file", "pw"]);
        }
        home.run(&arguments).code
    };
    assert_eq!(try_with("plain", &[("BT_WALLET_PASSWORD", right)], None), 0);
    assert_eq!(try_with("own", &[(&variable, &encoded(right))], None), 0);
    assert_eq!(try_with("file", &[], Some(&format!("{right}\n"))), 0);
    let plain_first = [("BT_WALLET_PASSWORD", "wrong"), (variable.as_str(), &encoded(right))];
    assert_eq!(try_with("plain-first", &plain_first, Some(right)), 2);
    assert_eq!(try_with("own-second", &[(&variable, &encoded("wrong"))], Some(right)), 2);
    assert_eq!(try_with("empty-is-unset", &[("BT_WALLET_PASSWORD", "")], Some(right)), 0);
    assert_eq!(try_with("broken-is-told", &[(&variable, "!")], Some(right)), 2);
    assert_eq!(try_with("two-lines", &[], Some("Fixture-Passw0rd!\nmore")), 2);
    let home = Home::new("password-named");
    fs::write(home.path.join("pw"), right).expect("it can be written");
    let home = home.with("BT_WALLET_PASSWORD_FILE", "pw");
    home.run(&["import", "hotkey", &path]).fine();
}

/// Standard Base64, as the variable has it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks(3).map(|group| {
        let number = (0..3).fold(0, |number, at| number << 8 | u32::from(*group.get(at).unwrap_or(&0)));
        let letter = |at: u32| char::from(LETTERS[(number >> (18 - 6 * at)) as usize & 63]);
        (0..4).map(|at| if at as usize <= group.len() { letter(at) } else { '=' }).collect::<String>()
    });
    groups.collect()
}

#[test]
fn the_official_variables_choose_the_wallet() {
    let home = Home::new("variables").with("BT_WALLET_NAME", "named").with("BT_WALLET_HOTKEY", "hot");
    let home = home.with("BT_WALLET_PATH", "~/elsewhere");
    home.run(&["import", "hotkey", "--uri", "//Alice"]).fine();
    assert!(home.path.join("elsewhere/named/hotkeys/hot").is_file());
    // A flag wins, and a name with its hotkey is short for both.
    home.run(&["import", "hotkey", "--uri", "//Alice", "-w", "flag/other"]).fine();
    assert!(home.path.join("elsewhere/flag/hotkeys/other").is_file());
}

#[cfg(unix)]
#[test]
fn check_finds_what_is_wrong() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new("check");
    home.run(&["new", "-w", "w", "--no-password"]).fine();
    let verdict = || home.run(&["check", "-w", "w", "--json"]);
    assert_eq!((verdict().code, &verdict().json()["in_order"]), (0, &true.into()));

    let coldkey = home.file("w/coldkey");
    fs::set_permissions(&coldkey, fs::Permissions::from_mode(0o644)).expect("it is ours");
    let ran = verdict();
    assert_eq!(ran.code, 1, "the verdict is negative");
    let problem = &ran.json()["keys"][0]["problems"][0];
    assert_eq!(problem["what"], "others may open the file (mode 0644)");
    assert!(problem["next"].as_str().expect("text").starts_with("chmod 600 "), "{problem}");
    fs::set_permissions(&coldkey, fs::Permissions::from_mode(0o600)).expect("it is ours");

    home.run(&["import", "coldkey", "-w", "other", "--uri", "//Alice", "--no-password"]).fine();
    fs::copy(home.file("other/coldkeypub.txt"), home.file("w/coldkeypub.txt")).expect("it is ours");
    let ran = home.run(&["check", "-w", "w"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("w: coldkey  not in order"), "{}", ran.stdout);
    assert!(ran.stdout.contains("the public file beside it belongs to another key"), "{}", ran.stdout);
    assert!(home.run(&["list"]).fine().stdout.contains("belongs to another key"));
    fs::remove_file(home.file("w/coldkeypub.txt")).expect("it is ours");
    let next = verdict().json()["keys"][0]["problems"][0]["next"].as_str().expect("text").to_owned();
    let next: Vec<&str> = next.strip_prefix("incentor wallet ").expect("a command").split(' ').collect();
    home.run(&next).fine();
    assert_eq!(verdict().code, 0, "the command that check gave has mended it");

    fs::write(home.file("w/hotkeys/default"), "$NACL").expect("it is ours");
    let ran = home.run(&["check", "--all"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("cut off after 5 bytes"), "{}", ran.stdout);
    home.run(&["check", "-w", "nobody"]).refused(
        2,
        "there is no wallet `nobody`",
        "wallets/nobody",
        "wallet new -w nobody",
    );
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_the_surroundings_fault() {
    let home = Home::new("blocked");
    fs::write(home.path.join("file"), "in the way").expect("it can be written");
    let ran = home.run(&["new", "--no-password", "--wallet-path", "file/below"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
}

#[test]
fn quiet_and_colour_are_kept() {
    let home = Home::new("quiet");
    let made = home.run(&["new", "--no-password", "--quiet"]).fine();
    assert_eq!(made.stderr, "");
    assert!(!made.stdout.contains('\u{1b}'), "no colour into a pipe");
    assert!(home.run(&["list", "--color", "always"]).fine().stdout.contains('\u{1b}'));
    let empty = Home::new("empty").run(&["list"]).fine().stdout;
    assert_eq!(empty, "no wallets in ~/.bittensor/wallets; `incentor wallet new` makes one\n");
}

/// Each verb has its own form, and no form takes a document with a key too many or too few.
#[test]
fn every_document_has_the_form_of_its_verb() {
    let home = Home::new("schema");
    let made = home.run(&["new", "--no-password", "--phrase", "--json"]).fine().json();
    let show = home.run(&["show", "--json"]).fine().json();
    let revealed = home.run(&["show", "--reveal", "hotkey", "--json"]).fine().json();
    let list = home.run(&["list", "--json"]).fine().json();
    let signed = home.run(&["sign", "--message", "hello", "--json"]).fine().json();
    let (address, signature) = (signed["address"].as_str().unwrap(), signed["signature"].as_str().unwrap());
    let verified = home.run(&["verify", address, signature, "--message", "hello", "--json"]).fine().json();
    let checked = home.run(&["check", "--json"]).json();
    let key = home.run(&["import", "hotkey", "-H", "b", "--uri", "//Alice", "--json"]).fine().json();
    let schema = schema();
    for (form, document) in [
        ("made", made),
        ("show", show),
        ("revealed", revealed),
        ("list", list),
        ("signed", signed),
        ("verified", verified),
        ("checked", checked),
        ("key", key),
    ] {
        let mut own = schema.clone();
        own["anyOf"] = serde_json::json!([{ "$ref": format!("#/$defs/{form}") }]);
        let fits = |document: &Value| validate::validate(document, &own);
        assert_eq!(fits(&document), Ok(()), "{form}");
        let mut more = document.clone();
        more["surplus"] = true.into();
        assert!(fits(&more).is_err(), "{form} takes any key");
        for key in schema["$defs"][form]["required"].as_array().unwrap() {
            let mut less = document.clone();
            less.as_object_mut().unwrap().remove(key.as_str().unwrap());
            assert!(fits(&less).is_err(), "{form} goes without {key}");
        }
    }
}
