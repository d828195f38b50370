//! Writes the pages of runs made by hand into a folder, to be looked at.
//!
//! ```console
//! $ cargo run --package incentor-report --example sample_pages -- FOLDER
//! ```

#[path = "../tests/pages/sample.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for (name, run) in [
        ("quickstart", sample::quickstart()),
        ("single", sample::single()),
        ("empty", sample::empty()),
        ("crowded", sample::crowded()),
    ] {
        std::fs::write(folder.join(format!("{name}.html")), incentor_report::page(&run))?;
    }
    Ok(())
}
