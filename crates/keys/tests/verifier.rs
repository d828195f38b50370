//! However a key is made ready, it says of a signature what the library of its scheme says.

use incentor_keys::{KeyPair, PublicKey, Scheme, Seed, Signature};
use proptest::prelude::*;

/// The order of the group, which added to a scalar gives the same one in another form.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// What is done to a signature on its way.
#[derive(Clone, Debug)]
enum Damage {
    None,
    Bit {
        byte: usize,
        bit: u8,
    },
    /// As of another scheme.
    Unmarked,
    /// The same scalar, in a form that is not the shortest.
    NotReduced,
    Zeroed {
        from: usize,
    },
}

impl Damage {
    fn to(&self, signature: &Signature) -> Signature {
        let mut bytes = signature.0;
        match *self {
            Self::None => {}
            Self::Bit { byte, bit } => bytes[byte] ^= 1 << bit,
            Self::Unmarked => bytes[63] &= 0x7f,
            Self::NotReduced => {
                let mut carry = 0;
                for (byte, more) in bytes[32..].iter_mut().zip(ORDER) {
                    let sum = u16::from(*byte) + u16::from(more) + carry;
                    (*byte, carry) = (sum as u8, sum >> 8);
                }
            }
            Self::Zeroed { from } => bytes[from..from + 32].fill(0),
        }
        Signature(bytes)
    }
}

fn damages() -> impl Strategy<Value = Damage> {
    prop_oneof![
        2 => Just(Damage::None),
        4 => (0..64_usize, 0..8_u8).prop_map(|(byte, bit)| Damage::Bit { byte, bit }),
        1 => Just(Damage::Unmarked),
        1 => Just(Damage::NotReduced),
        1 => prop_oneof![Just(0_usize), Just(32)].prop_map(|from| Damage::Zeroed { from }),
    ]
}

fn by_library(public: &PublicKey, message: &[u8], signature: &Signature) -> bool {
    let Ok(key) = schnorrkel::PublicKey::from_bytes(&public.account.0) else { return false };
    schnorrkel::Signature::from_bytes(&signature.0)
        .is_ok_and(|signature| key.verify_simple(b"substrate", message, &signature).is_ok())
}

fn pair(seed: [u8; 32], scheme: Scheme) -> KeyPair {
    KeyPair::from_seed(Seed::new(seed), scheme).expect("any 32 bytes are a seed")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn all_ways_to_check_agree(
        seeds in any::<[[u8; 32]; 2]>(),
        message in prop::collection::vec(any::<u8>(), 0..400),
        others in any::<(bool, bool)>(),
        damage in damages(),
    ) {
        let [own, other] = seeds.map(|seed| pair(seed, Scheme::Sr25519));
        let signature = damage.to(&own.sign(&message));
        let (other_signer, other_message) = others;
        let public = if other_signer { other.public() } else { own.public() };
        let asked = if other_message { [&message[..], b"."].concat() } else { message };
        let expected = by_library(&public, &asked, &signature);
        let as_signed = matches!(damage, Damage::None) && !other_message && (!other_signer || seeds[0] == seeds[1]);
        prop_assert_eq!(expected, as_signed);
        let plain = public.verifier();
        let tabled = plain.clone().with_table();
        prop_assert!(tabled.has_table() && !plain.has_table());
        prop_assert_eq!(tabled.public(), public);
        prop_assert_eq!(public.verify(&asked, &signature), expected);
        prop_assert_eq!(plain.verify(&asked, &signature), expected);
        prop_assert_eq!(tabled.verify(&asked, &signature), expected);
    }
}

#[test]
fn a_table_changes_nothing_where_there_is_none() {
    let pair = pair([3; 32], Scheme::Ed25519);
    let key = pair.public().verifier().with_table();
    assert!(!key.has_table() && key.verify(b"a", &pair.sign(b"a")) && !key.verify(b"b", &pair.sign(b"a")));
    // Neither a point nor one that a single person could sign for.
    for bytes in [[0xff; 32], [0; 32]] {
        let account = incentor_primitives::AccountId(bytes);
        let key = PublicKey { account, scheme: Scheme::Sr25519 }.verifier().with_table();
        assert!(!key.has_table() && !key.verify(b"a", &Signature([0; 64])));
    }
}
