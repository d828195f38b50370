//! Questions: a map of one's own for every miner.

use super::plateau::{Plateau, Turn};
use super::tour::Tour;
use incentor_sdk::{Luck, Notes, Peer, Question, Rng, Round, Task, To};
use serde::{Deserialize, Serialize};

/// Replies per round whose distance from the best is measured: it takes a long search each.
const MEASURED: usize = 2;

/// The source of maps.
///
/// A miner's map follows from the block's hash, the validator and the miner's hotkey, so nobody can know it before
/// the block, and nobody's answer serves anybody else. What the validator puts in is a draw of its own luck, which
/// its runner keys by the validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tours {
    /// Cities at first; held to 8 and `most_cities`.
    pub first_cities: u16,
    /// Cities at most; held to 8..=8192.
    pub most_cities: u16,
    /// Blocks per tempo, by which plateaus are counted.
    pub tempo_blocks: u64,
}

impl Default for Tours {
    /// 200 cities, doubling up to 6400; tempos of 360 blocks. Smaller maps are lotteries, and a lottery pays tickets.
    fn default() -> Self {
        Self { first_cities: 200, most_cities: 6_400, tempo_blocks: 360 }
    }
}

/// The slot of a validator's notes in which the task keeps its size.
pub(super) const SLOT: &str = "tsp";

/// What a validator remembers: how large maps are by now, and whether that is enough.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Size {
    /// How often the first size has been doubled.
    doublings: u8,
    pub(super) plateau: Plateau,
}

/// Whether a reply to this question is measured against the best known tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured(pub bool);

impl Tours {
    /// Cities after so many doublings.
    fn cities(self, doublings: u8) -> u16 {
        let most = self.most_cities.clamp(8, super::optimiser::MOST_CITIES as u16);
        let first = u32::from(self.first_cities.clamp(8, most));
        let size = first.checked_shl(doublings.into()).unwrap_or(u32::MAX);
        u16::try_from(size).unwrap_or(most).min(most)
    }

    fn turn(self, size: &mut Size, round: &Round<'_>) -> u16 {
        match size.plateau.turn(round.block.0 / self.tempo_blocks.max(1)) {
            Turn::Harder if self.cities(size.doublings.saturating_add(1)) > self.cities(size.doublings) => {
                size.doublings = size.doublings.saturating_add(1);
            }
            Turn::Easier => size.doublings = size.doublings.saturating_sub(1),
            Turn::Harder | Turn::Stay => {}
        }
        // A memory with more doublings than there can be would wait as long to become smaller.
        while size.doublings > 0 && self.cities(size.doublings - 1) == self.cities(size.doublings) {
            size.doublings -= 1;
        }
        self.cities(size.doublings)
    }
}

/// The map of one miner at one block, from one validator's luck.
pub(super) fn map(beacon: Luck, validator: u64, peer: &Peer, round: u64, cities: u16) -> Vec<[f32; 2]> {
    let own = beacon.branch("tsp", validator).branch_bytes(&peer.hotkey.0, 0);
    let mut rng = own.at(0, round);
    (0..cities).map(|_| [rng.unit() as f32, rng.unit() as f32]).collect()
}

impl Task for Tours {
    type Ask = Tour;
    type Truth = Measured;

    fn questions(
        &self,
        round: &Round<'_>,
        notes: &mut Notes,
        rng: &mut Rng,
    ) -> Vec<Question<Tour, Measured>> {
        let cities = self.turn(notes.slot(SLOT), round);
        let validator = rng.next_u64();
        let places: Vec<usize> = (0..round.peers.len()).collect();
        let measured = match cities < self.cities(u8::MAX) {
            true => round.beacon.branch("measured", validator).at(0, round.number).sample(&places, MEASURED),
            // It cannot become harder.
            false => Vec::new(),
        };
        let question = |(at, peer): (usize, &Peer)| {
            let ask = Tour::ask(map(round.beacon, validator, peer, round.number, cities));
            Question { to: To::One(*peer), ask, truth: Measured(measured.contains(&at)) }
        };
        round.peers.iter().enumerate().map(question).collect()
    }
}
