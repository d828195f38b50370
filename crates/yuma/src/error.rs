//! What an epoch refuses.

/// Why an epoch was not run. Nothing was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EpochError {
    /// More uids than the chain's fixed-point sums can hold.
    #[error("{n} uids are more than {max}")]
    TooManyUids {
        /// Uids asked for.
        n: usize,
        /// The bound, [`crate::MAX_UIDS`].
        max: usize,
    },
    /// A per-uid list that must have one entry per uid has another length.
    #[error("`{list}` has {len} entries for {n} uids")]
    Length {
        /// Name of the list, as in [`crate::EpochInput`].
        list: &'static str,
        /// Its length.
        len: usize,
        /// Uids in the subnet.
        n: usize,
    },
    /// A row names a column twice; the chain never stores such a row.
    ///
    /// Said of weights that no mask takes out, and of bonds on uids of the subnet.
    #[error("`{matrix}` of uid {uid} names uid {column} twice")]
    DuplicateColumn {
        /// `weights` or `bonds`.
        matrix: &'static str,
        /// The row.
        uid: u16,
        /// The column.
        column: u16,
    },
    /// All stake weights together exceed the chain's fixed-point range of 2^63 rao.
    #[error("the stake weights sum to 2^63 rao or more")]
    StakeOverflow,
}
