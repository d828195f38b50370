//! Whole pages and files of runs made by hand.

#[path = "sample.rs"]
mod sample;

mod markup;

use incentor_report::{files, page};
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
        "In draft, three of four cheats pay: sybil, copycat and copier",
        "In hardened, one of four cheats pays: copier",
        "Of 6 gates, one failed and one undecided.",
        "The largest gain is that of sybil: +6.60 τ a day over playing straight (1 hotkey) in draft; hardened still \
         pays copier.",
        "Scores in draft are capped at 1:",
        "sybil (30.1\u{a0}% of the miners’ pay for",
        "copycat hands in work that is not its own",
        "Cheating pays most at 8 in draft: sybil gains +9.24 τ a day.",
        "the chain’s integers within 0.0230.",
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
    assert!(page.contains("No cheat is measured.</p>") && page.contains("Nobody here has an honest self"));
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
}

#[test]
fn fields_that_need_it_are_quoted() {
    let text = incentor_report::csv::table(
        &["a", "b"],
        [["plain".to_owned(), "1,5".to_owned()], ["say \"x\"".to_owned(), "two\nlines".to_owned()]],
    );
    assert_eq!(text, "a,b\nplain,\"1,5\"\n\"say \"\"x\"\"\",\"two\nlines\"\n");
}
