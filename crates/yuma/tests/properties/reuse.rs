//! A workspace remembers nothing, and watching changes nothing.

use crate::states::any_state;
use crate::{config, fresh};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(300))]

    /// States of all sizes one after the other, refused ones among them.
    #[test]
    fn a_used_workspace_equals_a_fresh_one(states in vec(any_state(), 2..6)) {
        let mut used = fresh();
        for state in &states {
            let expected = fresh().run(&state.input()).cloned();
            prop_assert_eq!(used.run(&state.input()).cloned(), expected, "{}", state.to_json());
        }
    }

    #[test]
    fn a_trace_equals_a_run(before in any_state(), state in any_state()) {
        let mut workspace = fresh();
        let _ = workspace.trace(&before.input());
        let traced = workspace.trace(&state.input()).map(|(epoch, _)| epoch.clone());
        prop_assert_eq!(traced, fresh().run(&state.input()).cloned(), "{}", state.to_json());
    }
}
