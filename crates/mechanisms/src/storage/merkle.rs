//! Merkle trees of BLAKE3: 32 bytes that commit to a blob, and the path that proves a leaf.

/// A hash of the tree.
pub type Hash = [u8; 32];

/// Most levels of a tree: 65,536 leaves.
pub const MOST_LEVELS: usize = 16;

/// The root over 2^k leaves; `None` for any other number, or more than [`MOST_LEVELS`].
#[must_use]
pub fn root<L: AsRef<[u8]>>(leaves: &[L]) -> Option<Hash> {
    let mut level = bottom(leaves)?;
    while level.len() > 1 {
        level = above(&level);
    }
    level.first().copied()
}

/// The path of a leaf, from the bottom up; `None` as for [`root`], or if there is no such leaf.
#[must_use]
pub fn path<L: AsRef<[u8]>>(leaves: &[L], leaf: u32) -> Option<Vec<Hash>> {
    let mut level = bottom(leaves)?;
    let mut at = usize::try_from(leaf).ok().filter(|at| *at < leaves.len())?;
    let mut path = Vec::new();
    while level.len() > 1 {
        path.push(*level.get(at ^ 1)?);
        level = above(&level);
        at /= 2;
    }
    Some(path)
}

/// Whether a path leads from a leaf in its place to the root of a tree with that many leaves.
#[must_use]
pub fn proves(root: &Hash, leaves: u32, leaf: u32, bytes: &[u8], path: &[Hash]) -> bool {
    let levels = leaves.checked_ilog2().map(|levels| levels as usize);
    if !leaves.is_power_of_two() || leaf >= leaves || levels != Some(path.len()) {
        return false;
    }
    let mut at = leaf;
    let mut hash = of_leaf(bytes);
    for beside in path {
        hash = if at & 1 == 0 { of_pair(&hash, beside) } else { of_pair(beside, &hash) };
        at >>= 1;
    }
    hash == *root
}

fn bottom<L: AsRef<[u8]>>(leaves: &[L]) -> Option<Vec<Hash>> {
    let fits = leaves.len().is_power_of_two() && leaves.len() <= 1 << MOST_LEVELS;
    fits.then(|| leaves.iter().map(|leaf| of_leaf(leaf.as_ref())).collect())
}

fn above(level: &[Hash]) -> Vec<Hash> {
    let pair = |pair: &[Hash]| match pair {
        [left, right] => of_pair(left, right),
        _ => Hash::default(),
    };
    level.chunks(2).map(pair).collect()
}

// A leaf and a pair of hashes start differently, so that no pair can be handed in as a leaf.
fn of_leaf(bytes: &[u8]) -> Hash {
    *blake3::Hasher::new().update(&[0]).update(bytes).finalize().as_bytes()
}

fn of_pair(left: &Hash, right: &Hash) -> Hash {
    *blake3::Hasher::new().update(&[1]).update(left).update(right).finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: u8) -> Vec<Vec<u8>> {
        (0..count).map(|at| vec![at; usize::from(at % 3) + 1]).collect()
    }

    #[test]
    fn every_leaf_has_a_path_and_only_its_own() {
        for count in [1, 2, 4, 8, 64_u8] {
            let all = leaves(count);
            let root = root(&all).unwrap();
            for at in 0..count {
                let own = path(&all, at.into()).unwrap();
                let proved = |leaf: u8, bytes: &[u8]| proves(&root, count.into(), leaf.into(), bytes, &own);
                for other in 0..count {
                    assert_eq!(proved(other, &all[usize::from(at)]), other == at);
                    assert_eq!(proved(at, &all[usize::from(other)]), other == at);
                }
                assert!(!proved(at, b"something else"));
            }
        }
    }

    #[test]
    fn paths_that_are_too_short_too_long_or_bent_prove_nothing() {
        let all = leaves(8);
        let root = root(&all).unwrap();
        let good = path(&all, 5).unwrap();
        assert!(proves(&root, 8, 5, &all[5], &good));
        let mut longer = good.clone();
        longer.push(root);
        for path in [&good[..2], &good[1..], &[], &longer] {
            assert!(!proves(&root, 8, 5, &all[5], path));
        }
        for level in 0..3 {
            let mut bent = good.clone();
            bent[level][31] ^= 1;
            assert!(!proves(&root, 8, 5, &all[5], &bent));
        }
        for leaves in [0, 1, 2, 4, 7, 9, 16, u32::MAX] {
            assert!(!proves(&root, leaves, 5, &all[5], &good));
        }
    }

    /// Two hashes of a level are no leaf, however they are handed in.
    #[test]
    fn a_level_is_no_leaf() {
        let all = leaves(4);
        let root = root(&all).unwrap();
        let level: Vec<Hash> = all.iter().map(|leaf| of_leaf(leaf)).collect();
        let pair = [level[0], level[1]].concat();
        let uncle = of_pair(&level[2], &level[3]);
        assert!(!proves(&root, 2, 0, &pair, &[uncle]));
    }

    #[test]
    fn only_powers_of_two_are_trees() {
        assert!(root::<Vec<u8>>(&[]).is_none() && root(&leaves(3)).is_none());
        assert!(path(&leaves(4), 4).is_none() && path(&leaves(4), u32::MAX).is_none());
        assert_eq!(path(&leaves(1), 0), Some(vec![]));
    }
}
