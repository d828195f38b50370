//! The derive of `incentor-synapse`; its reference is `docs/synapse.md`.
//!
//! One derive, re-exported under the name `Synapse` by three crates. Each re-exports the entry whose code names
//! that very crate, so that an author needs only the one dependency the derive was imported from, and nothing
//! has to read a manifest to find out which.

mod attributes;
mod declaration;
mod expansion;
mod lesson;
mod names;

use proc_macro::TokenStream;
use quote::quote;

/// `incentor_synapse::Synapse`.
#[proc_macro_derive(Synapse, attributes(synapse, reply, hashed, serde))]
pub fn synapse(input: TokenStream) -> TokenStream {
    derive(input, &quote!(::incentor_synapse))
}

/// `incentor_sdk::Synapse`.
#[proc_macro_derive(SynapseInSdk, attributes(synapse, reply, hashed, serde))]
pub fn synapse_in_sdk(input: TokenStream) -> TokenStream {
    derive(input, &quote!(::incentor_sdk::synapse))
}

/// `incentor::sdk::Synapse`.
#[proc_macro_derive(SynapseInIncentor, attributes(synapse, reply, hashed, serde))]
pub fn synapse_in_incentor(input: TokenStream) -> TokenStream {
    derive(input, &quote!(::incentor::sdk::synapse))
}

fn derive(input: TokenStream, root: &proc_macro2::TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    match declaration::Declaration::read(&input, root) {
        Ok(declaration) => expansion::expand(&declaration),
        Err(lessons) => lessons.into_compile_error(),
    }
    .into()
}
