//! Whole pages and files of runs made by hand.

#[path = "sample.rs"]
mod sample;

mod markup;

use incentor_report::{files, page};
use incentor_scenario::run::{Deviation, JourneyAnswer, Population, Verdict};
use markup::{check_svgs, tags_balance};
use sample::{crowded, empty, quickstart, single};

const SECTIONS: [&str; 10] = [
    "verdict",
    "cheating",
    "improving",
    "earners",
    "one-weight",
    "emission",
    "consensus",
    "time",
    "assumptions",
    "data",
];

#[test]
fn every_page_has_the_ten_sections_in_order() {
    for run in [quickstart(), single(), empty(), crowded()] {
        let page = page(&run);
        let places: Vec<usize> =
            SECTIONS.iter().map(|id| page.find(&format!("<section id=\"{id}\">")).expect(id)).collect();
        assert!(places.is_sorted());
        for id in SECTIONS {
            assert!(page.contains(&format!("href=\"#{id}\"")), "{id} is in the contents");
        }
    }
}

#[test]
fn every_page_is_well_formed_and_its_figures_are_xml() {
    for run in [quickstart(), single(), empty(), crowded()] {
        let page = page(&run);
        tags_balance(&page);
        check_svgs(&page);
    }
}

#[test]
fn no_number_is_missing_its_digits() {
    for run in [quickstart(), single(), empty(), crowded()] {
        let page = page(&run);
        // Between tags only: names may contain anything.
        for word in [">NaN", " NaN", ">inf", " inf ", "-inf", "None", "Some("] {
            assert!(!page.contains(word), "{word}");
        }
    }
}

#[test]
fn nothing_is_fetched() {
    for run in [quickstart(), single(), empty(), crowded()] {
        let page = page(&run).replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for word in ["src=", "@import", "url(", "http://", "https://", "<link", "<img", "<iframe"] {
            assert!(!page.contains(word), "{word}");
        }
        for link in page.split("href=\"").skip(1) {
            assert!(link.starts_with('#'));
        }
    }
}

#[test]
fn text_from_outside_stays_text() {
    let page = page(&crowded());
    assert_eq!(page.matches("<script").count(), 1, "our own");
    assert!(!page.contains("alert('x')") && page.contains("&lt;script&gt;"));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    for run in [quickstart(), crowded()] {
        assert_eq!(page(&run), page(&run));
        assert_eq!(files(&run), files(&run));
    }
}

#[test]
fn a_page_stays_small_enough_to_send() {
    let sizes = [quickstart(), crowded()].map(|run| page(&run).len());
    assert!(sizes[0] < 700_000 && sizes[1] < 1_500_000, "{sizes:?}");
}

#[test]
fn what_the_numbers_say_is_said() {
    let page = page(&quickstart());
    for sentence in [
        "In draft, three of four listed cheats pay: sybil, copycat and copier",
        "In hardened, one of four listed cheats pays: copier",
        "Of 6 gates, one failed and one undecided.",
        "The largest gain is that of sybil: +6.60 τ a day over playing straight (1 hotkey) in draft; hardened still \
         pays copier.",
        "Scores in draft are capped at 1:",
        "sybil (30.1\u{a0}% of the miners’ pay for",
        "copycat hands in work that is not its own",
        "copycat has no true value of its own: what it hands in is another’s work.",
        "Yuma 3, reveal period 1; a validator asks 40\u{a0}% of the miners per round. One validator asks nobody.",
        "The largest gain is at 8 in draft: sybil gains +9.24 τ a day over playing straight.",
        "the chain’s integers come within 0.0230 of the published totals.",
        "19 numbers went in: 13 given, 1 from the command line, 4 default and 1 measured.",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

#[test]
fn files_that_were_asked_for_are_named() {
    let named = |run: &incentor_scenario::run::Run| {
        let page = page(run);
        ["run.json", "weights.csv", "ledger.csv", "scores.csv", "incentive.csv"]
            .map(|file| page.contains(&format!("<dt>{file}</dt>")))
    };
    assert_eq!(named(&quickstart()), [true, true, true, true, false]);
    assert_eq!(named(&empty()), [true, true, false, false, false]);
}

#[test]
fn every_variant_has_its_block_and_its_choice() {
    let page = page(&quickstart());
    for (index, name) in ["draft", "steeper", "hardened"].iter().enumerate() {
        assert!(page.contains(&format!("id=\"v{index}\" class=\"choice\" aria-label=\"{name}\"")), "{name}");
        // Sections 4 to 8 have a block each.
        assert_eq!(page.matches(&format!("<div class=\"variant v{index}\">")).count(), 5, "{name}");
    }
    assert_eq!(page.matches(" checked=\"\"").count(), 1);
    let single = incentor_report::page(&single());
    assert!(!single.contains("class=\"choice\"") && !single.contains("class=\"picker\""));
}

#[test]
fn a_run_without_cheats_says_so() {
    let mut run = quickstart();
    for variant in &mut run.variants {
        variant.deviations.clear();
    }
    let page = page(&run);
    assert!(page.contains(
        "<p class=\"headline\">Of 6 gates, one failed and one undecided. The chain’s integers come within"
    ));
    assert!(page.contains("Nothing is compared with straight play.</p>"));
    assert!(page.contains("Nobody here has an honest self"));
}

#[test]
fn who_plays_straight_with_other_numbers_is_no_cheat() {
    let mut run = quickstart();
    assert!(page(&run).contains("Does cheating pay?"));
    for deviation in run.variants.iter_mut().flat_map(|variant| &mut variant.deviations) {
        deviation.is_cheat = deviation.population == "sybil";
    }
    let mixed = page(&run);
    assert!(mixed.contains("Does cheating pay?") && mixed.contains("three of four listed deviations pay"));
    for deviation in run.variants.iter_mut().flat_map(|variant| &mut variant.deviations) {
        deviation.is_cheat = false;
    }
    let none = page(&run);
    assert!(none.contains("Does deviating pay?") && none.contains("</span>Deviating</a>"));
    assert!(!none.contains("Does cheating pay?") && !none.contains("cheats"));
}

#[test]
fn a_gain_that_is_a_smaller_loss_is_said_to_be_one() {
    let mut run = quickstart();
    assert!(!page(&run).contains("loses less"));
    let sybil = &mut run.variants[0].deviations[0];
    let straight = -1.0 - sybil.gain.mean;
    (sybil.entry_profit.mean, sybil.straight_profit) = (-1.0, straight);
    sybil.reading = Deviation::reading(sybil.verdict, -1.0, straight);
    let page = page(&run);
    for sentence in [
        "pay: sybil (which loses less than by playing straight), copycat and copier",
        "(1 hotkey) in draft, which is a smaller loss, no profit; hardened",
        "loses less than playing straight: -1.00 instead of -7.60 τ/day",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

#[test]
fn a_journey_without_an_answer_says_why_numbers_are_missing() {
    let with = |answer: Option<JourneyAnswer>| {
        let mut run = quickstart();
        for journey in run.variants.iter_mut().flat_map(|variant| &mut variant.journeys).skip(1).take(1) {
            journey.answer.clone_from(&answer);
        }
        page(&run)
    };
    let answer = quickstart().variants[0].journeys[1].answer.clone().unwrap();
    assert!(with(None).contains("copycat was not asked.") && with(None).contains("No question, no answer."));
    let failed = JourneyAnswer { failure: Some("no reply".to_owned()), ..answer.clone() };
    assert!(with(Some(failed)).contains("copycat gave no answer to be worth anything."));
    let own = JourneyAnswer { fresh: true, ..answer };
    assert!(
        with(Some(own)).contains("What the answer of copycat is truly worth this mechanism does not say.")
    );
}

#[test]
fn a_run_that_paid_nobody_says_so() {
    let nobody = "No miner was paid in the time that counts";
    assert!(!page(&quickstart()).contains(nobody));
    let mut run = quickstart();
    for population in run.variants.iter_mut().flat_map(|variant| &mut variant.populations) {
        population.pay.mean = 0.0;
    }
    assert!(page(&run).contains(nobody));
}

#[test]
fn common_luck_is_mentioned_where_it_helped() {
    let with = |ratio| {
        let mut run = quickstart();
        for deviation in run.variants.iter_mut().flat_map(|variant| &mut variant.deviations) {
            deviation.pairing_ratio = ratio;
        }
        page(&run).contains("Meeting the same luck")
    };
    assert_eq!([with(Some(3.0)), with(Some(1.5)), with(Some(1.49)), with(None)], [true, true, false, false]);
}

#[test]
fn every_file_has_one_row_per_thing() {
    let run = quickstart();
    let files = files(&run);
    let rows = |name: &str| {
        let (_, text) = files.iter().find(|(found, _)| found == name).expect(name);
        let width = text.lines().next().expect("a header").split(',').count();
        assert!(width > 3 && text.ends_with('\n'), "{name}");
        text.lines().count() - 1
    };
    assert_eq!(rows("coldkeys.csv"), 3 * 19 * 32);
    assert_eq!(rows("uids.csv"), 3 * 24);
    assert_eq!(rows("series.csv"), 3 * 56 * 6);
    assert_eq!(rows("deviations.csv"), 3 * 4 * 32);
    assert_eq!(rows("metrics.csv"), 3 * 9 * 32);
    assert_eq!(rows("gates.csv"), 6);
    assert_eq!([rows("weights.csv"), rows("bonds.csv")], [3 * 4 * 20; 2]);
    assert_eq!(rows("sweep.csv"), 4 * 3 * 4);
}

#[test]
fn a_sweep_has_a_file_with_the_ratio_of_validators() {
    let run = quickstart();
    let files = files(&run);
    let (_, text) = files.iter().find(|(name, _)| name == "sweep.csv").expect("it was asked for");
    let copier = text.lines().find(|line| line.contains(",copier,")).expect("a row of a validator");
    let sybil = text.lines().find(|line| line.contains(",sybil,")).expect("a row of a miner");
    let fields = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let header = fields(text.lines().next().expect("a header"));
    assert_eq!(header[..2], ["population.sybil.hotkeys", "variant"]);
    let ratio = header.iter().position(|name| name == "dividend_ratio").expect("a column");
    let of_copier = run.sweep.as_ref().and_then(|sweep| sweep.points[0].deviations.last()?.dividend_ratio);
    assert_eq!(fields(copier)[ratio], of_copier.expect("it is a validator").to_string());
    assert_eq!(fields(sybil)[ratio], "");

    let page = page(&run);
    assert!(
        page.contains("G: dividends per stake over the honest median") && page.contains("G at each point")
    );
    let mut without = run;
    without.sweep = None;
    assert!(incentor_report::files(&without).iter().all(|(name, _)| name != "sweep.csv"));
    assert!(!incentor_report::page(&without).contains("<dt>sweep.csv</dt>"));
}

#[test]
fn fields_that_need_it_are_quoted() {
    let text = incentor_report::csv::table(
        &["a", "b"],
        [["plain".to_owned(), "1,5".to_owned()], ["say \"x\"".to_owned(), "two\nlines".to_owned()]],
    );
    assert_eq!(text, "a,b\nplain,\"1,5\"\n\"say \"\"x\"\"\",\"two\nlines\"\n");
}

#[test]
fn readings_are_true_of_what_is_undecided() {
    let mut run = quickstart();
    for deviation in &mut run.variants[2].deviations {
        deviation.verdict = Verdict::Inconclusive;
    }
    for improvement in run.variants.iter_mut().flat_map(|variant| &mut variant.improvements) {
        improvement.profit.half_width = Some(10.0);
    }
    // The largest gain of the sweep is open, a smaller one is sure.
    for deviation in run.sweep.as_mut().unwrap().points.iter_mut().flat_map(|point| &mut point.deviations) {
        deviation.verdict =
            if deviation.population == "copier" { Verdict::Pays } else { Verdict::Inconclusive };
    }
    let page = page(&run);
    for sentence in [
        "in draft; in hardened none is sure to gain.",
        "pay the best honest miner is sure in no variant (",
        "copier gains +",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
    assert!(!page.contains("is sure to pay at any point"));
}

#[test]
fn validators_are_named_without_the_subnet_they_share() {
    let mut run = quickstart();
    let journey = &mut run.variants[0].journeys[0];
    journey.subnet = "maths".to_owned();
    for row in &mut journey.rows {
        row.validator.push_str("@maths");
    }
    let page = page(&run);
    assert!(!page.contains("validators#1@maths</span>"), "neither on a bar");
    assert!(page.contains("title=\"validators#1@maths\">validators#1</span>"), "a clipped row's name");
}

#[test]
fn only_who_is_compared_with_its_honest_self_is_called_a_cheat() {
    let labels = |page: &str| {
        ["Plays straight", "Cheats", "Plays its own way"].map(|label| page.matches(label).count())
    };
    let mut run = quickstart();
    assert_eq!(labels(&page(&run)), [3, 3, 0], "one of each in three variants");
    for variant in &mut run.variants {
        variant.deviations.retain(|deviation| deviation.population != "copycat");
    }
    assert_eq!(labels(&page(&run)), [3, 0, 3]);
}

#[test]
fn an_invention_is_not_called_work() {
    let mut run = quickstart();
    for journey in run.variants.iter_mut().flat_map(|variant| &mut variant.journeys) {
        let Some(answer) = &mut journey.answer else { continue };
        (answer.fresh, answer.true_value) = (true, Some(0.0));
    }
    let page = page(&run);
    // Who plays straight and is wrong has worked all the same.
    assert_eq!(page.matches("worth nothing</b>").count(), 3);
    assert_eq!(page.matches("own work</b>").count(), 3);
    assert!(page.contains("does its own work") && page.contains("hands in an answer worth nothing"));
}

#[test]
fn many_variants_are_told_together() {
    let mut run = quickstart();
    let mut more = run.variants.clone();
    for (variant, name) in more.iter_mut().zip(["a", "b", "c"]) {
        variant.name = name.to_owned();
    }
    run.variants.extend(more);
    let sentence = "the best honest miner gains 0.65 to 1.15 τ a day in steeper, hardened, b and c; loses 0.19 τ a \
                    day in draft and a.";
    assert!(page(&run).contains(sentence));
}

#[test]
fn what_gets_nothing_is_not_told() {
    let mut run = quickstart();
    for variant in &mut run.variants {
        for subnet in &mut variant.flow.subnets {
            (subnet.owner, subnet.root) = (subnet.owner + subnet.root, 0.0);
        }
        for row in &mut variant.consensus_picture.validators {
            (row.divergence, row.dividend_ratio) = (0.002, 1.0);
        }
    }
    let page = page(&run);
    assert!(!page.contains("to stake on root"));
    assert!(
        page.contains(
            "All validators are 0.2\u{a0}% of their weight from consensus; all earn alike per stake."
        )
    );
}

#[test]
fn subnets_that_share_a_row_are_counted_one_by_one() {
    let mut run = crowded();
    let variant = &mut run.variants[0];
    let population = variant.populations[0].clone();
    let copies = (0..128).map(|copy| Population { subnet: format!("subnet@{copy}"), ..population.clone() });
    variant.populations = copies.collect();
    assert_eq!(variant.flow.subnets.len(), 9);
    let page = page(&run);
    assert!(page.contains("Over 128 subnets, weighed"));
    // A population is drawn once, however many subnets it is on.
    assert!(page.len() < 2_000_000, "{}", page.len());
}
