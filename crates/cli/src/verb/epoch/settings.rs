//! `--set`: fields of the state, replaced.

use crate::{code::Code, failure::Failure};
use incentor_state::{Setting, SettingError};

/// Takes `a=1,b=[2,3]` apart.
pub(super) fn parse(arguments: &[String]) -> Result<Vec<Setting>, Failure> {
    arguments.iter().flat_map(|argument| pieces(argument)).map(setting).collect()
}

fn setting(piece: &str) -> Result<Setting, Failure> {
    let Some((name, value)) = piece.split_once('=') else {
        return Err(Failure::usage(format_args!("`--set {piece}` has no `=`"))
            .coded(Code::NoEquals)
            .next("write FIELD=VALUE, such as --set yuma3_on=true"));
    };
    Setting::new(name.trim(), value.trim()).map_err(|error| refuse(&error))
}

/// Splits at commas that are in no bracket.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split(move |character| {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    })
}

/// The failure for a person.
pub(super) fn refuse(error: &SettingError) -> Failure {
    let next = match error {
        SettingError::Unknown { nearest: Some(nearest), .. } => format!("--set {nearest}=…"),
        SettingError::Value { field: "alpha_values_u16", .. } => {
            "write it as JSON: --set alpha_values_u16=[45875,58982]".to_owned()
        }
        SettingError::Value { .. } => "write the value as JSON: 7, true, null".to_owned(),
        _ => format!("fields that can be set: {}", Setting::names().collect::<Vec<_>>().join(", ")),
    };
    Failure::usage(error).coded(Code::BadField).at("--set").next(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_brackets_separate_nothing() {
        let split: Vec<&str> = pieces("yuma3_on=true,alpha_values_u16=[1,2],tempo=3").collect();
        assert_eq!(split, ["yuma3_on=true", "alpha_values_u16=[1,2]", "tempo=3"]);
    }
}
