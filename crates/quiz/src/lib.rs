//! The self-check in the browser.
