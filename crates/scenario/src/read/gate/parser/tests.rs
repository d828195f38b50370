use super::{Call, Parsed, parse};
use crate::scenario::{Comparison, Statistic};

fn call(statistic: Statistic, metric: &str, arguments: &[&str]) -> Call {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    Call { statistic, metric: metric.to_owned(), arguments }
}

#[test]
fn assertions_are_taken_apart() {
    let check = |text: &str, left: Call, comparison, number, unit: &str, right: Option<Call>| {
        let expected = Parsed { left, comparison, number, unit: unit.to_owned(), right };
        assert_eq!(parse(text), Ok(expected), "{text}");
    };
    let mean = |metric, arguments: &[&str]| call(Statistic::Mean, metric, arguments);
    check("gain(sybil) <= 0.05 tao/day", mean("gain", &["sybil"]), Comparison::AtMost, 0.05, "tao/day", None);
    check(
        " gain( sybil )<=-1_000tao/day ",
        mean("gain", &["sybil"]),
        Comparison::AtMost,
        -1000.0,
        "tao/day",
        None,
    );
    check("copier_g(copier) < 1", mean("copier_g", &["copier"]), Comparison::Less, 1.0, "", None);
    check(
        "improvement_pay(best, 10%) > 0 tao/day",
        mean("improvement_pay", &["best", "10%"]),
        Comparison::More,
        0.0,
        "tao/day",
        None,
    );
    check("harm >= 5 %", mean("harm", &[]), Comparison::AtLeast, 5.0, "%", None);
    check("harm() < 5%", mean("harm", &[]), Comparison::Less, 5.0, "%", None);
    let quantile = call(Statistic::Quantile(0.8), "overtake_epochs", &[]);
    check("p80(overtake_epochs) < 60 epochs", quantile, Comparison::Less, 60.0, "epochs", None);
    let worst = call(Statistic::Worst, "gain", &["a"]);
    check("worst(gain(a)) < 1 tao/day", worst, Comparison::Less, 1.0, "tao/day", None);
    let twice = Some(mean("profit", &["b"]));
    check("profit(a) > 2 * profit(b)", mean("profit", &["a"]), Comparison::More, 2.0, "", twice);
    let once = Some(mean("profit", &["b"]));
    check("profit(a) > profit(b)", mean("profit", &["a"]), Comparison::More, 1.0, "", once);
    let bare = Some(mean("work_share", &[]));
    let other = Some(mean("one", &[]));
    check("gain(a) < one", mean("gain", &["a"]), Comparison::Less, 1.0, "", other);
    check("work_share > 0.5*work_share", mean("work_share", &[]), Comparison::More, 0.5, "", bare);
}

#[test]
fn what_is_no_assertion_is_refused_with_the_reason() {
    let check = |text: &str, expected: &str| {
        let error = parse(text).expect_err(text);
        assert!(error.contains(expected), "{text}: {error}");
    };
    check("", "it ends where a metric is expected");
    check("1 < gain(a)", "`1 < gain(a)` is no metric");
    check("gain(a)", "one of <, <=, > and >=");
    check("gain(a) == 1", "one of <, <=, > and >=");
    check("gain(a) <== 1", "two means are never equal");
    check("gain(a) < one more", "`more` is too much");
    check("gain(a) < ", "`` is no number");
    check("gain(a) < 1..5", "is no number");
    check("gain(a < 1", "a bracket is not closed");
    check("p80 < 1", "needs a metric in brackets");
    check("p80(p10(gain(a))) < 1", "within another statistic");
    check("gain(gain(a)) < 1", "takes names and numbers, no metrics");
    check("gain(a) < 2 * gain(b) tao/day", "`tao/day` is too much");
}
