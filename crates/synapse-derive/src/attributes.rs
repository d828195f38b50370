//! `#[synapse(…)]`, `#[reply]`, `#[hashed]`: what they may say, and where.

use crate::lesson::{Lessons, lesson};
use syn::{Attribute, LitStr, Meta, meta::ParseNestedMeta};

/// Where an attribute stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Enum,
    Variant,
    Field,
}

impl Place {
    /// The keys `#[synapse(…)]` may have here.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Struct => &["name", "reply", "reply_derive", "crate", "hash_order"],
            Self::Enum => &["reply", "reply_derive", "crate"],
            Self::Variant => &["name", "hash_order"],
            Self::Field => &["name", "default", "required", "opaque"],
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Struct => "a struct",
            Self::Enum => "an enum",
            Self::Variant => "a variant",
            Self::Field => "a field",
        }
    }
}

/// What the attributes of one place say.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) reply_type: Option<LitStr>,
    pub(crate) reply_derive: Option<LitStr>,
    pub(crate) root: Option<LitStr>,
    pub(crate) hash_order: Option<LitStr>,
    /// Where a flag stands, if it does.
    pub(crate) default: Option<Attribute>,
    pub(crate) required: Option<Attribute>,
    pub(crate) opaque: bool,
    pub(crate) reply: Option<Attribute>,
    pub(crate) hashed: Option<Attribute>,
    pub(crate) docs: Vec<Attribute>,
}

impl Attributes {
    pub(crate) fn read(attributes: &[Attribute], place: Place, lessons: &mut Lessons) -> Self {
        let mut read = Self::default();
        for attribute in attributes {
            let result = if attribute.path().is_ident("synapse") {
                read.synapse(attribute, place)
            } else if attribute.path().is_ident("reply") {
                flag(attribute, place, "reply", &mut read.reply)
            } else if attribute.path().is_ident("hashed") {
                flag(attribute, place, "hashed", &mut read.hashed)
            } else if attribute.path().is_ident("serde") {
                let what = "`#[derive(Synapse)]` writes the JSON itself, as a Python peer reads it, and takes \
                            nothing from `#[serde(…)]`";
                let write = "`#[synapse(name = \"…\")]` for another name, `#[synapse(default)]` for a field that \
                             may be left out; a type of your own in the field may use serde as it likes";
                Err(lesson(attribute, what, write))
            } else {
                if attribute.path().is_ident("doc") {
                    read.docs.push(attribute.clone());
                }
                Ok(())
            };
            lessons.keep(result);
        }
        read
    }

    fn synapse(&mut self, attribute: &Attribute, place: Place) -> syn::Result<()> {
        let keys = keys_of(place);
        if !matches!(attribute.meta, Meta::List(_)) {
            let write = format!("`#[synapse(…)]` with any of {keys}");
            return Err(lesson(attribute, "`#[synapse]` says nothing by itself", write));
        }
        attribute.parse_nested_meta(|meta| {
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            if !place.keys().contains(&key.as_str()) {
                let what = format!("`#[synapse(…)]` on {} knows no `{key}`", place.noun());
                let elsewhere = match (place, key.as_str()) {
                    (Place::Enum, "name") => "; each variant is a route and has a name of its own",
                    (Place::Field, "reply") => "; a reply field is marked `#[reply]`",
                    (Place::Field, "hashed") => "; a hashed field is marked `#[hashed]`",
                    _ => "",
                };
                return Err(lesson(&meta.path, what, format!("one of {keys}{elsewhere}")));
            }
            match key.as_str() {
                "name" => text(&meta, "name", "\"Tour\"", &mut self.name),
                "reply" => text(&meta, "reply", "\"TourReply\"", &mut self.reply_type),
                "reply_derive" => text(&meta, "reply_derive", "\"Eq, Hash\"", &mut self.reply_derive),
                "crate" => text(&meta, "crate", "\"incentor_sdk::synapse\"", &mut self.root),
                "hash_order" => text(&meta, "hash_order", "\"salt, id\"", &mut self.hash_order),
                word => {
                    if meta.input.peek(syn::Token![=]) {
                        let what = format!("`{word}` takes no value");
                        return Err(lesson(attribute, what, format!("`#[synapse({word})]`")));
                    }
                    match word {
                        "default" => self.default = Some(attribute.clone()),
                        "required" => self.required = Some(attribute.clone()),
                        _ => self.opaque = true,
                    }
                    Ok(())
                }
            }
        })
    }
}

fn keys_of(place: Place) -> String {
    let keys: Vec<String> = place.keys().iter().map(|key| format!("`{key}`")).collect();
    keys.join(", ")
}

/// `key = "value"`, once.
fn text(meta: &ParseNestedMeta<'_>, key: &str, example: &str, slot: &mut Option<LitStr>) -> syn::Result<()> {
    let write = format!("`#[synapse({key} = {example})]`");
    let value = meta.value().and_then(syn::parse::ParseBuffer::parse::<LitStr>);
    let value = value.map_err(|_| lesson(&meta.path, format!("`{key}` takes a string"), &write))?;
    if slot.is_some() {
        return Err(lesson(&meta.path, format!("`{key}` is there twice"), write));
    }
    *slot = Some(value);
    Ok(())
}

/// A word without arguments, on fields only, once.
fn flag(attribute: &Attribute, place: Place, word: &str, slot: &mut Option<Attribute>) -> syn::Result<()> {
    let write = format!("`#[{word}]` above a field with a name");
    if place != Place::Field {
        let what = format!("`#[{word}]` marks a field, and this is {}", place.noun());
        return Err(lesson(attribute, what, write));
    }
    if !matches!(attribute.meta, Meta::Path(_)) {
        return Err(lesson(attribute, format!("`#[{word}]` takes no arguments"), write));
    }
    if slot.is_some() {
        return Err(lesson(attribute, format!("`#[{word}]` is there twice"), write));
    }
    *slot = Some(attribute.clone());
    Ok(())
}
