//! Keys of events.

use super::{Form, Key, NEEDED, NOTHING, key};
use crate::{Stretch, Unit};

pub(super) const INTRO: &str = "A row of `event` has an `at` and one of the things that can happen. Tempos are those of the first subnet.";

const WHO: &str = "a population or a coldkey, such as \"validators#1\"";

pub(super) const EVENT: &[Key] = &[
    key("event[].at", Form::Quantity, Stretch::EXPECTED, NEEDED, "When, after the start."),
    key(
        "event[].join",
        Form::Population,
        "a population",
        NOTHING,
        "A population registers, at the price of the day.",
    ),
    key(
        "event[].leave",
        Form::Table,
        "a table such as { who = \"validators#1\" }",
        NOTHING,
        "Coldkeys stop answering or asking for good.",
    ),
    key("event[].leave.who", Form::Text, WHO, NEEDED, "Who leaves."),
    key(
        "event[].outage",
        Form::Table,
        "a table such as { who = \"validators#1\", lasts = \"6h\" }",
        NOTHING,
        "Coldkeys neither answer nor ask nor set weights for a while.",
    ),
    key("event[].outage.who", Form::Text, WHO, NEEDED, "Who is away."),
    key("event[].outage.lasts", Form::Quantity, Stretch::EXPECTED, NEEDED, "For how long."),
    key(
        "event[].set",
        Form::Free,
        "a table such as { \"subnet.kappa\" = 0.6 }",
        NOTHING,
        "Hyperparameters change; `subnet.text.kappa` is one subnet's.",
    ),
    key(
        "event[].change",
        Form::Part,
        "a table such as { who = \"honest#3\", behaviour = \"sandbagger\" }",
        NOTHING,
        "Coldkeys play another part from here on; keys that are absent stay as they are.",
    ),
    key("event[].change.who", Form::Text, WHO, NEEDED, "Who changes."),
    key(
        "event[].reset_bonds",
        Form::Table,
        "a table such as { who = \"server#1\" }",
        NOTHING,
        "Miners publish a commitment that drops all bonds in them; needs `bonds_reset_on`.",
    ),
    key("event[].reset_bonds.who", Form::Text, WHO, NEEDED, "Who publishes it."),
    key(
        "event[].move_stake",
        Form::Table,
        "a table such as { from = \"small\", to = \"big\" }",
        NOTHING,
        "All stake of a coldkey moves to another's hotkey.",
    ),
    key("event[].move_stake.from", Form::Text, "a coldkey, such as \"validators#1\"", NEEDED, "Whose stake."),
    key("event[].move_stake.to", Form::Text, "a coldkey, such as \"validators#1\"", NEEDED, "Where to."),
];
