//! One end for `cargo xtask conformance`: `peer serve --hotkey-uri //Bob`.
//!
//! `serve` is an axon that knows the messages of `tests/peers/messages.py`; it prints where it listens as JSON and runs
//! until it is ended.

mod messages;
mod serve;

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let options: Vec<String> = arguments.collect();
    match verb.as_str() {
        "serve" => {
            let options = Options::read(&options, &["--hotkey-uri"])?;
            serve::run(&hotkey(options.get("--hotkey-uri").unwrap_or("//Bob"))?).await
        }
        _ => Err(format!("`{verb}`: serve").into()),
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
                    options.push((name.as_str(), value.as_str()))
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

fn hotkey(uri: &str) -> Result<Hotkey, Box<dyn Error>> {
    Ok(Hotkey::new(KeyPair::from_uri(&SecretUri::parse(uri)?, Scheme::Sr25519)?))
}
