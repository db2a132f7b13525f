//! Progress for someone who waits: on a terminal only, and only when it takes longer than a second.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::Event;
use crate::report::screen::seen;

/// A line that says how far the run is; gone when dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Starts it; silent unless `live`.
    pub fn start(live: bool) -> Self {
        if !live {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}{prefix}（{elapsed}）") {
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

    /// A step of the work.
    pub fn see(&self, event: Event<'_>) {
        let bar = &self.0;
        match event {
            Event::Workbook { file, of } => bar.set_message(seen(&format!("读 {file}（共 {of} 个文件）"))),
            Event::Rows(rows) => {
                bar.inc(rows);
                bar.set_prefix(format!("，已读 {} 行", bar.position()));
            }
            Event::Firms(firms) => {
                bar.inc(firms);
                bar.set_message(format!("已核算 {} 家企业", bar.position()));
            }
            Event::Sheet { name, of } => bar.set_message(format!("写“{name}”（共 {of} 张表）")),
            Event::Joining => bar.set_message("合成工作簿"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
