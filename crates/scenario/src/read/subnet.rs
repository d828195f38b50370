//! Subnets: hyperparameters, price, mechanisms.

use super::file::read_name;
use super::{Fields, Item, mechanism};
use crate::hyperparameters::{HYPERPARAMETERS, Written};
use crate::scenario::{AlphaPrice, MechanismPlan, Setting, SettingValue, Subnet};
use crate::tree::Value;
use crate::{AlphaAmount, Count, Hyperparameter, Origin, Problem, ScenarioError, Share, TaoAmount};
use incentor_primitives::{RuleSet, Tao};

/// The chain has no room for more.
pub(crate) const MOST_SUBNETS: usize = 128;
const MOST_MECHANISMS: usize = 16;
const MOST_PRICES: usize = 100_000;

const SUBNET: &str = "a table [subnet], or a list of tables [[subnet]]";
const NAME: &str = "a name of up to 64 letters, digits, - and _, such as \"text\"";
const NAMED: &str =
    "{ constant = \"0.01 tao\" }, { pool = { tao = \"20k\", alpha = \"2M\" } } or { csv = \"prices.csv\" }";
const MECHANISMS: &str = "a list of mechanisms, such as [{ kind = \"abstract\", share = 0.4 }, …]";

/// What the subnets of a file have in common.
pub(super) struct Subnets<'a> {
    pub(super) rules: &'static RuleSet,
    /// The mechanism of those without one of their own.
    pub(super) common: Option<Item<'a>>,
    /// What is wrong where the file has none but something that looks like one.
    pub(super) misspelt: Option<ScenarioError>,
}

impl<'a> Subnets<'a> {
    pub(super) fn read(
        &self,
        found: Option<Item<'a>>,
        file: &Fields<'a>,
    ) -> Result<Vec<Subnet>, ScenarioError> {
        let common = self.common.as_ref().map(mechanism::read).transpose()?;
        let mut used = false;
        let mut subnets: Vec<Subnet> = Vec::new();
        match found {
            None => {
                let mut fields = file.empty("subnet");
                subnets.push(self.read_one(&mut fields, None, None, common.as_ref(), &mut used)?);
            }
            Some(item) if matches!(item.node.value, Value::List(_)) => {
                let items = item.list_of(MOST_SUBNETS, SUBNET)?;
                let several = items.len() > 1;
                for item in &items {
                    let item = item.clone().known_as("subnet");
                    let mut fields = item.table(SUBNET)?;
                    let name = self.read_own_name(&mut fields, several)?;
                    if let Some(name) = &name {
                        if subnets.iter().any(|other| other.name == *name) {
                            let name = name.clone();
                            return Err(item.error(Problem::DuplicateName { what: "subnet", name }));
                        }
                        fields.rename(format!("subnet.{name}"));
                    } else {
                        fields.rename("subnet".to_owned());
                    }
                    let subnet = self.read_one(&mut fields, name, Some(&item), common.as_ref(), &mut used)?;
                    subnets.push(subnet);
                }
                let copies: usize = subnets.iter().map(|subnet| usize::from(subnet.copies)).sum();
                if copies > MOST_SUBNETS {
                    return Err(item.conflict(
                        format_args!("makes {copies} subnets with its copies"),
                        format_args!("keep it to {MOST_SUBNETS}"),
                    ));
                }
            }
            Some(item) => {
                let mut fields = item.table(SUBNET)?;
                let name = self.read_own_name(&mut fields, false)?;
                subnets.push(self.read_one(&mut fields, name, Some(&item), common.as_ref(), &mut used)?);
            }
        }
        match (&self.common, used) {
            (Some(item), false) => Err(item.conflict(
                "is nobody's: every subnet has a mechanism of its own",
                "remove [mechanism], or the `mechanism` of a subnet",
            )),
            _ => Ok(subnets),
        }
    }

    fn read_own_name(&self, fields: &mut Fields<'a>, needed: bool) -> Result<Option<String>, ScenarioError> {
        let item = match fields.find("name") {
            None if needed => return Err(fields.missing("name", NAME)),
            None => return Ok(None),
            Some(item) => item,
        };
        let name = read_name(&item, NAME)?;
        // Else `subnet.tempo` could be either.
        if Hyperparameter::named(&name).is_some() || OWN_KEYS.contains(&name.as_str()) {
            return Err(item.conflict(format_args!("is {name:?}, which is a key"), "give it another name"));
        }
        Ok(Some(name))
    }

    fn read_one(
        &self,
        fields: &mut Fields<'a>,
        name: Option<String>,
        item: Option<&Item<'a>>,
        common: Option<&MechanismPlan>,
        used: &mut bool,
    ) -> Result<Subnet, ScenarioError> {
        const COPIES: &str = "a whole number from 1 to 128, such as 3";
        let fits = |copies: &Count| copies.0 as usize <= MOST_SUBNETS;
        let Count(copies) = fields.or_where("copies", Count(1), COPIES, fits)?;
        let settings = read_settings(fields, Some(self.rules))?;
        check_pairs(&settings, self.rules, item)?;
        let alpha_price = read_price(fields)?;
        let mechanisms = read_mechanisms(fields)?;
        fields.finish()?;
        let mechanisms = match (mechanisms.is_empty(), common) {
            (false, _) => mechanisms,
            (true, Some(common)) => {
                *used = true;
                vec![common.clone()]
            }
            (true, None) => {
                const EXPECTED: &str = "a table [mechanism] in the file, or the subnet's own";
                return Err(self.misspelt.clone().unwrap_or_else(|| fields.missing("mechanism", EXPECTED)));
            }
        };
        let tempo = settings.iter().find(|setting| setting.name == "tempo");
        let tempo = tempo.map_or(i128::from(self.rules.subnet.tempo), |setting| match setting.value {
            SettingValue::Whole(tempo) => tempo,
            SettingValue::Switch(_) => 0,
        });
        Ok(Subnet {
            name: name.unwrap_or_else(|| "subnet".to_owned()),
            copies: copies as u16,
            tempo: tempo as u16,
            settings,
            alpha_price,
            mechanisms,
        })
    }
}

const OWN_KEYS: [&str; 5] = ["name", "copies", "alpha_price", "mechanism", "mechanisms"];

/// The hyperparameters that are given; those of the rules are noted beside them.
fn read_settings(fields: &mut Fields<'_>, rules: Option<&RuleSet>) -> Result<Vec<Setting>, ScenarioError> {
    let mut settings = Vec::new();
    for one in HYPERPARAMETERS {
        let found = fields.find(one.name);
        let mut given: Option<Item<'_>> = found;
        for also in one.also {
            if let Some(item) = fields.find_also(also) {
                if given.is_some() {
                    return Err(item.conflict(
                        format_args!("is another name of `{}`, which is there, too", one.name),
                        "keep one of the two",
                    ));
                }
                given = Some(item);
            }
        }
        match (given, rules) {
            (Some(item), _) => settings.push(read_setting(&item, one)?),
            (None, Some(rules)) => fields.note_default(one.name, &one.show(one.default(rules))),
            (None, None) => {}
        }
    }
    Ok(settings)
}

/// A hyperparameter's value.
pub(super) fn read_setting(item: &Item<'_>, one: &Hyperparameter) -> Result<Setting, ScenarioError> {
    let written = match &item.node.value {
        Value::Flag(flag) => Written::Flag(*flag),
        Value::Number(_) => item.number().map_or(Written::Other, Written::Number),
        Value::Text(text) => Written::Text(text),
        _ => Written::Other,
    };
    let value = one.value(&written).ok_or_else(|| item.wrong(&one.expected()))?;
    item.note_as(&one.show(value));
    Ok(Setting {
        name: HYPERPARAMETERS.iter().find(|other| other.name == one.name).map_or("", |one| one.name),
        value,
        place: item.node.at.place(),
    })
}

/// Values that must fit together.
fn check_pairs(settings: &[Setting], rules: &RuleSet, item: Option<&Item<'_>>) -> Result<(), ScenarioError> {
    const PAIRS: [(&str, &str); 3] =
        [("min_burn", "max_burn"), ("alpha_low", "alpha_high"), ("max_validators", "max_allowed_uids")];
    let value = |name: &str| {
        let given = settings.iter().find(|setting| setting.name == name).map(|setting| setting.value);
        given.or_else(|| Some(Hyperparameter::named(name)?.default(rules)))
    };
    for (low, high) in PAIRS {
        // Fewer seats than permits is what a small network has by default.
        if low == "max_validators" && !settings.iter().any(|setting| setting.name == low) {
            continue;
        }
        if let (Some(SettingValue::Whole(least)), Some(SettingValue::Whole(most)), Some(item)) =
            (value(low), value(high), item)
            && least > most
        {
            return Err(item.conflict(
                format_args!("has a `{low}` above its `{high}`"),
                format_args!("give a `{low}` that is not above `{high}`, or raise `{high}`"),
            ));
        }
    }
    Ok(())
}

fn read_price(fields: &mut Fields<'_>) -> Result<AlphaPrice, ScenarioError> {
    const KINDS: &[&str] = &["constant", "pool", "csv"];
    let Some(item) = fields.find("alpha_price") else {
        let price = TaoAmount(Tao::from_rao(10_000_000));
        fields.note_default("alpha_price", &format!("constant {price}"));
        return Ok(AlphaPrice::Constant(price));
    };
    if !item.is_table() {
        return Err(item.wrong(NAMED));
    }
    let (kind, Some(chosen)) = item.choice(KINDS, NAMED)? else { return Err(item.wrong(NAMED)) };
    match kind {
        "constant" => {
            const CONSTANT: &str = "an amount of TAO above 0, such as \"0.01 tao\"";
            let price = chosen.quantity_where(CONSTANT, |price: &TaoAmount| price.0.rao > 0)?;
            chosen.note_as(&price.to_string());
            Ok(AlphaPrice::Constant(price))
        }
        "pool" => {
            const TAO: &str = "an amount of TAO from 1 to 21 million, such as \"20k\"";
            const ALPHA: &str = "an amount of alpha from 1 to 21 million, such as \"2M\"";
            let mut pool = chosen.table("a table such as { tao = \"20k\", alpha = \"2M\", sell = 0.8 }")?;
            let least = 1_000_000_000;
            let tao = pool.get_where("tao", TAO, |tao: &TaoAmount| tao.0.rao >= least)?;
            let AlphaAmount(alpha) =
                pool.get_where("alpha", ALPHA, |alpha: &AlphaAmount| alpha.0.rao >= least)?;
            let Share(sell) = pool.or("sell", Share(1.0))?;
            pool.finish()?;
            Ok(AlphaPrice::Pool { tao, alpha_rao: alpha.rao, sell })
        }
        _ => {
            let path =
                chosen.text().ok_or_else(|| chosen.wrong("the name of a file, such as \"prices.csv\""))?;
            chosen.note_with(path, Origin::Measured);
            read_prices(&chosen, &chosen.read_file(path)?)
        }
    }
}

/// Lines `day,price`: days since the start, ascending, and τ for one alpha.
fn read_prices(item: &Item<'_>, text: &str) -> Result<AlphaPrice, ScenarioError> {
    let wrong = |line: usize, why: &str| {
        item.conflict(
            format_args!("names a file whose line {line} {why}"),
            "give lines of a day and a price such as `0.5,0.0123` under a first line `day,price`",
        )
    };
    let mut prices: Vec<(f64, f64)> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if at == 0 {
            let columns: Vec<&str> = line.split(',').map(str::trim).collect();
            if columns != ["day", "price"] {
                return Err(wrong(1, "is not `day,price`"));
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let numbers = line.split_once(',').and_then(|(day, price)| {
            Some((day.trim().parse::<f64>().ok()?, price.trim().parse::<f64>().ok()?))
        });
        let Some((day, price)) = numbers else { return Err(wrong(at + 1, "is not a day and a price")) };
        let fits = (0.0..=1e6).contains(&day) && price > 0.0 && price <= 21e6;
        if !fits {
            return Err(wrong(at + 1, "has a day below 0 or a price of 0 or less"));
        }
        if prices.last().is_some_and(|(before, _)| *before >= day) {
            return Err(wrong(at + 1, "is not after the line before it"));
        }
        if prices.len() == MOST_PRICES {
            return Err(wrong(at + 1, "is one too many: 100000 prices are the most"));
        }
        prices.push((day, price));
    }
    match prices.first() {
        None => Err(wrong(1, "is the only one")),
        Some((day, _)) if *day > 0.0 => Err(wrong(2, "is not for day 0, when the scenario starts")),
        Some(_) => Ok(AlphaPrice::Given(prices)),
    }
}

/// The subnet's own mechanisms; none where it has the common one.
fn read_mechanisms(fields: &mut Fields<'_>) -> Result<Vec<MechanismPlan>, ScenarioError> {
    let one = fields.find("mechanism");
    let several = fields.find("mechanisms");
    match (one, several) {
        (None, None) => Ok(Vec::new()),
        (Some(item), None) => Ok(vec![mechanism::read(&item)?]),
        (Some(_), Some(item)) => Err(item.conflict("stands beside `mechanism`", "keep one of the two")),
        (None, Some(list)) => {
            let items = list.list_of(MOST_MECHANISMS, MECHANISMS)?;
            let mut mechanisms = items.iter().map(mechanism::read).collect::<Result<Vec<_>, _>>()?;
            let given =
                items.iter().filter(|item| item.node.table().is_some_and(|t| t.entry("share").is_some()));
            match given.count() {
                // Nobody says how much each has: as much as the others.
                0 => {
                    let even = 1.0 / mechanisms.len() as f64;
                    mechanisms.iter_mut().for_each(|mechanism| mechanism.share = even);
                }
                given if given == items.len() => {
                    let sum: f64 = mechanisms.iter().map(|mechanism| mechanism.share).sum();
                    if (sum - 1.0).abs() > 1e-6 {
                        return Err(list.conflict(
                            format_args!("has shares that sum to {sum}"),
                            "give shares that sum to 1",
                        ));
                    }
                }
                _ => return Err(list.conflict("has shares for some only", "give each a `share`, or none")),
            }
            Ok(mechanisms)
        }
    }
}

impl Subnet {
    /// A whole-number hyperparameter that the file gives.
    pub(crate) fn whole(&self, name: &str) -> Option<i128> {
        self.settings.iter().find(|setting| setting.name == name).and_then(|setting| match setting.value {
            SettingValue::Whole(value) => Some(value),
            SettingValue::Switch(_) => None,
        })
    }

    /// Whether it, or one of its copies, has that name.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let copy = |name: &str| {
            let number = name.strip_prefix(self.name.as_str())?.strip_prefix('@')?;
            number.parse::<u16>().ok().filter(|number| (1..=self.copies).contains(number))
        };
        name == self.name || (self.copies > 1 && copy(name).is_some())
    }
}
