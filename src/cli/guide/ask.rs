//! Questions to someone at a terminal.

use inquire::ui::{RenderConfig, Styled};
use inquire::{InquireError, Select, Text};

/// Someone who answers; `None` is: no more.
pub(super) trait Ask {
    /// One of `options`, the one at `preferred` marked first.
    fn choose(&mut self, question: &str, options: &[String], preferred: usize) -> anyhow::Result<Option<usize>>;
    /// A few words; `help` says which.
    fn words(&mut self, question: &str, help: &str) -> anyhow::Result<Option<String>>;
}

/// The person at this terminal.
pub(super) struct Terminal;

impl Ask for Terminal {
    fn choose(&mut self, question: &str, options: &[String], preferred: usize) -> anyhow::Result<Option<usize>> {
        let select = Select::new(question, options.to_vec())
            .with_starting_cursor(preferred)
            .with_page_size(options.len())
            .with_render_config(look())
            .with_help_message("↑↓ 选，回车定，Esc 离开")
            .without_filtering();
        Ok(answered(select.raw_prompt())?.map(|chosen| chosen.index))
    }

    fn words(&mut self, question: &str, help: &str) -> anyhow::Result<Option<String>> {
        let words = answered(Text::new(question).with_help_message(help).with_render_config(look()).prompt())?;
        Ok(words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()))
    }
}

/// The library's own look, but for the one word of it.
fn look() -> RenderConfig<'static> {
    RenderConfig::default().with_canceled_prompt_indicator(Styled::new("（不选）"))
}

/// Esc and Ctrl-C are an answer too.
fn answered<T>(answer: Result<T, InquireError>) -> anyhow::Result<Option<T>> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
