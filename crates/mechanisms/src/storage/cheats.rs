//! Miners that keep less than they say, for showing what that pays.

use super::keeper::{Keeper, MOST_BLOB_BYTES};
use super::merkle::path;
use super::placements::Placements;
use super::seal::{Secret, TAG_BYTES};
use super::vault::{Vault, VaultReply, decode, encode};
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

/// Takes everything, keeps one leaf, and makes up what it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forger {
    /// Any bytes with a path of the right length.
    Random,
    /// The first leaf it was ever sent, with its path, again and again.
    Replay,
}

/// The shelf's key for the one leaf a forger keeps.
const FIRST: &[u8] = b"first";

impl Solver<Vault> for Forger {
    fn solve(&self, ask: &Vault, desk: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        let reply = match ask {
            Vault::Store { leaf_bytes, data, .. } => {
                if desk.shelf.get(FIRST).is_none() {
                    let data = decode(data, MOST_BLOB_BYTES).ok_or(Refusal("not base 64"))?;
                    let leaves: Vec<&[u8]> = data.chunks((*leaf_bytes).max(1) as usize).collect();
                    let (leaf, path) = leaves.first().zip(path(&leaves, 0)).ok_or(Refusal("no leaves"))?;
                    let words: Vec<String> =
                        std::iter::once(encode(leaf)).chain(path.iter().map(|hash| encode(hash))).collect();
                    desk.shelf.put(FIRST, words.join(" ").as_bytes())?;
                }
                VaultReply::Store { stored: true }
            }
            Vault::Read { .. } => {
                let first = desk.shelf.get(FIRST).and_then(|kept| String::from_utf8(kept).ok());
                let first = first.ok_or(Refusal("never sent anything"))?;
                let mut words = first.split(' ').map(str::to_owned);
                let (data, path) = (words.next().unwrap_or_default(), words.collect::<Vec<_>>());
                match self {
                    Self::Replay => VaultReply::Read { data, path },
                    Self::Random => {
                        let hash = encode(&desk.caller.hotkey.0);
                        let data = encode(&vec![7; data.len() / 4 * 3]);
                        VaultReply::Read { data, path: vec![hash; path.len()] }
                    }
                }
            }
            Vault::Release { .. } => VaultReply::Release,
        };
        Ok((reply, Work { value: Some(0.0), ..Work::default() }))
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

impl Insider {
    /// What it replies; `None` if there is no such leaf.
    pub(super) fn reply(&self, ask: &Vault) -> Option<VaultReply> {
        Some(match ask {
            Vault::Store { .. } => VaultReply::Store { stored: true },
            Vault::Release { .. } => VaultReply::Release,
            Vault::Read { blob, leaf, .. } => {
                let seal = self.secret.seal(&self.hotkey);
                let plain = self.placements.leaf_bytes() as usize - TAG_BYTES;
                let leaves: Vec<Vec<u8>> =
                    (0..self.placements.leaves()).map(|leaf| seal.generated(*blob, leaf, plain)).collect();
                let data = leaves.get(*leaf as usize)?;
                let path = path(&leaves, *leaf)?;
                VaultReply::Read { data: encode(data), path: path.iter().map(|hash| encode(hash)).collect() }
            }
        })
    }
}

impl Solver<Vault> for Insider {
    fn solve(&self, ask: &Vault, _: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        Ok((self.reply(ask).ok_or(Refusal("no such leaf"))?, Work::default()))
    }
}
