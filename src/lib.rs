//! 奖补: decides who is paid public award money, from a bureau's workbooks and a policy written as data, exactly and traceably.
//!
//! The path of a run is the path of the law: read (intake), check, judge and cap (award), report (report).

pub mod answers;
pub mod award;
pub mod canonical;
pub mod carry;
pub mod check;
pub mod checksum;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod finding;
pub mod firm_rows;
pub mod formula;
mod handing;
pub mod identity;
pub mod ids;
pub mod index;
pub mod intake;
pub mod money;
pub mod numbering;
mod own_workbooks;
mod parallel;
mod plain_file;
pub mod policy;
pub mod progress;
pub mod readings;
pub mod record;
pub mod report;
pub mod stage;
pub mod tables;
pub mod texts;
pub mod verify;
