//! Headers, wherever they came from.

use crate::Refusal;

/// Names and values of a request or an answer, in the order in which they came.
///
/// Names compare without regard to case. It borrows, so a server hands its own over without copying.
#[derive(Clone, Debug, Default)]
pub struct Headers<'a>(Vec<(&'a str, &'a [u8])>);

impl<'a> Headers<'a> {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Names and values in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.0.iter().copied()
    }

    /// The first value of that name, where it is UTF-8.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.0.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(value).ok()
    }

    /// The only value of that name.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] where it is there twice or is not UTF-8.
    pub fn only(&self, name: &'static str) -> Result<Option<&'a str>, Refusal> {
        let mut values = self.0.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let Some((_, value)) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(Refusal::Malformed { header: name });
        }
        std::str::from_utf8(value).map(Some).map_err(|_| Refusal::Malformed { header: name })
    }

    /// Whether there is one of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
    }
}

impl<'a> FromIterator<(&'a str, &'a [u8])> for Headers<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a [u8])>>(headers: I) -> Self {
        Self(headers.into_iter().collect())
    }
}
