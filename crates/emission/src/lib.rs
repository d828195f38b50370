//! Issuance, the split of emission and its payout, in rao.
