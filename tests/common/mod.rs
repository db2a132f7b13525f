//! What several integration tests use.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::expect_used, reason = "a test that cannot write its inputs fails")]

pub mod answering;
pub mod chance;
pub mod dressing;
pub mod mess;
pub mod terminal;
pub mod workbook;
