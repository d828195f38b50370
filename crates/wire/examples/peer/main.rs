//! One end for jobs of `cargo xtask`: `peer serve`, `peer call --axon classic --face classic --port N --hotkey SS58`, or
//! `peer idle --port N --count 10000`.
//!
//! `serve` is an axon that knows the messages of `tests/peers/messages.py`; it prints where it listens as JSON and runs
//! until it is ended. `call` asks an axon on this machine and prints a line per check. `idle` connects and stays.

mod call;
mod idle;
mod messages;
mod serve;

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_wire::{Face, Target};
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let options: Vec<String> = arguments.collect();
    match verb.as_str() {
        "serve" => {
            let options = Options::read(&options, &["--hotkey-uri", "--connections"])?;
            let own = hotkey(options.get("--hotkey-uri").unwrap_or("//Bob"))?;
            serve::run(own, options.get("--connections").map(str::parse).transpose()?).await
        }
        "idle" => {
            let options = Options::read(&options, &["--port", "--count"])?;
            let port = options.get("--port").ok_or("--port is needed")?.parse()?;
            idle::run(port, options.get("--count").unwrap_or("10000").parse()?).await
        }
        "call" => {
            let options = Options::read(&options, &["--axon", "--face", "--port", "--hotkey"])?;
            let axon = match options.get("--axon") {
                Some("classic") => call::Axon::Classic,
                Some("btauth") => call::Axon::Btauth,
                Some("signed") => call::Axon::Signed,
                Some("both") => call::Axon::Both,
                _ => return Err("--axon classic, btauth, signed or both".into()),
            };
            let face = match options.get("--face") {
                Some("classic") => Face::Classic,
                Some("btauth") => Face::Btauth,
                _ => return Err("--face classic or btauth".into()),
            };
            let port: u16 = options.get("--port").ok_or("--port is needed")?.parse()?;
            let hotkey = options.get("--hotkey").ok_or("--hotkey is needed")?.parse()?;
            call::run(axon, face, Target::new(([127, 0, 0, 1], port).into(), hotkey)).await
        }
        _ => Err(format!("`{verb}`: serve, call or idle").into()),
    }
}

/// Names and values, as they came.
struct Options<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Options<'a> {
    fn read(words: &'a [String], known: &[&str]) -> Result<Self, Box<dyn Error>> {
        let mut options = Vec::new();
        for pair in words.chunks(2) {
            match pair {
                [name, value] if known.contains(&name.as_str()) => {
                    options.push((name.as_str(), value.as_str()));
                }
                pair => {
                    return Err(format!("`{}`: {} and a value each", pair.join(" "), known.join(", ")).into());
                }
            }
        }
        Ok(Self(options))
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// The same of scheme ed25519, which only btauth/1 has.
fn edwards(uri: &str) -> Result<Hotkey, Box<dyn Error>> {
    Ok(Hotkey::new(KeyPair::from_uri(&SecretUri::parse(uri)?, Scheme::Ed25519)?))
}

fn hotkey(uri: &str) -> Result<Hotkey, Box<dyn Error>> {
    Ok(Hotkey::new(KeyPair::from_uri(&SecretUri::parse(uri)?, Scheme::Sr25519)?))
}
