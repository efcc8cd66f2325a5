//! What `candor init` writes: a first site, and the practice's own as a model. Templates and
//! styles of both are those of the crate `embedded`.
//!
//! A crate of its own that nothing but the command uses: an edit of a page of the practice's site
//! compiles nothing that has to be quick.

/// Path and bytes of each file of a first site, below its folder.
pub const SITE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The files that take the place of some of them where a practice treats mental health.
pub const MENTAL_HEALTH: &[(&str, &[u8])] =
    include!(concat!(env!("OUT_DIR"), "/mental_health.rs"));

/// The texts and the data of the practice's own site.
pub const EXAMPLE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/example.rs"));
