//! The pipeline.
pub(crate) mod follow;
pub(crate) mod part;
