//! The `expected` object: what an epoch leaves, in the format's order and encoding.

use incentor_yuma::{Entry, Epoch, Rows as _};
use serde::{Deserialize, Serialize};

/// The result of an epoch as the format writes it; every list is by uid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Normalised stake, 65535 = 1.0.
    pub stake_weight: Vec<u16>,
    /// Set weights recently enough.
    pub active: Vec<bool>,
    /// Permits after the epoch.
    pub validator_permit: Vec<bool>,
    /// 65535 = 1.0.
    pub consensus: Vec<u16>,
    /// 65535 = 1.0.
    pub incentive: Vec<u16>,
    /// 65535 = 1.0.
    pub dividends: Vec<u16>,
    /// 65535 = 1.0.
    pub validator_trust: Vec<u16>,
    /// Rao for mining.
    #[serde(with = "decimal")]
    pub server_emission: Vec<u64>,
    /// Rao for validating.
    #[serde(with = "decimal")]
    pub validator_emission: Vec<u64>,
    /// Rao, the combined figure; not the sum of the two above.
    #[serde(with = "decimal")]
    pub emission: Vec<u64>,
    /// Bond row to store; `None` = leave the stored row alone, which the chain's code never does.
    pub bonds: Vec<Option<Vec<Entry>>>,
    /// Four of the fields before they became u16.
    pub bits: ExpectedBits,
}

/// Fixed-point numbers: value = integer / 2^32.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedBits {
    /// See [`Expected::consensus`].
    pub consensus: Vec<i64>,
    /// See [`Expected::incentive`].
    pub incentive: Vec<i64>,
    /// See [`Expected::dividends`].
    pub dividends: Vec<i64>,
    /// See [`Expected::validator_trust`].
    pub validator_trust: Vec<i64>,
}

impl Expected {
    /// What the epoch left.
    #[must_use]
    pub fn of(epoch: &Epoch) -> Self {
        Self {
            stake_weight: epoch.stake_weight.clone(),
            active: epoch.active.clone(),
            validator_permit: epoch.validator_permit.clone(),
            consensus: epoch.consensus.clone(),
            incentive: epoch.incentive.clone(),
            dividends: epoch.dividends.clone(),
            validator_trust: epoch.validator_trust.clone(),
            server_emission: epoch.server_emission.clone(),
            validator_emission: epoch.validator_emission.clone(),
            emission: epoch.emission.clone(),
            bonds: (0..epoch.bonds.len()).map(|uid| Some(epoch.bonds.row(uid).to_vec())).collect(),
            bits: ExpectedBits {
                consensus: epoch.bits.consensus.clone(),
                incentive: epoch.bits.incentive.clone(),
                dividends: epoch.bits.dividends.clone(),
                validator_trust: epoch.bits.validator_trust.clone(),
            },
        }
    }

    /// The object on one line, without white space and without a line end.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "lists of numbers always have a JSON form")]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("lists of numbers always have a JSON form")
    }
}

/// Unsigned 64-bit numbers as decimal strings.
mod decimal {
    use serde::{
        Deserializer, Serializer,
        de::{self, DeserializeSeed, SeqAccess, Visitor},
        ser::SerializeSeq as _,
    };
    use std::fmt;

    pub(super) fn serialize<S: Serializer>(numbers: &[u64], json: S) -> Result<S::Ok, S::Error> {
        let mut list = json.serialize_seq(Some(numbers.len()))?;
        for number in numbers {
            list.serialize_element(&format_args!("{number}"))?;
        }
        list.end()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(json: D) -> Result<Vec<u64>, D::Error> {
        json.deserialize_seq(List)
    }

    struct List;

    impl<'de> Visitor<'de> for List {
        type Value = Vec<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of decimal strings")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<u64>, A::Error> {
            let mut numbers = Vec::new();
            while let Some(number) = list.next_element_seed(Decimal)? {
                numbers.push(number);
            }
            Ok(numbers)
        }
    }

    struct Decimal;

    impl<'de> DeserializeSeed<'de> for Decimal {
        type Value = u64;

        fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<u64, D::Error> {
            json.deserialize_str(self)
        }
    }

    impl Visitor<'_> for Decimal {
        type Value = u64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number as a decimal string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<u64, E> {
            text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
}
