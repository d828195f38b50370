//! btauth/1: one signature over the whole request, of bittensor 11 (`wire-protocol` §3.1).

use crate::body_hash::hex;
use crate::known::{Known, Sender};
use crate::number::{integer_text, lenient_integer, plain_integer};
use crate::policy::{Compat, Policy};
use crate::{Headers, Refusal};
use incentor_keys::{Hotkey, PublicKey, Scheme};
use incentor_primitives::AccountId;
use sha2::{Digest as _, Sha256};

/// Always `1`.
pub const VERSION: &str = "X-Bittensor-Version";
/// The sender's address.
pub const HOTKEY: &str = "X-Bittensor-Hotkey";
/// Nanoseconds since 1970.
pub const NONCE: &str = "X-Bittensor-Nonce";
/// `0x` and 128 digits.
pub const SIGNATURE: &str = "X-Bittensor-Signature";
/// The receiver's address.
pub const RECEIVER: &str = "X-Bittensor-Receiver";
/// The scheme, where it is not sr25519.
pub const CRYPTO: &str = "X-Bittensor-Crypto";

/// What is signed: eight lines.
#[must_use]
pub fn payload(
    scheme: Scheme,
    method: &str,
    target: &str,
    body: &[u8],
    nonce: i128,
    sender: &str,
    receiver: Option<&str>,
) -> String {
    payload_of(scheme, method, target, &hex(&Sha256::digest(body)), nonce, sender, receiver)
}

/// The same of a body whose digest is known.
pub(crate) fn payload_of(
    scheme: Scheme,
    method: &str,
    target: &str,
    digest: &str,
    nonce: i128,
    sender: &str,
    receiver: Option<&str>,
) -> String {
    let (scheme, method, nonce) = (scheme.to_string(), method.to_uppercase(), integer_text(nonce));
    let lines = ["btauth/1", &scheme, &method, target, digest, &nonce, sender, receiver.unwrap_or("-")];
    lines.join("\n")
}

/// The headers of a request of one's own.
#[must_use]
pub fn sign(
    hotkey: &Hotkey,
    receiver: Option<AccountId>,
    method: &str,
    target: &str,
    body: &[u8],
    nonce: u64,
) -> Vec<(&'static str, String)> {
    let scheme = hotkey.public().scheme;
    let sender = hotkey.account().to_string();
    let receiver = receiver.map(|account| account.to_string());
    let signed = payload(scheme, method, target, body, nonce.into(), &sender, receiver.as_deref());
    let signature = format!("0x{}", hex(&hotkey.sign(signed.as_bytes()).0));
    let mut headers =
        vec![(VERSION, "1".to_owned()), (HOTKEY, sender), (NONCE, nonce.to_string()), (SIGNATURE, signature)];
    headers.extend(receiver.map(|receiver| (RECEIVER, receiver)));
    if scheme == Scheme::Ed25519 {
        headers.push((CRYPTO, scheme.to_string()));
    }
    headers
}

/// A request's headers, well-formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BtauthHead {
    /// Who claims to have signed.
    pub sender: PublicKey,
    /// Nanoseconds since 1970.
    pub nonce: i128,
    /// For whom, as an address.
    pub receiver: Option<String>,
    pub(crate) address: String,
    signature: String,
}

impl BtauthHead {
    /// Reads the headers.
    ///
    /// # Errors
    /// What is missing or malformed.
    pub fn read(headers: &Headers<'_>, compat: &Compat) -> Result<Self, Refusal> {
        Self::read_by(headers, compat, &Known::default()).map(|(head, _)| head)
    }

    /// The same, where whoever signed before is known.
    pub(crate) fn read_by(
        headers: &Headers<'_>,
        compat: &Compat,
        known: &Known,
    ) -> Result<(Self, Sender), Refusal> {
        let needed = |header| headers.only(header)?.ok_or(Refusal::Missing { header });
        if needed(VERSION)? != "1" {
            return Err(Refusal::Malformed { header: VERSION });
        }
        let address = needed(HOTKEY)?;
        let nonce = needed(NONCE)?;
        let signature = needed(SIGNATURE)?.to_owned();
        let read = if compat.lenient_numbers { lenient_integer } else { plain_integer };
        let nonce = read(nonce).ok_or(Refusal::Malformed { header: NONCE })?;
        let scheme = match headers.only(CRYPTO)? {
            None => Scheme::Sr25519,
            Some(name) => name.parse().map_err(|_| Refusal::Malformed { header: CRYPTO })?,
        };
        let key = Sender::find(known, scheme, address, compat.foreign_prefix)?;
        let receiver = headers.only(RECEIVER)?.map(str::to_owned);
        let sender = key.key().public();
        Ok((Self { sender, nonce, receiver, address: address.to_owned(), signature }, key))
    }

    /// Whether it is for this axon, and fresh.
    ///
    /// # Errors
    /// [`Refusal::WrongReceiver`], [`Refusal::Stale`] and [`Refusal::Future`].
    pub fn check_fresh(&self, receiver: AccountId, policy: &Policy, now_ns: u64) -> Result<(), Refusal> {
        self.check_fresh_for(&receiver.to_string(), policy, now_ns)
    }

    /// The same for an axon whose address is known.
    pub(crate) fn check_fresh_for(
        &self,
        receiver: &str,
        policy: &Policy,
        now_ns: u64,
    ) -> Result<(), Refusal> {
        match &self.receiver {
            Some(address) if address == receiver => {}
            None if policy.compat.unbound_receiver => {}
            _ => return Err(Refusal::WrongReceiver),
        }
        let (now, windows) = (i128::from(now_ns), &policy.windows);
        if self.nonce < now.saturating_sub(windows.btauth_age_ns.into()) {
            Err(Refusal::Stale)
        } else if self.nonce > now.saturating_add(windows.btauth_skew_ns.into()) {
            Err(Refusal::Future)
        } else {
            Ok(())
        }
    }

    /// Whether the sender signed this very request.
    ///
    /// # Errors
    /// [`Refusal::BadSignature`] and [`Refusal::BadSignatureForm`].
    pub fn check_signature(
        &self,
        method: &str,
        target: &str,
        body: &[u8],
        compat: &Compat,
    ) -> Result<(), Refusal> {
        let sender = Sender::New(self.sender.verifier());
        self.check_signature_of(sender, (method, target, body), compat, &Known::default())
    }

    /// The same with the sender's key at hand; whoever signed is known from now on.
    pub(crate) fn check_signature_of(
        &self,
        sender: Sender,
        (method, target, body): (&str, &str, &[u8]),
        compat: &Compat,
        known: &Known,
    ) -> Result<(), Refusal> {
        let (scheme, receiver) = (self.sender.scheme, self.receiver.as_deref());
        let signed = payload(scheme, method, target, body, self.nonce, &self.address, receiver);
        sender.check(signed.as_bytes(), &self.signature, compat.wrapped_signature)?;
        sender.keep(known, &self.address);
        Ok(())
    }
}
