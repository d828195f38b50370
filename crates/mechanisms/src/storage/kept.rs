//! The score: bytes under contract times the share of audits passed.

use super::contract::Root;
use super::merkle::proves;
use super::placements::{Ledger, Placements, SLOT, Truth, name};
use super::vault::{Vault, VaultReply, decode, decode_path};
use incentor_sdk::{Answer, Exam, Notes, Peer, Score, Scoring, Uid};
use std::collections::BTreeMap;
use std::time::Duration;

/// Bytes under contract times Wilson's lower bound of the pass rate.
///
/// Of a miner's answers in a round the reads are its audit: passed if every leaf came in time with a path to the root.
/// All its answers get the same score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The most a read may take, by the validator's own watch; a threshold, since a gradient pays for being near.
    pub read_within: Duration,
    /// The most storing a blob may take.
    pub store_within: Duration,
    /// Bytes of a blob.
    pub blob_bytes: u64,
}

impl Kept {
    /// The rule for those placements: 2 s to read, 12 s to store.
    #[must_use]
    pub fn of(placements: &Placements) -> Self {
        let (read_within, store_within) = (Duration::from_secs(2), Duration::from_secs(12));
        Self { read_within, store_within, blob_bytes: placements.blob_bytes() }
    }
}

/// What one miner did in a round.
struct Turn {
    peer: Peer,
    stored: Vec<(u64, Root)>,
    audited: bool,
    missed: Vec<u64>,
}

impl Turn {
    fn take(&mut self, rule: &Kept, ask: &Vault, truth: &Truth, answer: &Answer<VaultReply>) {
        match (ask, truth) {
            (Vault::Store { blob, .. }, Truth::Placed(root)) => {
                let stored = matches!(answer.reply, Ok(VaultReply::Store { stored: true }));
                if stored && answer.latency <= rule.store_within {
                    self.stored.push((*blob, Root(*root)));
                }
            }
            (Vault::Read { blob, leaf, .. }, Truth::Audited { root, leaves, leaf_bytes, .. }) => {
                self.audited = true;
                let proved = answer.latency <= rule.read_within
                    && answer
                        .reply
                        .as_ref()
                        .is_ok_and(|reply| proved(reply, root, *leaves, *leaf_bytes, *leaf).is_some());
                if !proved {
                    self.missed.push(*blob);
                }
            }
            _ => {}
        }
    }
}

/// The leaf's bytes, if the reply proves them.
fn proved(
    reply: &VaultReply,
    root: &super::Hash,
    leaves: u32,
    leaf_bytes: u32,
    leaf: u32,
) -> Option<Vec<u8>> {
    let VaultReply::Read { data, path } = reply else { return None };
    let path = decode_path(path, leaves.checked_ilog2()? as usize)?;
    let bytes = decode(data, leaf_bytes as usize)?;
    (bytes.len() == leaf_bytes as usize && proves(root, leaves, leaf, &bytes, &path)).then_some(bytes)
}

impl Scoring<Placements> for Kept {
    fn score(&self, exam: &Exam<'_, Placements>, notes: &mut Notes) -> Vec<Score> {
        let mut turns: BTreeMap<(Uid, [u8; 32]), Turn> = BTreeMap::new();
        let key = |peer: &Peer| (peer.uid, peer.hotkey.0);
        for answer in exam.answers {
            let Some(question) = exam.question(answer) else { continue };
            let fresh = || Turn { peer: answer.peer, stored: vec![], audited: false, missed: vec![] };
            let turn = turns.entry(key(&answer.peer)).or_insert_with(fresh);
            turn.take(self, &question.ask, &question.truth, answer);
        }
        let ledger: &mut Ledger = notes.slot(SLOT);
        let mut scores = BTreeMap::new();
        for (seat, turn) in turns {
            let Some(contract) = ledger.contracts.get_mut(&name(&turn.peer)) else { continue };
            if turn.audited {
                contract.audited(turn.missed);
            }
            // What is under contract is what was there before this round: new blobs have not been audited.
            let bytes = contract.blobs() as f64 * self.blob_bytes as f64;
            scores.insert(seat, Score::saturating(bytes * contract.pass_rate()));
            for (blob, root) in turn.stored {
                contract.place(blob, root);
            }
        }
        let of = |answer: &Answer<VaultReply>| scores.get(&key(&answer.peer)).copied().unwrap_or_default();
        exam.answers.iter().map(of).collect()
    }
}
