use incentor_synapse::Synapse;

#[derive(Synapse)]
struct Tour {
    cities: Vec<u16>,
}

fn main() {}
