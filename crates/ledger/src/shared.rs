//! What snapshots share until one of them changes it.

use alloc::sync::Arc;
use core::ops::{Deref, DerefMut};

/// A value that its clones share; changing it through one of them copies it first.
///
/// So a snapshot of a whole network costs a few pointers, and afterwards only what is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Shared<T>(Arc<T>);

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}
