//! Miners that keep less than they say, for showing what that pays.

use super::keeper::Keeper;
use super::merkle::path;
use super::placements::Placements;
use super::seal::{Secret, TAG_BYTES};
use super::vault::{Vault, VaultReply, encode};
use incentor_sdk::{AccountId, Desk, Refusal, Solver, Work};

/// Says it keeps everything, and forgets a share of the leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartialKeeper {
    /// The share of leaves kept, f.
    pub keeps: f64,
    /// What it would keep, were it honest.
    pub room: Keeper,
}

impl Solver<Vault> for PartialKeeper {
    fn solve(&self, ask: &Vault, desk: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        if let Vault::Read { blob, leaf, .. } = ask {
            // Which leaves are gone is settled once: by their numbers, spread evenly.
            let spread = blake3::hash(&[&blob.to_le_bytes()[..], &leaf.to_le_bytes()].concat());
            let at = f64::from(u16::from_le_bytes([spread.as_bytes()[0], spread.as_bytes()[1]])) / 65_536.0;
            if at >= self.keeps {
                return Err(Refusal("lost"));
            }
        }
        self.room.solve(ask, desk)
    }
}

/// Keeps nothing and makes up what it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forger {
    /// Any bytes with a path of the right length.
    Random,
    /// The first leaf it was ever asked for, with its path, again and again.
    Replay,
}

impl Solver<Vault> for Forger {
    fn solve(&self, ask: &Vault, desk: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        let honest = Keeper { bytes: u64::MAX };
        let caller = desk.caller.hotkey;
        let (reply, work) = honest.solve(ask, desk)?;
        let VaultReply::Read { data, path } = &reply else { return Ok((reply, work)) };
        let reply = match self {
            Self::Random => {
                let hash = encode(&caller.0);
                VaultReply::Read { data: encode(&vec![7; data.len() / 4 * 3]), path: vec![hash; path.len()] }
            }
            Self::Replay => {
                let first = desk.shelf.get(b"first").and_then(|kept| String::from_utf8(kept).ok());
                let first = match first {
                    Some(first) => first,
                    None => {
                        let first = [std::slice::from_ref(data), path.as_slice()].concat().join(" ");
                        desk.shelf.put(b"first", first.as_bytes())?;
                        first
                    }
                };
                let mut words = first.split(' ').map(str::to_owned);
                VaultReply::Read { data: words.next().unwrap_or_default(), path: words.collect() }
            }
        };
        Ok((reply, work))
    }
}

/// Knows the validator's secret, and makes every leaf when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Insider {
    /// What the validator told its friend.
    pub secret: Secret,
    /// The miner's own hotkey.
    pub hotkey: AccountId,
    /// The validator's placements.
    pub placements: Placements,
}

impl Solver<Vault> for Insider {
    fn solve(&self, ask: &Vault, _: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        let reply = match ask {
            Vault::Store { .. } => VaultReply::Store { stored: true },
            Vault::Release { .. } => VaultReply::Release,
            Vault::Read { blob, leaf, .. } => {
                let seal = self.secret.seal(&self.hotkey);
                let plain = self.placements.leaf_bytes() as usize - TAG_BYTES;
                let leaves: Vec<Vec<u8>> =
                    (0..self.placements.leaves()).map(|leaf| seal.generated(*blob, leaf, plain)).collect();
                let data = leaves.get(*leaf as usize).ok_or(Refusal("no such leaf"))?;
                let path = path(&leaves, *leaf).ok_or(Refusal("no such leaf"))?;
                VaultReply::Read { data: encode(data), path: path.iter().map(|hash| encode(hash)).collect() }
            }
        };
        Ok((reply, Work::default()))
    }
}
