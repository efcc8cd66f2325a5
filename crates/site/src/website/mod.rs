//! What a website has besides its pages: feed, sitemap, what hosts read.
pub mod feed;
pub mod host;
