use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Borrowed<'a> {
    text: &'a str,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Generic<T> {
    value: T,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Static {
    text: &'static str,
}

fn main() {}
