//! The workspace's rules as tests: how it is cut, what a crate may use, and how its sources look.
//!
//! A failure names the file, the line, the rule and what to do. The rules are data; to change one, change its
//! table here and the page that states it (`ARCHITECTURE.md`) in the same commit.

mod architecture {
    // What the rules look at.
    mod findings;
    mod scanner;
    mod source;
    mod tree;
    mod workspace;

    // The rules.
    mod boundaries;
    mod budgets;
    mod dependencies;
    mod determinism;
    mod layout;
    mod map;
    mod no_std;
    mod style;
    mod versions;
}
