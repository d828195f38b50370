//! The miner: keeps what it has room for, and reads it back.

use super::merkle::path;
use super::vault::{Vault, VaultReply, decode, encode};
use incentor_sdk::{AccountId, Desk, Refusal, Shelf, Solver, Work};

/// Most bytes of a blob a miner takes, whatever its room.
pub(super) const MOST_BLOB_BYTES: usize = 16 << 20;
/// Most leaves of a blob.
const MOST_LEAVES: usize = 1 << super::merkle::MOST_LEVELS;

/// Keeps up to `effort · bytes`, of validators with a permit only, and refuses what does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeper {
    /// Room at effort 1, in bytes.
    pub bytes: u64,
}

impl Default for Keeper {
    /// 1 GiB.
    fn default() -> Self {
        Self { bytes: 1 << 30 }
    }
}

impl Solver<Vault> for Keeper {
    fn solve(&self, ask: &Vault, desk: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        if !desk.caller.permit {
            return Err(Refusal("validators with a permit only"));
        }
        let room = (desk.effort * self.bytes as f64).max(0.0) as u64;
        let caller = desk.caller.hotkey;
        let mut rack = Rack { shelf: desk.shelf, caller };
        let (reply, bytes) = match ask {
            Vault::Store { blob, leaf_bytes, data, .. } => {
                rack.has_room(*blob, least_bytes(data), room)?;
                let data = decode(data, MOST_BLOB_BYTES).ok_or(Refusal("not base 64, or too much of it"))?;
                let kept = rack.store(*blob, *leaf_bytes, &data, room)?;
                (VaultReply::Store { stored: true }, kept)
            }
            Vault::Read { blob, leaf, .. } => {
                let (leaf_bytes, data) = rack.blob(*blob).ok_or(Refusal("not kept here"))?;
                let leaves: Vec<&[u8]> = data.chunks(leaf_bytes).collect();
                let bytes = leaves.get(*leaf as usize).ok_or(Refusal("no such leaf"))?;
                let path = path(&leaves, *leaf).ok_or(Refusal("no such leaf"))?;
                let path = path.iter().map(|hash| encode(hash)).collect();
                (VaultReply::Read { data: encode(bytes), path }, rack.used())
            }
            Vault::Release { blob } => (VaultReply::Release, rack.release(*blob)?),
        };
        // Each leaf that is read stands for all that is kept for this caller.
        let value = matches!(ask, Vault::Read { .. }).then_some(bytes as f64);
        Ok((reply, Work { bytes, value, ..Work::default() }))
    }
}

/// Bytes that a text in base 64 has at least: a miner that is full need not read it to refuse it.
const fn least_bytes(text: &str) -> u64 {
    ((text.len() / 4 * 3) as u64).saturating_sub(2)
}

/// One validator's blobs on the miner's shelf.
pub(super) struct Rack<'a> {
    pub(super) shelf: &'a mut dyn Shelf,
    pub(super) caller: AccountId,
}

impl Rack<'_> {
    /// The key carries the caller, so that nobody reads or overwrites another's.
    fn key(&self, blob: u64) -> Vec<u8> {
        [&b"blob"[..], &self.caller.0, &blob.to_le_bytes()].concat()
    }

    fn count(&self, key: &[u8]) -> u64 {
        let kept = self.shelf.get(key).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
        kept.map_or(0, u64::from_le_bytes)
    }

    /// Bytes kept for this caller.
    pub(super) fn used(&self) -> u64 {
        self.count(&[&b"used"[..], &self.caller.0].concat())
    }

    /// Leaf size and bytes of a blob.
    pub(super) fn blob(&self, blob: u64) -> Option<(usize, Vec<u8>)> {
        let kept = self.shelf.get(&self.key(blob))?;
        let (leaf_bytes, data) = kept.split_first_chunk::<4>()?;
        let leaf_bytes = u32::from_le_bytes(*leaf_bytes) as usize;
        (leaf_bytes > 0 && !data.is_empty()).then(|| (leaf_bytes, data.to_vec()))
    }

    /// Keeps a blob if there is room; gives its bytes.
    pub(super) fn store(
        &mut self,
        blob: u64,
        leaf_bytes: u32,
        data: &[u8],
        room: u64,
    ) -> Result<u64, Refusal> {
        let leaves = data.len().checked_div(leaf_bytes as usize).unwrap_or_default();
        if !leaves.is_power_of_two() || leaves > MOST_LEAVES || leaves * leaf_bytes as usize != data.len() {
            return Err(Refusal("not 2^k leaves"));
        }
        let new = data.len() as u64;
        let old = self.has_room(blob, new, room)?;
        let value = [&leaf_bytes.to_le_bytes()[..], data].concat();
        self.shelf.put(&self.key(blob), &value)?;
        self.book(new, old)?;
        Ok(new)
    }

    /// Whether so many bytes fit in a blob's place; gives those it has now.
    pub(super) fn has_room(&self, blob: u64, new: u64, room: u64) -> Result<u64, Refusal> {
        let old = self.blob(blob).map_or(0, |(_, old)| old.len() as u64);
        let all = self.count(b"used").saturating_sub(old).saturating_add(new);
        if all > room { Err(Refusal("no room")) } else { Ok(old) }
    }

    /// Lets go of a blob; gives the bytes that are free again.
    pub(super) fn release(&mut self, blob: u64) -> Result<u64, Refusal> {
        let Some((_, old)) = self.blob(blob) else { return Ok(0) };
        self.shelf.put(&self.key(blob), &[])?;
        self.book(0, old.len() as u64)?;
        Ok(old.len() as u64)
    }

    fn book(&mut self, more: u64, less: u64) -> Result<(), Refusal> {
        for key in [b"used".to_vec(), [&b"used"[..], &self.caller.0].concat()] {
            let used = self.count(&key).saturating_sub(less).saturating_add(more);
            self.shelf.put(&key, &used.to_le_bytes())?;
        }
        Ok(())
    }
}
