//! Signatures, as strictly as the policy says.

use crate::Refusal;
use incentor_keys::{PublicKey, Scheme, Signature};
use incentor_primitives::AccountId;

/// Whether the account signed the message, as it is or, where that is allowed, the way wallets for people wrap it.
pub(crate) fn check(key: PublicKey, message: &[u8], text: &str, wrapped: bool) -> Result<(), Refusal> {
    let signature: Signature = text.parse().map_err(|_| Refusal::BadSignatureForm)?;
    let by_wallet = || key.verify(&[b"<Bytes>", message, b"</Bytes>"].concat(), &signature);
    if key.verify(message, &signature) || (wrapped && by_wallet()) {
        Ok(())
    } else {
        Err(Refusal::BadSignature)
    }
}

/// The same for the one scheme the classic face knows.
pub(crate) fn check_sr25519(
    account: AccountId,
    message: &[u8],
    text: &str,
    wrapped: bool,
) -> Result<(), Refusal> {
    check(PublicKey { account, scheme: Scheme::Sr25519 }, message, text, wrapped)
}
