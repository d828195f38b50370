//! An axon that echoes: `echo_axon --port 8091 --hotkey-uri //Bob`.
//!
//! Serves `Echo { input: i64 }`, answers `output = input`; prints where it listens as JSON, and drains on Ctrl-C.

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::Synapse;
use incentor_wire::server::{Answer, Axon, Service};
use std::error::Error;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Echo {
    #[hashed]
    input: i64,
    #[reply]
    output: Option<i64>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (mut port, mut uri) = (8091, "//Bob".to_owned());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or(format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--port" => port = value.parse()?,
            "--hotkey-uri" => uri = value,
            _ => return Err(format!("{argument}: --port or --hotkey-uri").into()),
        }
    }
    let hotkey = Hotkey::new(KeyPair::from_uri(&SecretUri::parse(&uri)?, Scheme::Sr25519)?);
    let echo =
        Service::<Echo>::new(
            |ask, _| async move { Ok(Answer::Reply(EchoReply { output: Some(ask.input) })) },
        );
    let axon = Axon::new(hotkey.account()).serve(echo)?.start(([127, 0, 0, 1], port).into()).await?;
    println!("{{\"listening\":\"{}\",\"hotkey\":\"{}\"}}", axon.address(), hotkey.account());
    tokio::signal::ctrl_c().await?;
    axon.drain(Duration::from_secs(10)).await?;
    Ok(())
}
