//! Every intermediate of an epoch as JSON.

use incentor_yuma::{EpochTrace, Mask, Masked};
use serde::{
    Serialize, Serializer,
    ser::{SerializeSeq, SerializeStruct as _},
};

/// An [`EpochTrace`] as JSON: one field per field; `masked` comes last.
///
/// Fixed-point numbers are integers, value = integer / 2^32; a row is `[[uid, bits], ...]`, a masked row
/// `[[uid, stored weight, why], ...]`.
#[derive(Clone, Copy, Debug)]
pub struct TraceJson<'a>(pub &'a EpochTrace);

macro_rules! write_fields {
    ($trace:expr, $json:expr; $($field:ident),* $(,)?) => {{
        // Destructured, so that a new field of the trace cannot be forgotten here.
        let EpochTrace { $($field,)* masked } = $trace;
        let mut object = $json.serialize_struct("EpochTrace", 1 + [$(stringify!($field)),*].len())?;
        $(object.serialize_field(stringify!($field), $field)?;)*
        object.serialize_field("masked", &MaskedRows(masked))?;
        object.end()
    }};
}

impl Serialize for TraceJson<'_> {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        write_fields!(
            self.0, json;
            stake, permit, active_stake, median_stake, kappa, weights, clipped, ranks, weights_for_bonds,
            bonds, bonds_bought, alphas, ema, ema_normalised, total_bonds, emission_sum, server_share,
            validator_share, combined_share, bonds_stored,
        )
    }
}

struct MaskedRows<'a>(&'a [Vec<Masked>]);
struct MaskedRow<'a>(&'a [Masked]);

impl Serialize for MaskedRows<'_> {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        list(json, self.0.len(), self.0.iter().map(|row| MaskedRow(row)))
    }
}

impl Serialize for MaskedRow<'_> {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        list(json, self.0.len(), self.0.iter().map(|cell| (cell.uid, cell.weight, mask_name(cell.mask))))
    }
}

fn list<S: Serializer, T: Serialize>(
    json: S,
    len: usize,
    items: impl Iterator<Item = T>,
) -> Result<S::Ok, S::Error> {
    let mut list = json.serialize_seq(Some(len))?;
    for item in items {
        list.serialize_element(&item)?;
    }
    list.end()
}

/// The mask's name in JSON.
#[must_use]
pub const fn mask_name(mask: Mask) -> &'static str {
    match mask {
        Mask::NoSuchUid => "no-such-uid",
        Mask::NoPermit => "no-permit",
        Mask::SelfWeight => "self-weight",
        Mask::Outdated => "outdated",
        Mask::PendingCommit => "pending-commit",
        _ => "other",
    }
}
