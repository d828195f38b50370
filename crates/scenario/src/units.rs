//! Values with their unit inside: `"0.05 tao/day"`, `"280 tempos"`, `"800ms"`, `"400k"`.

use incentor_primitives::{Alpha, RAO_PER_TAO, Tao};
use std::fmt;

/// A value as a scenario file writes it: a number, or a text with a unit.
pub trait Unit: Sized + fmt::Display {
    /// What is accepted, with an example.
    const EXPECTED: &'static str;

    /// From a bare number.
    fn from_number(_number: f64) -> Option<Self> {
        None
    }

    /// From a text.
    fn from_text(_text: &str) -> Option<Self> {
        None
    }
}

macro_rules! number_unit {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $range:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        pub struct $name(pub f64);

        impl Unit for $name {
            const EXPECTED: &'static str = $expected;

            fn from_number(number: f64) -> Option<Self> {
                let accepts: fn(f64) -> bool = $range;
                (number.is_finite() && accepts(number)).then_some(Self(number))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

number_unit! {
    /// A number of 0 or more.
    Number, "a number from 0 to 1000, such as 0.25", |number| (0.0..=1000.0).contains(&number)
}
number_unit! {
    /// A number above 0.
    Positive, "a number above 0 and up to 1000, such as 1.0", |number| number > 0.0 && number <= 1000.0
}
number_unit! {
    /// A share from 0 to 1.
    Share, "a share from 0 to 1, such as 0.95", |number| (0.0..=1.0).contains(&number)
}

/// A whole number from 1 up to a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u32);

impl Unit for Count {
    const EXPECTED: &'static str = "a whole number from 1 to 1000000, such as 12";

    fn from_number(number: f64) -> Option<Self> {
        whole(number, 1.0, 1e6).map(|count| Self(count as u32))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A number of blocks, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocks(pub u64);

impl Unit for Blocks {
    const EXPECTED: &'static str = "1 to 1000000 blocks, such as \"60 blocks\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        matches!(unit, "block" | "blocks").then(|| whole(number, 1.0, 1e6))?.map(|blocks| Self(blocks as u64))
    }
}

impl fmt::Display for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} blocks", self.0)
    }
}

/// A number of tempos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tempos(pub u32);

impl Unit for Tempos {
    const EXPECTED: &'static str = "0 to 100000 tempos, such as \"280 tempos\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        matches!(unit, "tempo" | "tempos").then(|| whole(number, 0.0, 1e5))?.map(|tempos| Self(tempos as u32))
    }
}

impl fmt::Display for Tempos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tempos", self.0)
    }
}

/// A length of time, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub std::time::Duration);

impl Unit for Duration {
    const EXPECTED: &'static str = "a length of time up to a day, such as \"800ms\" or \"12s\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let ms = match unit {
            "ms" => 1.0,
            "s" => 1e3,
            "min" => 6e4,
            "h" => 3.6e6,
            _ => return None,
        };
        let ms = whole(number * ms, 0.0, 86_400e3)?;
        Some(Self(std::time::Duration::from_millis(ms as u64)))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0.as_millis();
        if ms.is_multiple_of(1000) { write!(f, "{}s", ms / 1000) } else { write!(f, "{ms}ms") }
    }
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub u64);

impl Unit for Bytes {
    const EXPECTED: &'static str = "1B to 1TiB, such as \"64MiB\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let scale = match unit {
            "B" => 1.0,
            "KiB" => 1024.0,
            "MiB" => 1_048_576.0,
            "GiB" => 1_073_741_824.0,
            "TiB" => 1_099_511_627_776.0,
            _ => return None,
        };
        whole(number * scale, 1.0, 1_099_511_627_776.0).map(|bytes| Self(bytes as u64))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
        let unit = units.iter().find(|(log2, _)| self.0 > 0 && self.0.is_multiple_of(1 << log2));
        match unit {
            Some((log2, name)) => write!(f, "{}{name}", self.0 >> log2),
            None => write!(f, "{}B", self.0),
        }
    }
}

/// A stretch of a run: blocks, tempos of the first subnet, or time at 12 s per block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stretch {
    /// Blocks.
    Blocks(f64),
    /// Tempos.
    Tempos(f64),
}

impl Stretch {
    /// Whole blocks of it, with tempos of that many blocks; at least one, and a part of a block left out.
    #[must_use]
    pub fn blocks(self, tempo: u16) -> Blocks {
        let blocks = match self {
            Self::Blocks(blocks) => blocks,
            Self::Tempos(tempos) => tempos * f64::from(tempo),
        };
        Blocks((blocks as u64).max(1))
    }
}

impl Unit for Stretch {
    const EXPECTED: &'static str =
        "blocks, tempos, hours or days, such as \"150 tempos\", \"6h\", \"2.5 days\" or \"100 blocks\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let stretch = match unit {
            "block" | "blocks" => Self::Blocks(whole(number, 1.0, 1e8)?),
            "tempo" | "tempos" => Self::Tempos(number),
            "min" => Self::Blocks(number * 5.0),
            "h" | "hour" | "hours" => Self::Blocks(number * 300.0),
            "d" | "day" | "days" => Self::Blocks(number * 7200.0),
            _ => return None,
        };
        let (Self::Blocks(amount) | Self::Tempos(amount)) = stretch;
        (amount > 0.0 && amount <= 1e8).then_some(stretch)
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocks(blocks) => write!(f, "{blocks} blocks"),
            Self::Tempos(tempos) => write!(f, "{tempos} tempos"),
        }
    }
}

/// A rate of money.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct TaoPerDay(pub f64);

impl Unit for TaoPerDay {
    const EXPECTED: &'static str = "0 to 1000000 τ per day, such as \"0.05 tao/day\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        (matches!(unit, "tao/day" | "τ/day") && (0.0..=1e6).contains(&number)).then_some(Self(number))
    }
}

impl fmt::Display for TaoPerDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tao/day", self.0)
    }
}

/// An amount of TAO, to the rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaoAmount(pub Tao);

impl Unit for TaoAmount {
    const EXPECTED: &'static str = "an amount of TAO from 0 to 21 million, such as \"0.01 tao\"";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let scale = match unit {
            "tao" | "τ" => 1.0,
            "k" | "k tao" => 1e3,
            "M" | "M tao" => 1e6,
            _ => return None,
        };
        rao(number * scale).map(|rao| Self(Tao::from_rao(rao)))
    }
}

impl fmt::Display for TaoAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tao", self.0.rao as f64 / RAO_PER_TAO as f64)
    }
}

/// An amount of alpha, to the rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlphaAmount(pub Alpha);

impl Unit for AlphaAmount {
    const EXPECTED: &'static str = "an amount of alpha up to 21 million, such as \"400k\" or \"1.5M\"";

    fn from_number(number: f64) -> Option<Self> {
        rao(number).map(|rao| Self(Alpha::from_rao(rao)))
    }

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let scale = match unit {
            "" | "alpha" => 1.0,
            "k" | "k alpha" => 1e3,
            "M" | "M alpha" => 1e6,
            _ => return None,
        };
        Self::from_number(number * scale)
    }
}

impl fmt::Display for AlphaAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alpha = self.0.rao as f64 / RAO_PER_TAO as f64;
        if alpha >= 1e3 { write!(f, "{}k", alpha / 1e3) } else { write!(f, "{alpha}") }
    }
}

/// Number and unit of a text.
fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let end = text.find(|c| !digit(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.replace('_', "").parse().ok()?;
    Some((number, unit.trim()))
}

fn whole(number: f64, least: f64, most: f64) -> Option<f64> {
    let near = number.round();
    // A unit's factor may leave the last bits of a decimal: "0.3s" is 300 ms.
    ((number - near).abs() < 1e-6 && (least..=most).contains(&near)).then_some(near)
}

/// The supply is 21 million, and a tenth of a rao is a typing error.
fn rao(number: f64) -> Option<u64> {
    whole(number * RAO_PER_TAO as f64, 0.0, 21e15).map(|rao| rao as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_units_are_read() {
        assert_eq!(Blocks::from_text("60 blocks"), Some(Blocks(60)));
        assert_eq!(Tempos::from_text("280 tempos"), Some(Tempos(280)));
        assert_eq!(Duration::from_text("0.3s"), Duration::from_text("300ms"));
        assert_eq!(TaoPerDay::from_text("0.05 tao/day"), Some(TaoPerDay(0.05)));
        assert_eq!(TaoAmount::from_text("0.0005 tao"), Some(TaoAmount(Tao::from_rao(500_000))));
        let stake = Some(AlphaAmount(Alpha::from_rao(400_000 * RAO_PER_TAO)));
        assert_eq!(AlphaAmount::from_text("400k"), stake);
        assert_eq!(AlphaAmount::from_text("0.4M"), stake);
        assert_eq!(AlphaAmount::from_number(400_000.0), stake);
    }

    #[test]
    fn stretches_of_a_run_become_blocks() {
        let check = |text: &str, blocks: u64| {
            assert_eq!(
                Stretch::from_text(text).map(|stretch| stretch.blocks(360)),
                Some(Blocks(blocks)),
                "{text}"
            );
        };
        check("150 tempos", 54_000);
        check("0.5 tempos", 180);
        check("1 block", 1);
        check("6h", 1_800);
        check("2.5 days", 18_000);
        check("10 min", 50);
        check("0.001 tempos", 1);
        for wrong in ["150", "0 tempos", "1.5 blocks", "-1 days", "1e3 blocks", "1 week", ""] {
            assert_eq!(Stretch::from_text(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_and_large_amounts_are_read() {
        let check = |text: &str, bytes: u64| {
            let read = Bytes::from_text(text);
            assert_eq!(read, Some(Bytes(bytes)), "{text}");
            assert_eq!(Bytes::from_text(&read.unwrap().to_string()), read, "{text}");
        };
        check("1B", 1);
        check("1.5KiB", 1_536);
        check("64MiB", 64 << 20);
        check("1TiB", 1 << 40);
        assert_eq!(Bytes::from_text("1.1TiB"), None);
        assert_eq!(Bytes::from_text("64MB"), None);
        assert_eq!(Bytes::from_text("0B"), None);
        let amount = Some(TaoAmount(Tao::from_rao(20_000 * RAO_PER_TAO)));
        assert_eq!(TaoAmount::from_text("20k"), amount);
        assert_eq!(TaoAmount::from_text("20k tao"), amount);
        assert_eq!(TaoAmount::from_text("20000"), None);
        assert_eq!(TaoAmount::from_text("22M tao"), None);
    }

    #[test]
    fn what_has_no_unit_or_another_is_refused() {
        assert_eq!(Blocks::from_text("60"), None);
        assert_eq!(Blocks::from_text("60 tempos"), None);
        assert_eq!(Blocks::from_text("0 blocks"), None);
        assert_eq!(Blocks::from_text("1.5 blocks"), None);
        assert_eq!(Duration::from_text("-1s"), None);
        assert_eq!(Duration::from_text("1..5s"), None);
        assert_eq!(TaoPerDay::from_text("nan tao/day"), None);
        assert_eq!(AlphaAmount::from_text("22M"), None);
        assert_eq!(Share::from_number(1.1), None);
        assert_eq!(Positive::from_number(0.0), None);
        assert_eq!(Number::from_number(f64::NAN), None);
    }

    #[test]
    fn what_is_shown_can_be_read_again() {
        let check = |text: &str| assert_eq!(Duration::from_text(text).unwrap().to_string(), text);
        check("800ms");
        check("12s");
        assert_eq!(AlphaAmount::from_text("400k").unwrap().to_string(), "400k");
        assert_eq!(TaoAmount::from_text("0.01 tao").unwrap().to_string(), "0.01 tao");
    }
}
