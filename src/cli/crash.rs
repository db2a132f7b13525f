//! A fault of the program itself: one sentence to pass on, in place of what the language prints.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};

/// Where the last panic happened: some are caught and become a finding, and then nobody has to hear of them.
static LAST: Mutex<String> = Mutex::new(String::new());

/// From here on a panic prints nothing by itself.
pub fn quieten() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Only where the environment asks for it.
        let trace = Backtrace::capture();
        let trace = if trace.status() == BacktraceStatus::Captured { format!("\n{trace}") } else { String::new() };
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = format!("{place}{trace}");
    }));
}

/// Runs `work`; if it panics, that is trouble like any other.
///
/// # Errors
/// The work's own, or the sentence about its panic.
pub fn caught<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let place = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let version = env!("CARGO_PKG_VERSION");
        anyhow::bail!("程序内部出错，没有做完。请把这一行告诉编写程序的人：{version}，{}，{place}", message(&*panic))
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_sentence_and_other_trouble_stays_what_it_is() {
        let sentence = caught::<()>(|| std::panic::resume_unwind(Box::new("甲".to_owned()))).expect_err("a panic");
        assert!(sentence.to_string().starts_with("程序内部出错"), "{sentence}");
        assert!(sentence.to_string().contains("，甲，"), "{sentence}");
        assert_eq!(caught::<()>(|| anyhow::bail!("乙")).expect_err("trouble").to_string(), "乙");
    }
}
