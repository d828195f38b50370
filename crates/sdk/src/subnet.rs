//! Several mechanisms in one subnet.

use crate::{AnyMechanism, MechId, Mechanism, Task};
use std::{collections::BTreeMap, fmt};

/// The mechanisms of a subnet.
///
/// Each has its own weights, bonds and share of emission.
///
/// ```
/// use incentor_sdk::{MechId, Subnet};
/// # use incentor_sdk::*;
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Ping { #[reply] time: u32 }
/// # struct Pings; impl Task for Pings { type Ask = Ping; type Truth = ();
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Ping, ()>> { vec![] } }
/// # #[derive(Clone, Copy)] struct Pong; impl Solver<Ping> for Pong {
/// #   fn solve(&self, _: &Ping, _: &mut Desk) -> Result<(PingReply, Work), Refusal> { Err(Refusal("busy")) } }
/// # let mechanism = |name: &'static str| Mechanism::new(name, Pings, Constant::of(1.0), Pong);
///
/// let subnet = Subnet::from(mechanism("tsp")).and(MechId(1), mechanism("storage"), 0.4);
/// let shares: Vec<(&str, f64)> = subnet.mechanisms().map(|(_, one, share)| (one.name(), share)).collect();
/// assert_eq!(shares, [("tsp", 0.6), ("storage", 0.4)]);
/// ```
#[derive(Default)]
pub struct Subnet {
    mechanisms: BTreeMap<MechId, (Box<dyn AnyMechanism>, f64)>,
}

impl Subnet {
    /// The same subnet with one more mechanism.
    ///
    /// It takes that share of emission, 0 to 1; the others keep the rest in the proportions they had. A
    /// mechanism of the same number is replaced.
    #[must_use]
    pub fn and<T: Task>(mut self, mech: MechId, mechanism: Mechanism<T>, share: f64) -> Self {
        self.mechanisms.remove(&mech);
        let had: f64 = self.mechanisms.values().map(|(_, share)| share).sum();
        // Alone it has everything, whatever share it asks for.
        let share = if had > 0.0 { share.clamp(0.0, 1.0) } else { 1.0 };
        for (_, other) in self.mechanisms.values_mut() {
            *other *= (1.0 - share) / had;
        }
        self.mechanisms.insert(mech, (Box::new(mechanism), share));
        self
    }

    /// The mechanisms by number, with their shares of emission, which sum to 1.
    pub fn mechanisms(&self) -> impl Iterator<Item = (MechId, &dyn AnyMechanism, f64)> {
        self.mechanisms.iter().map(|(mech, (mechanism, share))| (*mech, &**mechanism, *share))
    }
}

impl<T: Task> From<Mechanism<T>> for Subnet {
    fn from(mechanism: Mechanism<T>) -> Self {
        Self::default().and(MechId::MAIN, mechanism, 1.0)
    }
}

impl fmt::Debug for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = self.mechanisms().map(|(mech, mechanism, share)| (mech.0, (mechanism.name(), share)));
        f.debug_map().entries(named.collect::<Vec<_>>()).finish()
    }
}
