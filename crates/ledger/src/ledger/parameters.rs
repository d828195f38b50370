//! Setting parameters: load, call the rules, store, and what follows from the new value.

use crate::rules::freeze_window::is_frozen;
use crate::rules::ranges::{RangeFacts, check_global_range, check_range};
use crate::rules::schedule::Schedule;
use crate::rules::setters::{Caller, PaceTempos, SetterFacts, Terms, check_setting};
use crate::state::{State, Transaction};
use crate::subnet::Subnet;
use crate::{GlobalParameter, Origin, Parameter, ParameterKind, RuleError};
use incentor_primitives::{BlockNumber, NetUid, Tempo};

/// Sets a hyperparameter on the terms of its kind, and within its range.
pub(super) fn set(
    state: &mut State,
    origin: Origin,
    netuid: NetUid,
    parameter: Parameter,
) -> Result<(), RuleError> {
    let kind = parameter.kind();
    let terms = Terms::of(kind);
    let facts = facts(state, origin, netuid, kind);
    check_setting(&terms, &facts, || {
        let subnet = state.network(netuid).ok_or(terms.no_subnet)?;
        let facts = RangeFacts {
            by_root: facts.caller == Caller::Root,
            rules: &state.rules,
            globals: &state.globals,
            parameters: &subnet.parameters,
            n: subnet.seats.len(),
        };
        check_range(&parameter, &facts)
    })?;
    let block = state.block;
    if let Some(subnet) = state.network_mut(netuid) {
        store(subnet, parameter, block);
    }
    if facts.caller == Caller::Owner {
        state.last_transactions.record(Transaction::SetParameter(netuid, kind), block);
    }
    Ok(())
}

fn facts(state: &State, origin: Origin, netuid: NetUid, kind: ParameterKind) -> SetterFacts {
    let subnet = state.network(netuid);
    // What the chain reads of a subnet that it does not have.
    let (limits, nowhere) = (&state.rules.limits, Tempo(state.rules.subnet.tempo));
    let absent = Schedule::staggered(nowhere, NetUid::ROOT, BlockNumber(0), limits);
    let schedule = subnet.map_or(&absent, |subnet| &subnet.schedule);
    let globals = &state.globals;
    let tempos = PaceTempos {
        owner: globals.network.owner_rate_limit_tempos,
        version_key: globals.network.version_key_rate_limit_tempos,
    };
    let pace_blocks = Terms::of(kind).pace.blocks(schedule.tempo.0, limits, &tempos);
    let transaction = Transaction::SetParameter(netuid, kind);
    SetterFacts {
        caller: caller(subnet, origin),
        subnet_exists: subnet.is_some(),
        is_root: netuid == NetUid::ROOT,
        frozen: is_frozen(schedule, globals.network.admin_freeze_window_blocks, state.block),
        too_soon: !state.last_transactions.passes(transaction, state.block, pace_blocks),
    }
}

/// Who asks, seen from the subnet; the root network has no owner.
pub(super) fn caller(subnet: Option<&Subnet>, origin: Origin) -> Caller {
    match origin {
        Origin::Root => Caller::Root,
        Origin::Signed(coldkey) => match subnet {
            Some(subnet) if subnet.netuid != NetUid::ROOT && subnet.owner == coldkey => Caller::Owner,
            _ => Caller::Stranger,
        },
    }
}

fn store(subnet: &mut Subnet, parameter: Parameter, block: BlockNumber) {
    match parameter {
        Parameter::MechanismCount(count) => subnet.set_mechanism_count(count),
        Parameter::Tempo(tempo) | Parameter::OwnersTempo(tempo) => {
            subnet.parameters.tempo = tempo;
            subnet.schedule.restart(tempo, block);
        }
        other => other.store(&mut subnet.parameters),
    }
    subnet.refresh();
}

/// Sets a parameter of the whole network within its range.
pub(super) fn set_global(
    state: &mut State,
    origin: Origin,
    parameter: GlobalParameter,
) -> Result<(), RuleError> {
    if origin != Origin::Root {
        return Err(RuleError::BadOrigin);
    }
    check_global_range(parameter, &state.rules)?;
    parameter.store(&mut state.globals.network);
    state.subnets.iter_mut().for_each(Subnet::refresh);
    Ok(())
}
