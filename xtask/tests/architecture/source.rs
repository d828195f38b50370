//! The Rust files of the repository, line by line.

use super::scanner;
use super::tree;
use std::sync::LazyLock;

/// What a file is built into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its crate: a library or a program.
    Shipped,
    Test,
    Bench,
    Example,
}

/// One Rust file.
#[derive(Debug)]
pub(super) struct Source {
    /// Relative to the repository, with forward slashes.
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) lines: Vec<Line>,
    test_modules: Vec<String>,
}

/// One line of a file.
#[derive(Debug)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// As written.
    pub(super) text: String,
    /// Without comments and literals.
    pub(super) code: String,
    /// Compiled for tests only.
    pub(super) test: bool,
}

/// Every Rust file of `crates`, `xtask`, `fuzz` and `no_std-probe`.
pub(super) fn all() -> &'static [Source] {
    static ALL: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let files = tree::files().iter().filter(|path| path.ends_with(".rs"));
        Source::family(files.map(|path| (path.clone(), tree::read(path))))
    });
    &ALL
}

impl Source {
    /// Files that belong together; a module declared under `#[cfg(test)]` is a test in its own file too.
    pub(super) fn family(files: impl IntoIterator<Item = (String, String)>) -> Vec<Self> {
        let mut sources: Vec<Self> = files.into_iter().map(|(path, text)| Self::of(path, &text)).collect();
        let folders: Vec<String> = sources.iter().flat_map(Self::test_folders).collect();
        for source in &mut sources {
            let module = format!("{}/", source.stem());
            if folders.iter().any(|folder| module.starts_with(folder)) {
                source.lines.iter_mut().for_each(|line| line.test = true);
            }
        }
        sources
    }

    fn of(path: String, text: &str) -> Self {
        let code = scanner::code(text);
        let parts = scanner::test_parts(&code);
        let lines = text.lines().zip(code.lines()).zip(parts.lines).zip(1..);
        Self {
            kind: kind(&path),
            lines: lines
                .map(|(((text, code), test), number)| Line {
                    number,
                    text: text.to_owned(),
                    code: code.to_owned(),
                    test,
                })
                .collect(),
            test_modules: parts.modules,
            path,
        }
    }

    /// The folder under `crates` the file lies in; none for the rest of the repository.
    pub(super) fn krate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether the file lies in one of these crates.
    pub(super) fn is_in(&self, crates: &[&str]) -> bool {
        self.krate().is_some_and(|krate| crates.contains(&krate))
    }

    /// The lines that reach a user: no tests, benches or examples.
    pub(super) fn shipped(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| self.kind == Kind::Shipped && !line.test)
    }

    /// The path without its ending.
    fn stem(&self) -> &str {
        self.path.strip_suffix(".rs").unwrap_or(&self.path)
    }

    /// Paths, each with a slash at its end, under which every module is a test.
    fn test_folders(&self) -> Vec<String> {
        let folder = match self.stem().rsplit_once('/') {
            Some((folder, "lib" | "main")) => folder,
            _ => self.stem(),
        };
        self.test_modules.iter().map(|module| format!("{folder}/{module}/")).collect()
    }
}

fn kind(path: &str) -> Kind {
    // The part after the package's folder.
    let inner = path.strip_prefix("crates/").unwrap_or(path).split('/').nth(1);
    match inner {
        Some("tests") => Kind::Test,
        Some("benches") => Kind::Bench,
        Some("examples") => Kind::Example,
        _ => Kind::Shipped,
    }
}

/// A file that exists only in a test of a rule.
pub(super) fn invented(path: &str, text: &str) -> Vec<Source> {
    Source::family([(path.to_owned(), text.to_owned())])
}

#[test]
fn kinds_follow_the_folder() {
    for (path, expected) in [
        ("crates/yuma/src/lib.rs", Kind::Shipped),
        ("crates/yuma/src/tests/a.rs", Kind::Shipped),
        ("crates/yuma/tests/a/b.rs", Kind::Test),
        ("crates/ledger/benches/ledger.rs", Kind::Bench),
        ("crates/sdk/examples/a.rs", Kind::Example),
        ("xtask/tests/architecture.rs", Kind::Test),
        ("xtask/src/main.rs", Kind::Shipped),
        ("fuzz/fuzz_targets/epoch.rs", Kind::Shipped),
    ] {
        assert_eq!(kind(path), expected, "{path}");
    }
}

#[test]
fn a_test_module_in_its_own_file_is_a_test() {
    let files = [
        ("crates/a/src/lib.rs", "#[cfg(test)]\nmod tests;\nmod b;"),
        ("crates/a/src/tests.rs", "fn t() {}"),
        ("crates/a/src/tests/deep.rs", "fn t() {}"),
        ("crates/a/src/b.rs", "#[cfg(test)]\nmod tests;\nfn b() {}"),
        ("crates/a/src/b/tests.rs", "fn t() {}"),
        ("crates/a/src/b/tests_of_time.rs", "fn b() {}"),
    ];
    let sources = Source::family(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let shipped: Vec<usize> = sources.iter().map(|source| source.shipped().count()).collect();
    assert_eq!(shipped, [1, 0, 0, 1, 0, 1]);
}
