//! What the checkers say of every combinator.

use crate::lookup::{FindReply, Lookup, OWN, SHARED, Seeker, precision};
use crate::says;
use incentor_sdk::check::{self, Finding, Trial};
use incentor_sdk::{Among, By, Constant, InTime, Judge, Judged, Latency, Question, Scoring};

struct Closer;

impl Judge<Lookup> for Closer {
    fn prefer(
        &self,
        question: &Question<crate::lookup::Find, f64>,
        one: &FindReply,
        other: &FindReply,
    ) -> f64 {
        let error = |reply: &FindReply| (reply.place - question.truth).abs();
        f64::from(u8::from(error(one) < error(other)))
    }
}

fn codes(task: &Lookup, rule: &dyn Scoring<Lookup>) -> String {
    let codes: Vec<&str> = check::all(&Trial::new(task, &Seeker), rule).iter().map(Finding::code).collect();
    if codes.is_empty() { "-".to_owned() } else { codes.join(", ") }
}

fn row(written: &str, rule: &dyn Scoring<Lookup>) {
    says(&format!("| `{written}` | {} | {} |\n", codes(&OWN, rule), codes(&SHARED, rule)));
}

macro_rules! rows {
    ($($rule:expr;)*) => {
        $(row(&stringify!($rule).replace("precision()", "p").split_whitespace().collect::<Vec<_>>().join(" "), &$rule);)*
    };
}

#[test]
fn arithmetic() {
    rows! {
        precision();
        precision() * 2.0;
        precision() + By(Constant::of(1.0));
        precision() * By(InTime::within("12s"));
        precision() * By(Latency::half_life("2s"));
        precision().to_the_power(2.0);
        precision().to_the_power(0.5);
        precision().geometric_mean(precision());
        precision().minimum(By(Constant::of(20.0)));
        precision().penalised_by(By(Constant::of(0.1)));
    }
}

#[test]
fn gates() {
    rows! {
        precision().at_least(5.0);
        precision().passes(5.0);
    }
}

#[test]
fn comparisons() {
    rows! {
        precision().ranked(Among::Round);
        precision().duelled(Among::Round);
        By(Judged(Closer));
        precision().winner_takes_most(0.5, Among::Round);
    }
}

#[test]
fn copies() {
    rows! {
        precision().first_copy_only();
        precision().distinct(closeness, 1e-5);
        precision().first_come("title", 0.1, 0.9);
    }
}

fn closeness(one: &FindReply, other: &FindReply) -> f64 {
    (one.place - other.place).abs()
}
