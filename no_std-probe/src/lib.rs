//! Builds only if `primitives`, `yuma`, `emission` and `ledger` need no std.
//!
//! A static library must be complete, so this one brings its own panic handler and allocator. Were std to
//! come in through any dependency, its panic handler would be the second one, and the build would fail.
#![no_std]

extern crate alloc;

use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr;
use incentor_emission::block_emission;
use incentor_ledger::{Genesis, GenesisSubnet, Hyperparameters, Ledger, Network};
use incentor_primitives::{AccountId, BlockNumber, NetUid, RuleSet};
use incentor_yuma::{Bonds, EpochInput, EpochParams, Rows, StakeWeight, Workspace};

/// The prefix of addresses on the real network.
const SS58_PREFIX: u16 = 42;

/// Runs one piece of each crate, so that each is linked; gives a number that depends on all of them.
#[unsafe(no_mangle)]
pub extern "C" fn incentor_no_std_probe() -> u64 {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let address = AccountId([1; 32]).to_ss58(SS58_PREFIX);
    let read = AccountId::from_ss58(&address).is_ok();
    block_emission(0, &rules.emission)
        .wrapping_add(u64::from(read))
        .wrapping_add(epoch(rules))
        .wrapping_add(tempo(rules))
}

/// One epoch of a validator and a miner: alpha paid to the miner, in rao.
fn epoch(rules: RuleSet) -> u64 {
    let weights: Vec<Vec<(u16, u16)>> = [[(1, u16::MAX)].to_vec(), Vec::new()].into();
    let bonds: Vec<Vec<(u16, u16)>> = [Vec::new(), Vec::new()].into();
    let input = EpochInput {
        n: 2,
        current_block: 720,
        last_mechanism_step_block: 360,
        params: EpochParams {
            tempo: 360,
            activity_cutoff_blocks: 5000,
            max_allowed_validators: 1,
            kappa_u16: 32_767,
            bonds_moving_average: 900_000,
            bonds_penalty_u16: u16::MAX,
            bonds: Bonds::FixedProportion,
            stake_threshold_rao: 0,
        },
        owner_uid: None,
        stake: &[StakeWeight::from_rao(1_000_000_000), StakeWeight::from_rao(0)],
        last_update: &[700, 0],
        block_at_registration: &[0, 0],
        validator_permit: &[true, false],
        commit_blocks: None,
        weights: &weights as &dyn Rows,
        bonds: &bonds as &dyn Rows,
        emission_rao: 1_000_000_000,
    };
    let mut workspace = Workspace::new(rules.yuma);
    workspace.run(&input).map_or(0, |epoch| epoch.server_emission.iter().sum())
}

/// A network of one subnet through one tempo: the block it then is.
fn tempo(rules: RuleSet) -> u64 {
    let owner = AccountId([2; 32]);
    let mut genesis = Genesis::new(rules);
    genesis.subnets.push(GenesisSubnet::new(NetUid(1), owner, owner, Hyperparameters::new(&rules)));
    let Ok(mut ledger) = Ledger::new(&genesis) else { return 0 };
    match ledger.advance(BlockNumber(361), &mut |_| ()) {
        Ok(()) => 361,
        Err(_) => 0,
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// Has no memory to give: the library is built, never run.
struct NoMemory;

// SAFETY: it hands out no block, and a null pointer is the contract's word for that.
unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: NoMemory = NoMemory;
