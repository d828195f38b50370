//! A mechanism's author depends on `incentor` alone.

use incentor::sdk::{Notes, Question, Rng, Round, Synapse, Task, To};

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Tour {
    cities: Vec<[f32; 2]>,
    #[reply]
    order: Vec<u16>,
}

struct Tours;

impl Task for Tours {
    type Ask = Tour;
    type Truth = ();

    fn questions(&self, _: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Tour, ()>> {
        let city = |rng: &mut Rng| [rng.unit() as f32, rng.unit() as f32];
        vec![Question { to: To::All, ask: Tour::ask(vec![city(rng), city(rng)]), truth: () }]
    }
}

#[test]
fn the_derive_finds_its_trait_through_the_facade() {
    fn routes<T: Task>(_: &T) -> &'static [&'static str] {
        T::Ask::ROUTES
    }
    assert_eq!(routes(&Tours), ["Tour"]);
    let reply = Tour::ask(vec![]).read_reply(br#"{"order":[]}"#).unwrap();
    assert_eq!(reply, TourReply { order: vec![] });
}
