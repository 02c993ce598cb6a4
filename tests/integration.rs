//! The integration tests, one binary: what they have in common is that they see the program from outside.
