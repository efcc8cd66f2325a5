//! The command as a person or a program meets it: what it writes, says, and serves.
