//! Whether everything that was issued is somewhere.

use crate::{Defect, state::State, subnet::Subnet};
use incentor_primitives::{Alpha, BlockNumber, Tao};

/// Compares a subnet's running sums.
fn check_alpha(subnet: &Subnet, block: BlockNumber) -> Result<(), Defect> {
    let alpha = &subnet.alpha;
    let held = alpha.held_rao();
    if held == i128::from(alpha.out_rao) {
        return Ok(());
    }
    Err(Defect::AlphaNotConserved {
        block,
        netuid: subnet.netuid,
        issued: Alpha::from_rao(alpha.out_rao),
        held: Alpha::from_rao(u64::try_from(held.max(0)).unwrap_or(u64::MAX)),
    })
}

/// Counts a subnet's stakes anew, then compares.
pub(super) fn recount_alpha(subnet: &Subnet, block: BlockNumber) -> Result<(), Defect> {
    let stakes = &subnet.alpha.stakes;
    if stakes.recounted_rao() != stakes.total_rao() {
        return Err(Defect::AlphaNotConserved {
            block,
            netuid: subnet.netuid,
            issued: Alpha::from_rao(stakes.total_rao()),
            held: Alpha::from_rao(stakes.recounted_rao()),
        });
    }
    check_alpha(subnet, block)
}

/// Compares all running sums.
pub(super) fn check(state: &State) -> Result<(), Defect> {
    state.subnets.iter().try_for_each(|subnet| check_alpha(subnet, state.block))?;
    check_tao(state)
}

/// Compares TAO: free balances and what lies with the subnets against the issuance.
fn check_tao(state: &State) -> Result<(), Defect> {
    compare_tao(state, state.balances.total_rao())
}

/// Counts the whole network anew.
pub(super) fn recount(state: &State) -> Result<(), Defect> {
    compare_tao(state, state.balances.recounted_rao())?;
    recount_alpha(&state.root, state.block)?;
    state.subnets.iter().try_for_each(|subnet| recount_alpha(subnet, state.block))
}

fn compare_tao(state: &State, balances_rao: u64) -> Result<(), Defect> {
    let elsewhere = state.issued_elsewhere_rao;
    let with_root = balances_rao.saturating_add(elsewhere).saturating_add(state.root.account_rao);
    let held = state.subnets.iter().fold(with_root, |sum, subnet| sum.saturating_add(subnet.account_rao));
    if held == state.tao_issuance_rao {
        return Ok(());
    }
    Err(Defect::TaoNotConserved {
        block: state.block,
        issued: Tao::from_rao(state.tao_issuance_rao),
        held: Tao::from_rao(held),
    })
}
