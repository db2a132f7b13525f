//! Progress for someone who waits: on a terminal only, and only when it takes longer than a second.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::intake;

/// A line that says how far the run is; gone when dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Starts it; silent unless `live`.
    pub fn start(live: bool) -> Self {
        if !live {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}，已读 {human_pos} 行（{elapsed}）") {
            bar.set_style(style);
        }
        let shown = bar.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_secs(1));
            if !shown.is_finished() {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(200));
            }
        });
        Self(bar)
    }

    /// A step of reading.
    pub fn intake(&self, step: intake::Progress<'_>) {
        match step {
            intake::Progress::Workbook { file, of } => self.0.set_message(format!("读 {file}（共 {of} 个文件）")),
            intake::Progress::Rows(rows) => self.0.inc(rows),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
