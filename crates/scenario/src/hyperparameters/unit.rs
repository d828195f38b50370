//! How a hyperparameter is written, and what the chain keeps of it.

use crate::units::{Blocks, TaoAmount, Unit};
use crate::{Hyperparameter, SettingValue};
use incentor_primitives::{RAO_PER_TAO, Tao};

/// How a hyperparameter is written in a scenario, and what the chain keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HyperparameterUnit {
    /// `true` or `false`.
    Switch,
    /// A whole number.
    Whole,
    /// A number of blocks: `360` or `"360 blocks"`.
    Blocks,
    /// A share from 0 to 1, kept as u16, 65535 = 1.0, cut off; a whole number above 1 is the u16 itself.
    Share16,
    /// A share from 0 to 1, kept in millionths; a whole number above 1 is the millionths themselves.
    Millionths,
    /// A number of tempos, kept in thousandths; 1000 or more are the thousandths themselves.
    ThousandthTempos,
    /// A whole number of hundredths.
    Hundredths,
    /// An amount of TAO, kept in rao.
    Tao,
    /// A factor, kept as bits / 2^64.
    Factor64,
    /// `"burn"` (0) or `"recycle"` (1).
    BurnOrRecycle,
}

/// A value as a scenario writes it.
pub(crate) enum Written<'a> {
    Flag(bool),
    Number(f64),
    Text(&'a str),
    Other,
}

const U16: f64 = u16::MAX as f64;
/// 2^64.
const TWO_64: f64 = 18_446_744_073_709_551_616.0;
/// What the binary form of a decimal may lose.
const SLACK: f64 = 1e-6;

impl Hyperparameter {
    /// The chain's value of one that a scenario writes; `None` for none of its kind or range.
    pub(crate) fn value(&self, written: &Written<'_>) -> Option<SettingValue> {
        self.of(written).filter(|value| match value {
            SettingValue::Switch(_) => true,
            SettingValue::Whole(value) => (self.least..=self.most).contains(value),
        })
    }

    fn of(&self, written: &Written<'_>) -> Option<SettingValue> {
        use HyperparameterUnit as U;
        let whole = |number: f64| {
            // Beyond 2^53 a float may not be the number that was written.
            let fits = number.fract() == 0.0 && number.abs() <= 9.0e15;
            fits.then_some(SettingValue::Whole(number as i128))
        };
        match (self.unit, written) {
            (U::Switch, Written::Flag(flag)) => Some(SettingValue::Switch(*flag)),
            (U::Whole | U::Hundredths | U::Blocks, Written::Number(number)) => whole(*number),
            // All of a u64's range, which a number of TOML does not have.
            (U::Whole, Written::Text(text)) => {
                text.parse::<u64>().ok().map(|number| SettingValue::Whole(number.into()))
            }
            (U::Blocks, Written::Text(text)) => {
                Blocks::from_text(text).map(|blocks| SettingValue::Whole(blocks.0.into()))
            }
            (U::Share16, Written::Number(share)) if (0.0..=1.0).contains(share) => {
                whole((share * U16 + SLACK).floor())
            }
            (U::Millionths, Written::Number(share)) if (0.0..=1.0).contains(share) => {
                whole((share * 1e6 + SLACK).floor())
            }
            (U::ThousandthTempos, Written::Number(tempos)) if *tempos < 1000.0 => {
                whole((tempos * 1e3 + SLACK).floor())
            }
            (U::Share16 | U::Millionths | U::ThousandthTempos, Written::Number(raw)) => whole(*raw),
            (U::Tao, Written::Text(text)) => {
                TaoAmount::from_text(text).map(|amount| SettingValue::Whole(amount.0.rao.into()))
            }
            (U::Factor64, Written::Number(factor)) if (0.0..=1e6).contains(factor) => {
                Some(SettingValue::Whole((factor * TWO_64) as i128))
            }
            (U::BurnOrRecycle, Written::Text("burn")) => Some(SettingValue::Whole(0)),
            (U::BurnOrRecycle, Written::Text("recycle")) => Some(SettingValue::Whole(1)),
            _ => None,
        }
    }

    /// The value as a scenario would write it.
    #[must_use]
    pub fn show(&self, value: SettingValue) -> String {
        use HyperparameterUnit as U;
        let value = match value {
            SettingValue::Switch(flag) => return flag.to_string(),
            SettingValue::Whole(value) => value,
        };
        match self.unit {
            U::Share16 => trimmed(value as f64 / U16, 5),
            U::Millionths => trimmed(value as f64 / 1e6, 6),
            U::ThousandthTempos => trimmed(value as f64 / 1e3, 3),
            U::Tao => TaoAmount(Tao::from_rao(u64::try_from(value).unwrap_or(u64::MAX))).to_string(),
            U::Factor64 => trimmed(value as f64 / TWO_64, 6),
            U::BurnOrRecycle => if value == 0 { "burn" } else { "recycle" }.to_owned(),
            U::Switch | U::Whole | U::Blocks | U::Hundredths => value.to_string(),
        }
    }

    /// What is accepted, with an example.
    #[must_use]
    pub fn expected(&self) -> String {
        use HyperparameterUnit as U;
        let (least, most) =
            (self.show(SettingValue::Whole(self.least)), self.show(SettingValue::Whole(self.most)));
        match self.unit {
            U::Switch => "true or false".to_owned(),
            U::Whole => format!("a whole number from {least} to {most}"),
            U::Blocks => format!("a whole number of blocks from {least} to {most}"),
            U::Share16 => format!("a share from {least} to {most}, such as 0.5"),
            U::Millionths => format!("a share from {least} to {most}, such as 0.9"),
            U::ThousandthTempos => format!("a number of tempos from {least} to {most}, such as 13.889"),
            U::Hundredths => format!("a whole number of hundredths from {least} to {most}, such as 1000"),
            U::Tao => {
                let most = self.most / i128::from(RAO_PER_TAO);
                format!("an amount of TAO from 0 to {most}, such as \"0.0005 tao\"")
            }
            U::Factor64 => format!("a factor from {least} to {most}, such as 1.26"),
            U::BurnOrRecycle => "\"burn\" or \"recycle\"".to_owned(),
        }
    }
}

/// A number with so many decimals at the most.
fn trimmed(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
