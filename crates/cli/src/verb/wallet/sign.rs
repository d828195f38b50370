//! `incentor wallet sign` and `verify`.

use super::document::{self, hexadecimal};
use super::message::Message;
use super::place::Selection;
use super::unlock::Unlock;
use super::{Kind, PasswordArguments, SchemeName};
use crate::ExitCode;
use crate::failure::Failure;
use crate::terminal::{self, BAD, GOOD, Terminal};
use clap::Args;
use incentor_keys::{PublicKey, Scheme, Signature};
use incentor_primitives::AccountId;
use serde::Serialize;

/// Sign a message
///
/// The message is signed as it is. Signatures of sr25519 differ each time, and all of them are valid.
#[derive(Args, Debug)]
#[command(after_help = SIGN_EXAMPLES)]
pub(super) struct SignArguments {
    #[command(flatten)]
    message: Message,
    /// Which key signs
    #[arg(long, value_enum, default_value_t = Kind::Hotkey, value_name = "KEY")]
    key: Kind,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    password: PasswordArguments,
}

const SIGN_EXAMPLES: &str = "\
Examples:
  incentor wallet sign --message hello
  incentor wallet sign --key coldkey --file statement.txt --json
  printf hello | incentor wallet sign --file -";

/// Check who signed a message
///
/// Ends with 1 if the signature is not valid. Also recognises the <Bytes> around messages that browser extensions sign.
#[derive(Args, Debug)]
#[command(after_help = VERIFY_EXAMPLES)]
pub(super) struct VerifyArguments {
    /// Who is said to have signed, as an SS58 address
    address: String,
    /// The signature, 128 hexadecimal digits
    signature: String,
    #[command(flatten)]
    message: Message,
    /// How the address signs; both are tried unless it is given
    #[arg(long, value_enum, value_name = "SCHEME")]
    scheme: Option<SchemeName>,
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  incentor wallet verify 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY 0x… --message hello";

#[derive(Serialize)]
struct Signed {
    address: String,
    scheme: String,
    message: String,
    signature: String,
}

#[derive(Serialize)]
struct Verified {
    valid: bool,
    address: String,
    /// Which scheme it is valid for.
    scheme: Option<String>,
    /// Whether `<Bytes>` stood around the message.
    wrapped: bool,
}

pub(super) fn sign(arguments: &SignArguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let place = arguments.selection.place()?;
    let message = arguments.message.bytes()?;
    let unlock = Unlock { terminal: *terminal, arguments: &arguments.password };
    let (public, signature) = match arguments.key {
        Kind::Coldkey => {
            let key = unlock.coldkey(&place)?;
            (key.public(), key.sign(&message))
        }
        Kind::Hotkey => {
            let key = unlock.hotkey(&place)?;
            (key.public(), key.sign(&message))
        }
    };
    if terminal.json {
        terminal.result(&document::json(&Signed {
            address: public.account.to_string(),
            scheme: public.scheme.to_string(),
            message: hexadecimal(&message),
            signature: signature.to_string(),
        })?)?;
    } else {
        terminal.result(&format!("{signature}\n"))?;
        let dim = terminal::DIM;
        terminal.remark(&format!("{dim}signed by {} ({}){dim:#}\n", public.account, public.scheme));
    }
    Ok(ExitCode::Fine)
}

pub(super) fn verify(arguments: &VerifyArguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let account: AccountId = arguments.address.parse().map_err(|error| {
        Failure::usage(error).at("ADDRESS").next("an SS58 address, as `incentor wallet show` prints it")
    })?;
    let signature: Signature = arguments.signature.parse().map_err(|error| {
        Failure::usage(error)
            .at("SIGNATURE")
            .next("64 bytes in hexadecimal, as `incentor wallet sign` prints them")
    })?;
    let message = arguments.message.bytes()?;
    let wrapped = [b"<Bytes>".as_slice(), &message, b"</Bytes>"].concat();
    let schemes = arguments.scheme.map_or(Scheme::ALL.to_vec(), |scheme| vec![scheme.into()]);
    let valid_for = |message: &[u8]| {
        schemes
            .iter()
            .copied()
            .find(|scheme| PublicKey { account, scheme: *scheme }.verify(message, &signature))
    };
    let plain = valid_for(&message);
    let found = plain.or_else(|| valid_for(&wrapped));
    if terminal.json {
        terminal.result(&document::json(&Verified {
            valid: found.is_some(),
            address: account.to_string(),
            scheme: found.map(|scheme| scheme.to_string()),
            wrapped: plain.is_none() && found.is_some(),
        })?)?;
    } else {
        terminal.result(&match found {
            Some(scheme) if plain.is_some() => {
                format!("{GOOD}valid{GOOD:#}  {account} signed it ({scheme})\n")
            }
            Some(scheme) => {
                format!("{GOOD}valid{GOOD:#}  {account} signed it ({scheme}), within <Bytes>\n")
            }
            None => format!("{BAD}not valid{BAD:#}  {account} did not sign this message so\n"),
        })?;
    }
    Ok(if found.is_some() { ExitCode::Fine } else { ExitCode::Negative })
}
