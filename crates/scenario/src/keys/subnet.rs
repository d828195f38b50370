//! Keys of subnets.

use super::{Form, Key, NEEDED, NOTHING, is, key};
use crate::{Share, Unit};

pub(super) const INTRO: &str = "One table `[subnet]`, or a table `[[subnet]]` for each of several. A subnet without a mechanism of its own has the file's.";
pub(super) const HYPERPARAMETERS_INTRO: &str = "btcli's names. What is absent is the rule-set's default. A share may also be given as the whole number that the chain keeps, if that is above 1.";

pub(super) const SUBNET: &[Key] = &[
    key(
        "subnet.name",
        Form::Text,
        "a name of up to 64 letters, digits, - and _, such as \"text\"",
        NOTHING,
        "What it is called; needed where there are several.",
    ),
    key(
        "subnet.copies",
        Form::Whole(1, 128),
        "a whole number from 1 to 128, such as 3",
        is("1"),
        "How many alike there are; more than one are called `name@1`, `name@2`, ….",
    ),
    key(
        "subnet.alpha_price",
        Form::Choice,
        "{ constant = \"0.01 tao\" }, { pool = { tao = \"20k\", alpha = \"2M\" } } or { csv = \"prices.csv\" }",
        is("constant 0.01 tao"),
        "What alpha is worth.",
    ),
    key(
        "subnet.alpha_price.constant",
        Form::Quantity,
        "an amount of TAO above 0, such as \"0.01 tao\"",
        NOTHING,
        "Always the same.",
    ),
    key(
        "subnet.alpha_price.pool",
        Form::Table,
        "a table such as { tao = \"20k\", alpha = \"2M\", sell = 0.8 }",
        NOTHING,
        "What the subnet's pool says; earners sell at the end of each tempo.",
    ),
    key(
        "subnet.alpha_price.pool.tao",
        Form::Quantity,
        "an amount of TAO from 1 to 21 million, such as \"20k\"",
        NEEDED,
        "TAO in the pool at the start.",
    ),
    key(
        "subnet.alpha_price.pool.alpha",
        Form::Quantity,
        "an amount of alpha from 1 to 21 million, such as \"2M\"",
        NEEDED,
        "Alpha in the pool at the start.",
    ),
    key(
        "subnet.alpha_price.pool.sell",
        Form::From(0.0, 1.0),
        Share::EXPECTED,
        is("1"),
        "Share of earnings that is sold.",
    ),
    key(
        "subnet.alpha_price.csv",
        Form::Text,
        "the name of a file, such as \"prices.csv\"",
        NOTHING,
        "Given by day: lines `day,price` under that heading, days since the start ascending from 0, prices in τ; between two days the earlier one holds.",
    ),
    key("subnet.mechanism", Form::Mechanism, "a table [mechanism]", NOTHING, "Its own mechanism."),
    key(
        "subnet.mechanisms",
        Form::Mechanisms,
        "a list of mechanisms, such as [{ kind = \"abstract\", share = 0.4 }, …]",
        NOTHING,
        "Its own mechanisms, each with a `share` of the emission, or none with one.",
    ),
];
