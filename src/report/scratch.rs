//! What the writing library says when the disk does not take its temporary files: it panics with the system's error in its words.

use std::any::Any;
use std::io;

/// The system's error in `panic`, if that is what it is about.
pub(super) fn refused(panic: &(dyn Any + Send)) -> Option<io::Error> {
    let said = panic.downcast_ref::<String>()?;
    // As the language shows an error of the system.
    let (_, rest) = said.split_once("Os { code: ")?;
    let number = rest.split(',').next()?.parse().ok()?;
    Some(io::Error::from_raw_os_error(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_error_is_found_again() {
        let full = || Err::<(), _>(io::Error::from_raw_os_error(28));
        let panic = std::panic::catch_unwind(|| full().expect("Couldn't write to xml file")).expect_err("a panic");
        assert_eq!(refused(&*panic).map(|error| error.kind()), Some(io::ErrorKind::StorageFull));
        assert!(refused(&"index out of bounds".to_owned()).is_none());
    }
}
