//! Whose program this is.

use crate::sdk::Subnet;

/// The program's name, and the mechanism that was compiled into it.
#[derive(Debug)]
pub(crate) struct Program {
    /// What a person types.
    pub(crate) name: String,
    /// An author's own mechanism.
    pub(crate) own: Option<Subnet>,
}

impl Program {
    /// `incentor` itself.
    pub(crate) fn incentor() -> Self {
        Self { name: "incentor".to_owned(), own: None }
    }

    /// An author's, called as its file is.
    pub(crate) fn of_author(own: Subnet) -> Self {
        let path = std::env::args_os().next().map(std::path::PathBuf::from);
        let stem =
            path.as_deref().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
        Self { name: stem.unwrap_or_else(|| "incentor".to_owned()), own: Some(own) }
    }
}
