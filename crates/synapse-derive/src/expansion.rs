//! The code a declaration stands for.

use crate::declaration::{Declaration, Field, Part, Route};
use crate::names::snake;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Visibility, spanned::Spanned};

pub(crate) fn expand(declaration: &Declaration) -> TokenStream {
    let reply = reply_type(declaration);
    let constructors = constructors(declaration);
    let layouts = layouts(declaration);
    let json = json_form(declaration);
    let synapse = synapse(declaration);
    quote! {
        #reply
        #constructors
        const _: () = {
            #layouts
            #json
            #synapse
        };
    }
}

impl Route {
    /// `Self` or `Self::Variant`, as a pattern and as an expression needs it; braces go with any shape.
    fn of(&self, ty: &TokenStream) -> TokenStream {
        self.variant.as_ref().map_or_else(|| ty.clone(), |variant| quote!(#ty::#variant))
    }

    fn replies(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.part == Part::Reply)
    }

    fn asks(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.part != Part::Reply)
    }
}

impl Field {
    /// A variable that no field's name can hide.
    fn variable(&self) -> Ident {
        format_ident!("__field_{}", self.name)
    }

    /// Where an error about the field's type belongs.
    fn place(&self) -> Span {
        Span::call_site().located_at(self.ty.span())
    }

    /// What a reply's field holds before anybody replied.
    fn blank(&self) -> TokenStream {
        let (name, ty) = (&self.ident, &self.ty);
        let value = quote_spanned!(self.place()=> <#ty as ::core::default::Default>::default());
        quote!(#name: #value)
    }
}

/// A path as serde's and schemars' attributes take it.
fn text(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}

/// The struct or enum that holds the `#[reply]` fields.
fn reply_type(declaration: &Declaration) -> TokenStream {
    let Declaration { ident, vis, root, reply, reply_derive, .. } = declaration;
    let bodies = declaration.routes.iter().map(|route| {
        let fields = route.replies().map(|field| {
            let (name, ty, wire) = (&field.ident, &field.ty, &field.name);
            let vis = if declaration.is_enum { &Visibility::Inherited } else { &field.vis };
            let docs = &field.docs;
            let fallback = docs.is_empty().then(|| {
                let text = format!("`{}` of [`{}`].", field.ident, declaration.ident);
                quote!(#[doc = #text])
            });
            quote!(#(#docs)* #fallback #[serde(rename = #wire)] #vis #name: #ty)
        });
        let mut fields = fields.peekable();
        match &route.variant {
            Some(variant) => {
                let wire = &route.name;
                let doc = format!("The reply to [`{}::{variant}`].", declaration.ident);
                let body = fields.peek().is_some().then(|| quote!({ #(#fields),* }));
                quote!(#[doc = #doc] #[serde(rename = #wire)] #variant #body)
            }
            None => quote!(#(#fields),*),
        }
    });
    let keyword = if declaration.is_enum { quote!(enum) } else { quote!(struct) };
    let doc = format!("What a miner replies to [`{ident}`].");
    let serde = text(&quote!(#root::export::serde));
    quote! {
        #[doc = #doc]
        #[derive(
            ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq,
            #root::export::serde::Serialize, #root::export::serde::Deserialize,
            #(#reply_derive,)*
        )]
        #[serde(crate = #serde)]
        #vis #keyword #reply { #(#bodies),* }
    }
}

/// `Tour::ask(…)`, `Vault::ask_put(…)`: what is asked, the reply's fields blank.
fn constructors(declaration: &Declaration) -> TokenStream {
    let Declaration { ident, vis, .. } = declaration;
    let functions = declaration.routes.iter().map(|route| {
        let (name, what) = match &route.variant {
            Some(variant) => (
                format_ident!("ask_{}", snake(&variant.to_string().replace("r#", ""))),
                format!("[`{ident}::{variant}`] as it is asked: the reply's fields at their defaults."),
            ),
            None => {
                (format_ident!("ask"), "As it is asked: the reply's fields at their defaults.".to_owned())
            }
        };
        let parameters = route.asks().map(|field| {
            let (name, ty) = (&field.ident, &field.ty);
            quote!(#name: #ty)
        });
        let (path, given, blank) = (
            route.of(&quote!(Self)),
            route.asks().map(|field| &field.ident),
            route.replies().map(Field::blank),
        );
        quote! {
            #[doc = #what]
            #[must_use]
            #[allow(dead_code, clippy::too_many_arguments)]
            #vis fn #name(#(#parameters),*) -> Self {
                #path { #(#given,)* #(#blank,)* }
            }
        }
    });
    quote!(#[automatically_derived] impl #ident { #(#functions)* })
}

fn layout_name(index: usize) -> Ident {
    format_ident!("__LAYOUT_{index}")
}

fn layouts(declaration: &Declaration) -> TokenStream {
    let root = &declaration.root;
    let layouts = declaration.routes.iter().enumerate().map(|(index, route)| {
        let (constant, name) = (layout_name(index), &route.name);
        let fields = route.fields.iter().map(|field| field.layout(root));
        let hashed = &route.hashed;
        quote! {
            const #constant: #root::Layout =
                #root::Layout { route: #name, fields: &[#(#fields),*], hashed: &[#(#hashed),*] };
        }
    });
    quote!(#(#layouts)*)
}

/// Serialize and Deserialize: a struct as an object, an enum as an object with one member, its route.
fn json_form(declaration: &Declaration) -> TokenStream {
    let Declaration { ident, root, .. } = declaration;
    let serde = quote!(#root::export::serde);
    let serde_text = text(&serde);
    let name = ident.to_string();
    let writers = declaration.routes.iter().enumerate().map(|(index, route)| {
        let (path, route_name, index) = (route.of(&quote!(Self)), &route.name, index as u32);
        let (idents, variables): (Vec<_>, Vec<_>) =
            route.fields.iter().map(|field| (&field.ident, field.variable())).unzip();
        let count = route.fields.len();
        let (start, part) = if declaration.is_enum {
            (
                quote!(serialize_struct_variant(__to, #name, #index, #route_name, #count)),
                quote!(SerializeStructVariant),
            )
        } else {
            (quote!(serialize_struct(__to, #name, #count)), quote!(SerializeStruct))
        };
        let written = route.fields.iter().map(|field| {
            let (name, variable) = (&field.name, field.variable());
            quote_spanned! {field.place()=>
                #serde::ser::#part::serialize_field(&mut __object, #name, #variable)?;
            }
        });
        // Without fields nothing is written between start and end.
        let binding = if count == 0 { quote!(__object) } else { quote!(mut __object) };
        quote! {
            #path { #(#idents: #variables),* } => {
                let #binding = #serde::Serializer::#start?;
                #(#written)*
                #serde::ser::#part::end(__object)
            }
        }
    });
    // What a request says in a reply's field is nobody's business, and may be Python's `None`.
    let mirrors = declaration.routes.iter().map(|route| {
        let fields = route.asks().map(|field| {
            let (name, ty, wire) = (&field.ident, &field.ty, &field.name);
            let default = field.may_be_left_out.then(|| quote!(#[serde(default)]));
            quote!(#default #[serde(rename = #wire)] #name: #ty)
        });
        match &route.variant {
            Some(variant) => {
                let wire = &route.name;
                quote!(#[serde(rename = #wire)] #variant { #(#fields),* })
            }
            None => quote!(#(#fields),*),
        }
    });
    let keyword = if declaration.is_enum { quote!(enum) } else { quote!(struct) };
    let readers = declaration.routes.iter().map(|route| {
        let (from, to) = (route.of(&quote!(__Mirror)), route.of(&quote!(Self)));
        let idents: Vec<_> = route.asks().map(|field| &field.ident).collect();
        let variables: Vec<_> = route.asks().map(Field::variable).collect();
        let blank = route.replies().map(Field::blank);
        quote!(#from { #(#idents: #variables),* } => #to { #(#idents: #variables,)* #(#blank,)* })
    });
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            fn serialize<__S: #serde::Serializer>(&self, __to: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self { #(#writers)* }
            }
        }

        #[derive(#serde::Deserialize)]
        #[serde(crate = #serde_text, rename = #name)]
        #keyword __Mirror { #(#mirrors),* }

        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            fn deserialize<__D: #serde::Deserializer<'de>>(__from: __D) -> ::core::result::Result<Self, __D::Error> {
                ::core::result::Result::Ok(match <__Mirror as #serde::Deserialize>::deserialize(__from)? {
                    #(#readers,)*
                })
            }
        }
    }
}

fn synapse(declaration: &Declaration) -> TokenStream {
    let Declaration { ident, root, reply, .. } = declaration;
    let routes = declaration.routes.iter().map(|route| &route.name);
    let layouts = (0..declaration.routes.len()).map(layout_name);
    let result = |ok: TokenStream| quote!(::core::result::Result<#ok, #root::SynapseError>);
    let (fields_result, self_result, reply_result, unit_result) = (
        result(quote!(#root::Fields)),
        result(quote!(Self)),
        result(quote!(Self::Reply)),
        result(quote!(())),
    );

    let route_arms: Vec<TokenStream> = declaration
        .routes
        .iter()
        .map(|route| {
            let (path, name) = (route.of(&quote!(Self)), &route.name);
            quote!(#path { .. } => #name)
        })
        .collect();
    let requests = declaration.routes.iter().map(|route| {
        let path = route.of(&quote!(Self));
        let idents = route.fields.iter().map(|field| &field.ident);
        let variables = route.fields.iter().map(Field::variable);
        let added = route.fields.iter().map(|field| add(declaration, route, field));
        quote!(#path { #(#idents: #variables),* } => { #(#added)* })
    });
    let answers = declaration.routes.iter().map(|route| {
        let (path, reply_path) = (route.of(&quote!(Self)), route.of(&quote!(#reply)));
        let asked = route.asks().map(|field| {
            let (ident, variable) = (&field.ident, field.variable());
            quote!(#ident: #variable)
        });
        let replied = route.replies().map(|field| {
            let (ident, variable) = (&field.ident, field.variable());
            quote!(#ident: #variable)
        });
        let added = route.fields.iter().map(|field| add(declaration, route, field));
        quote!((#path { #(#asked,)* .. }, #reply_path { #(#replied),* }) => { #(#added)* })
    });
    let stray = (declaration.routes.len() > 1)
        .then(|| quote!(_ => return #root::Synapse::accepts(self, __reply).map(|()| __fields),));
    let accepts = declaration.is_enum.then(|| {
        let answered = declaration.routes.iter().map(|route| {
            let (path, name) = (route.of(&quote!(#reply)), &route.name);
            quote!(#path { .. } => #name)
        });
        quote! {
            fn accepts(&self, __reply: &Self::Reply) -> #unit_result {
                let asked = #root::Synapse::route(self);
                let answered = match __reply { #(#answered,)* };
                if asked == answered {
                    ::core::result::Result::Ok(())
                } else {
                    ::core::result::Result::Err(#root::SynapseError::OtherRoute { asked, answered })
                }
            }
        }
    });
    let request_readers = declaration.routes.iter().map(|route| {
        let (name, path) = (&route.name, route.of(&quote!(Self)));
        let fields = route.fields.iter().map(|field| {
            let (ident, wire) = (&field.ident, &field.name);
            match (field.part, field.may_be_left_out) {
                (Part::Reply, _) => field.blank(),
                (_, true) => quote_spanned!(field.place()=> #ident: __body.field_or_default(#wire)?),
                (_, false) => quote_spanned!(field.place()=> #ident: __body.field(#wire)?),
            }
        });
        quote! {
            if __body.route() == #name {
                return ::core::result::Result::Ok(#path { #(#fields),* });
            }
        }
    });
    let reply_readers = declaration.routes.iter().enumerate().map(|(index, route)| {
        let (layout, path, to) = (layout_name(index), route.of(&quote!(Self)), route.of(&quote!(#reply)));
        let fields = route.replies().map(|field| {
            let (ident, wire) = (&field.ident, &field.name);
            quote_spanned!(field.place()=> #ident: __body.field(#wire)?)
        });
        quote! {
            #path { .. } => {
                let __body = #root::Body::read(&#layout, __json)?;
                #to { #(#fields),* }
            }
        }
    });
    let schemas = declaration.routes.iter().map(|route| schema(declaration, route));
    quote! {
        #[automatically_derived]
        impl #root::Synapse for #ident {
            type Reply = #reply;
            const ROUTES: &'static [&'static str] = &[#(#routes),*];
            const LAYOUTS: &'static [#root::Layout] = &[#(#layouts),*];

            fn route(&self) -> &'static str {
                match self { #(#route_arms,)* }
            }

            fn request(&self) -> #fields_result {
                let mut __fields = #root::Fields::new();
                match self { #(#requests)* }
                ::core::result::Result::Ok(__fields)
            }

            fn of_body(__body: &#root::Body<'_>) -> #self_result {
                #(#request_readers)*
                ::core::result::Result::Err(#root::SynapseError::UnknownRoute {
                    route: ::std::string::String::from(__body.route()),
                })
            }

            fn answer(&self, __reply: &Self::Reply) -> #fields_result {
                let mut __fields = #root::Fields::new();
                match (self, __reply) { #(#answers)* #stray }
                ::core::result::Result::Ok(__fields)
            }

            fn read_reply(&self, __json: &[u8]) -> #reply_result {
                ::core::result::Result::Ok(match self { #(#reply_readers)* })
            }

            #accepts

            fn schemas() -> ::std::vec::Vec<#root::RouteSchema> {
                ::std::vec![#(#schemas),*]
            }
        }
    }
}

/// Adds a field, bound to its variable, to `__fields`.
fn add(declaration: &Declaration, route: &Route, field: &Field) -> TokenStream {
    let (name, layout, variable) = (&route.name, field.layout(&declaration.root), field.variable());
    quote_spanned!(field.place()=> __fields.add(#name, &#layout, #variable)?;)
}

fn schema(declaration: &Declaration, route: &Route) -> TokenStream {
    let root = &declaration.root;
    let schemars = quote!(#root::export::schemars);
    let schemars_text = text(&schemars);
    let name = &route.name;
    let any = text(&quote!(#root::export::serde_json::Value));
    let mirror = |ident: &str, title: &str, docs: bool, fields: &mut dyn Iterator<Item = &Field>| {
        let ident = format_ident!("{ident}");
        let docs = docs.then_some(&route.docs).into_iter().flatten();
        let fields = fields.map(|field| {
            let (name, ty, wire, docs) = (&field.ident, &field.ty, &field.name, &field.docs);
            let default = field.may_be_left_out.then(|| quote!(#[schemars(default)]));
            let opaque = field.opaque.then(|| quote!(#[schemars(with = #any)]));
            quote!(#(#docs)* #default #opaque #[schemars(rename = #wire)] #name: #ty)
        });
        quote! {
            #(#docs)*
            #[derive(#schemars::JsonSchema)]
            #[schemars(crate = #schemars_text, rename = #title)]
            #[allow(dead_code)]
            struct #ident { #(#fields),* }
        }
    };
    let request = mirror("__Request", name, true, &mut route.asks());
    let reply = mirror("__Reply", &format!("{name}Reply"), false, &mut route.replies());
    quote! {{
        #request
        #reply
        #root::RouteSchema {
            route: #name,
            request: #root::export::schema_of::<__Request>(),
            reply: #root::export::schema_of::<__Reply>(),
        }
    }}
}
