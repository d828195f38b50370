//! What the author declared, checked.

use crate::attributes::{Attributes, Place};
use crate::lesson::{Lessons, lesson};
use crate::names::{check_field, check_route};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use std::collections::BTreeMap;
use syn::{Attribute, Data, DeriveInput, Fields, Type, Visibility, ext::IdentExt, punctuated::Punctuated};

/// A checked declaration.
pub(crate) struct Declaration {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The path under which generated code finds `incentor-synapse`.
    pub(crate) root: TokenStream,
    pub(crate) reply: Ident,
    /// What the reply's type derives beside what every message does.
    pub(crate) reply_derive: Vec<syn::Path>,
    pub(crate) is_enum: bool,
    pub(crate) routes: Vec<Route>,
}

/// A struct, or a variant of an enum.
pub(crate) struct Route {
    /// Its name on the wire.
    pub(crate) name: String,
    pub(crate) variant: Option<Ident>,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) fields: Vec<Field>,
    /// Wire names of the hashed fields, in the order in which they are hashed.
    pub(crate) hashed: Vec<String>,
}

/// A field of the body.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Attribute>,
    /// Its name on the wire.
    pub(crate) name: String,
    pub(crate) part: Part,
    pub(crate) may_be_left_out: bool,
    /// Whether the Python class has no default for it.
    pub(crate) required: bool,
    pub(crate) opaque: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Request,
    Hashed,
    Reply,
}

impl Declaration {
    pub(crate) fn read(input: &DeriveInput, root: &TokenStream) -> syn::Result<Self> {
        let mut lessons = Lessons::default();
        let place = if matches!(input.data, Data::Enum(_)) { Place::Enum } else { Place::Struct };
        let attributes = Attributes::read(&input.attrs, place, &mut lessons);
        if !input.generics.params.is_empty() {
            let what = "a synapse has no generics: a peer knows it by one name, and it owns what it carries";
            let write =
                "a struct for each type that travels, with `String` for `&str` and `Vec<T>` for `&[T]`";
            lessons.add(lesson(&input.generics, what, write));
        }
        let reply = attributes.reply_type.as_ref().and_then(|name| {
            let what = "`reply` names the type that is generated";
            let bad =
                |_| lesson(name, what, "a name not taken yet, such as `#[synapse(reply = \"TourReply\")]`");
            lessons.keep(name.parse::<Ident>().map_err(bad))
        });
        let reply_derive = attributes.reply_derive.as_ref().and_then(|paths| {
            let bad = |_| {
                let what =
                    "`reply_derive` lists what the reply's type derives beside what every message does";
                lesson(paths, what, "`#[synapse(reply_derive = \"Eq, Hash\")]`")
            };
            let list = Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            lessons.keep(paths.parse_with(list).map_err(bad))
        });
        let own_root = attributes.root.as_ref().and_then(|path| {
            let bad =
                |_| lesson(path, "`crate` is a path", "`#[synapse(crate = \"incentor_sdk::synapse\")]`");
            lessons.keep(path.parse::<syn::Path>().map_err(bad))
        });
        let routes = match &input.data {
            Data::Struct(data) => {
                let fields = read_fields(&data.fields, Place::Struct, &mut lessons);
                vec![Route::new(&input.ident, None, attributes, fields, &mut lessons)]
            }
            Data::Enum(data) => {
                let mut routes = Vec::new();
                for variant in &data.variants {
                    let own = Attributes::read(&variant.attrs, Place::Variant, &mut lessons);
                    let fields = read_fields(&variant.fields, Place::Variant, &mut lessons);
                    let ident = Some(variant.ident.clone());
                    routes.push(Route::new(&variant.ident, ident, own, fields, &mut lessons));
                }
                if routes.is_empty() {
                    let what = "an enum without variants has no route";
                    lessons.add(lesson(&input.ident, what, "a variant for each thing a validator may ask"));
                }
                check_routes_differ(data, &routes, &mut lessons);
                routes
            }
            Data::Union(_) => {
                let what = "a union has no JSON form";
                lessons.add(lesson(
                    &input.ident,
                    what,
                    "a struct for one route, or an enum with one per variant",
                ));
                Vec::new()
            }
        };
        lessons.finish(Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            root: own_root.map_or_else(|| root.clone(), ToTokens::into_token_stream),
            reply: reply.unwrap_or_else(|| format_ident!("{}Reply", input.ident)),
            reply_derive: reply_derive.into_iter().flatten().collect(),
            is_enum: place == Place::Enum,
            routes,
        })
    }
}

impl Route {
    fn new(
        ident: &Ident,
        variant: Option<Ident>,
        attributes: Attributes,
        fields: Vec<Field>,
        lessons: &mut Lessons,
    ) -> Self {
        let (name, error) = match &attributes.name {
            Some(name) => (name.value(), check_route(&name.value(), name)),
            None => {
                let name = ident.unraw().to_string();
                let error = check_route(&name, ident);
                (name, error)
            }
        };
        error.into_iter().for_each(|error| lessons.add(error));
        let mut hashed: Vec<String> = hashed_names(&fields).map(str::to_owned).collect();
        if let Some(order) = &attributes.hash_order {
            hashed = lessons.keep(read_order(order, &hashed)).unwrap_or_default();
        }
        Self { name, variant, docs: attributes.docs, fields, hashed }
    }
}

fn hashed_names(fields: &[Field]) -> impl Iterator<Item = &str> {
    fields.iter().filter(|field| field.part == Part::Hashed).map(|field| field.name.as_str())
}

/// The same names in another order.
fn read_order(order: &syn::LitStr, declared: &[String]) -> syn::Result<Vec<String>> {
    let listed: Vec<String> = order.value().split(',').map(|name| name.trim().to_owned()).collect();
    let (mut one, mut other) = (listed.clone(), declared.to_vec());
    one.sort();
    other.sort();
    if one == other {
        return Ok(listed);
    }
    let what =
        "`hash_order` lists the `#[hashed]` fields, each once, as `required_hash_fields` does in Python";
    let write = match declared {
        [] => "`#[hashed]` above the fields that are hashed".to_owned(),
        names => format!("`#[synapse(hash_order = \"{}\")]`, in Python's order", names.join(", ")),
    };
    Err(lesson(order, what, write))
}

fn check_routes_differ(data: &syn::DataEnum, routes: &[Route], lessons: &mut Lessons) {
    let mut seen = BTreeMap::new();
    for (variant, route) in data.variants.iter().zip(routes) {
        if let Some(first) = seen.insert(&route.name, &variant.ident) {
            let what = format!("`{first}` and `{}` both take the route `{}`", variant.ident, route.name);
            let write = "another name for one of them, by `#[synapse(name = \"…\")]`";
            lessons.add(lesson(&variant.ident, what, write));
        }
    }
}

fn read_fields(fields: &Fields, place: Place, lessons: &mut Lessons) -> Vec<Field> {
    if let Fields::Unnamed(unnamed) = fields {
        let what = "fields travel under their names, and these have none";
        let write = match place {
            Place::Variant => {
                "the variant with named fields, such as `Find { key: u64, #[reply] value: Vec<u8> }`"
            }
            _ => "a struct with named fields, such as `struct Find { key: u64, #[reply] value: Vec<u8> }`",
        };
        lessons.add(lesson(unnamed, what, write));
        return Vec::new();
    }
    let mut seen = BTreeMap::new();
    let mut read = Vec::new();
    for field in fields {
        // Named, as unnamed ones have been refused.
        let Some(ident) = field.ident.clone() else { continue };
        let Some(field) = Field::read(field, &ident, lessons) else { continue };
        if let Some(first) = seen.insert(field.name.clone(), ident.clone()) {
            let what = format!("`{first}` and `{ident}` are both `{}` on the wire", field.name);
            lessons.add(lesson(&ident, what, "another `#[synapse(name = \"…\")]` for one of them"));
        }
        read.push(field);
    }
    read
}

impl Field {
    fn read(field: &syn::Field, ident: &Ident, lessons: &mut Lessons) -> Option<Self> {
        let attributes = Attributes::read(&field.attrs, Place::Field, lessons);
        let part = match (&attributes.reply, &attributes.hashed) {
            (Some(_), Some(hashed)) => {
                let what =
                    format!("`{ident}` is filled in by the miner, after the validator has signed the hash");
                let write = "`#[hashed]` on fields of the request, `#[reply]` on those of the reply";
                lessons.add(lesson(hashed, what, write));
                return None;
            }
            (Some(_), None) => Part::Reply,
            (None, Some(_)) => Part::Hashed,
            (None, None) => Part::Request,
        };
        if let (Part::Reply, Some(default)) = (part, &attributes.default) {
            let what = "a reply field that may be left out would pay a miner for leaving it out";
            let write =
                format!("`Option<…>` as the type of `{ident}`, so that the scoring sees what is missing");
            lessons.add(lesson(default, what, write));
        }
        if let Type::Reference(reference) = &field.ty {
            let what = "a synapse owns what it carries: it is read from a peer's bytes, which do not stay";
            lessons.add(lesson(reference, what, "`String` for `&str`, `Vec<T>` for `&[T]`, `T` for `&T`"));
        }
        if let (Part::Hashed, Some(unordered)) = (part, find_unordered(field.ty.to_token_stream())) {
            let what = format!("the order of a `{unordered}` is luck, so caller and peer hash two texts");
            let write = "`Vec`, `BTreeSet` or `BTreeMap` as the type of a hashed field";
            lessons.add(lesson(&field.ty, what, write));
        }
        if let (Some(required), true) =
            (&attributes.required, part == Part::Reply || attributes.default.is_some())
        {
            let what = format!("a request may come without `{ident}`, so it cannot be required");
            lessons.add(lesson(
                required,
                what,
                "`#[synapse(required)]` on an `Option` that Python has no default for",
            ));
        }
        let name = match &attributes.name {
            Some(name) => check_field(&name.value(), name).map_or(Ok(name.value()), Err),
            None => {
                let name = ident.unraw().to_string();
                check_field(&name, ident).map_or(Ok(name), Err)
            }
        };
        Some(Self {
            ident: ident.clone(),
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            docs: attributes.docs,
            name: lessons.keep(name)?,
            part,
            may_be_left_out: attributes.default.is_some(),
            required: attributes.required.is_some()
                || part != Part::Reply && attributes.default.is_none() && !is_option(&field.ty),
            opaque: attributes.opaque,
        })
    }

    /// `#root::FieldLayout { … }`.
    pub(crate) fn layout(&self, root: &TokenStream) -> TokenStream {
        let (name, required) = (&self.name, self.required);
        let part = match self.part {
            Part::Request => quote!(Request),
            Part::Hashed => quote!(Hashed),
            Part::Reply => quote!(Reply),
        };
        quote!(#root::FieldLayout { name: #name, part: #root::Part::#part, required: #required })
    }
}

fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// A collection in hash order, anywhere in the type.
fn find_unordered(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) => (ident == "HashMap" || ident == "HashSet").then_some(ident),
        TokenTree::Group(group) => find_unordered(group.stream()),
        _ => None,
    })
}
