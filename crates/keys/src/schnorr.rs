//! Signatures of scheme sr25519, checked.

use crate::comb::Comb;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::scalar::Scalar;
use schnorrkel::context::{SigningContext, SigningTranscript as _};
use std::sync::{Arc, LazyLock};

/// The context every Substrate signature of this scheme is bound to, hashed as far as it is the same for all.
pub(crate) static CONTEXT: LazyLock<SigningContext> = LazyLock::new(|| SigningContext::new(b"substrate"));

/// A public key, ready to check signatures.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    public: schnorrkel::PublicKey,
    /// Of the key's negative.
    comb: Option<Arc<Comb>>,
}

impl Key {
    /// None where the bytes are no point, or the neutral one: its private key is zero, so everybody has it.
    pub(crate) fn of(bytes: &[u8; 32]) -> Option<Self> {
        let public = schnorrkel::PublicKey::from_bytes(bytes).ok().filter(|_| *bytes != [0; 32])?;
        Some(Self { public, comb: None })
    }

    pub(crate) const fn has_comb(&self) -> bool {
        self.comb.is_some()
    }

    pub(crate) fn with_comb(self) -> Self {
        let comb = self.comb.unwrap_or_else(|| Arc::new(Comb::of(-self.public.as_point())));
        Self { comb: Some(comb), ..self }
    }

    /// Whether this key signed the message.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        match &self.comb {
            Some(comb) => self.verify_by(comb, message, signature).is_some_and(|verified| verified),
            None => schnorrkel::Signature::from_bytes(signature)
                .is_ok_and(|signature| self.public.verify(CONTEXT.bytes(message), &signature).is_ok()),
        }
    }

    /// The same by schnorrkel's equation, `R = s·B − k·A`, whose products are taken from the combs.
    ///
    /// None where the bytes have not the form of a signature.
    fn verify_by(&self, comb: &Comb, message: &[u8], signature: &[u8; 64]) -> Option<bool> {
        let (halves, _) = signature.as_chunks();
        let [r, mut s]: [[u8; 32]; 2] = halves.try_into().ok()?;
        // A signature of this scheme is told from others by its highest bit, which no scalar has.
        let is_marked = s[31] & 0x80 != 0;
        s[31] &= 0x7f;
        let s = Option::<Scalar>::from(Scalar::from_canonical_bytes(s)).filter(|_| is_marked)?;
        let r = CompressedRistretto(r);
        let mut transcript = CONTEXT.bytes(message);
        transcript.proto_name(b"Schnorr-sig");
        transcript.commit_point(b"sign:pk", self.public.as_compressed());
        transcript.commit_point(b"sign:R", &r);
        let k = transcript.challenge_scalar(b"sign:c");
        Some(comb.product_and_base(&k, &s).compress() == r)
    }
}
