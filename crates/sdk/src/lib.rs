//! What a mechanism's author writes against.
