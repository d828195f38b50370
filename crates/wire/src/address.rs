//! Addresses, as strictly as the policy says.

use crate::Refusal;
use incentor_primitives::AccountId;

/// An account from its address; of this network's prefix, unless others are allowed.
pub(crate) fn read(text: &str, foreign_prefix: bool) -> Result<AccountId, Refusal> {
    let (account, prefix) = AccountId::from_ss58(text).map_err(|_| Refusal::BadAddress)?;
    let canonical = account.to_string() == text || (foreign_prefix && account.to_ss58(prefix) == text);
    if canonical { Ok(account) } else { Err(Refusal::BadAddress) }
}
