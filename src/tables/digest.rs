//! What the records of each workbook hold, as one checksum: a workbook that was only saved anew or dressed otherwise keeps it.

use std::sync::Arc;

use chrono::Datelike as _;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{Dataset, TableData, Values};
use crate::checksum::hexadecimal;
use crate::formula::Value;
use crate::index::RowIndex;

impl Dataset {
    /// For each input, the SHA-256 over its records: their values as read, in the policy's order of tables and columns, whatever sheet,
    /// place, order of columns or format they have in the workbook.
    #[must_use]
    pub fn records_sha256(&self) -> Vec<String> {
        let by_table: Vec<Vec<Option<Sha256>>> =
            self.tables.raw.par_iter().map(|table| self.digests(table)).collect::<Vec<_>>();
        let of_input = |input: usize| {
            let mut all = Sha256::new();
            for (table, digests) in by_table.iter().enumerate() {
                if let Some(digest) = &digests[input] {
                    all.update(u64::try_from(table).unwrap_or(u64::MAX).to_le_bytes());
                    all.update(digest.clone().finalize());
                }
            }
            hexadecimal(&all.finalize())
        };
        (0..self.inputs.len()).map(of_input).collect()
    }

    /// The records of `table` by input.
    fn digests(&self, table: &TableData) -> Vec<Option<Sha256>> {
        let input_of = |file: &Arc<str>| self.inputs.iter().position(|input| input.file == *file);
        let inputs: Vec<Option<usize>> = self.sheets.iter().map(|sheet| input_of(&sheet.file)).collect();
        let mut digests: Vec<Option<Sha256>> = vec![None; self.inputs.len()];
        let mut bytes = Vec::new();
        for (row, sheet) in table.sheet.iter_enumerated() {
            let Some(input) = inputs.get(usize::from(*sheet)).copied().flatten() else { continue };
            bytes.clear();
            table.columns.iter().for_each(|column| self.add(column, row, &mut bytes));
            digests[input].get_or_insert_default().update(&bytes);
        }
        digests
    }

    /// A value with its length, so that no two rows read the same.
    fn add(&self, column: &Values, row: RowIndex, bytes: &mut Vec<u8>) {
        let mut put = |value: &[u8]| {
            bytes.extend(u32::try_from(value.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend(value);
        };
        match column.value(row) {
            Value::Number(number) => put(&number.normalize().serialize()),
            Value::Date(day) => put(&day.num_days_from_ce().to_le_bytes()),
            Value::Text(text) => put(self.texts.get(text).as_bytes()),
            Value::Bool(_) | Value::Unknown => put(b""),
        }
    }
}
