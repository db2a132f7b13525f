//! Readings that say nothing the program could follow: without a key, or with an alternative that changes what the reading does not
//! speak of.

use toml::Spanned;

use super::remark;
use crate::policy::fault::Fault;
use crate::policy::file;

pub(super) fn remarks(raw: &file::File, found: &mut Vec<Fault>) {
    for reading in &raw.reading {
        if reading.keys.is_empty() {
            let message = if reading.alternative.is_empty() {
                "这条读法没有写明决定了哪几项（keys），也没有写别的读法（alternative），改起来无从下手，影响也算不出来"
            } else {
                "这条读法没有写明决定了哪几项，请写 keys"
            };
            remark(found, &reading.choice, message);
            continue;
        }
        for alternative in &reading.alternative {
            let paths = alternative.changes.iter().map(|(path, _)| path).chain(&alternative.removes);
            for path in paths.filter(|path| reading.keys.iter().all(|key| !covers(key, path))) {
                remark(found, path, format!("keys 里没有“{}”，请补上", path.get_ref()));
            }
        }
    }
}

/// Is what stands at `path` at `key`, below it, or above it?
fn covers(key: &Spanned<String>, path: &Spanned<String>) -> bool {
    let steps =
        |path: &Spanned<String>| path.get_ref().split('.').map(|step| step.trim().to_owned()).collect::<Vec<_>>();
    let (key, path) = (steps(key), steps(path));
    key.iter().zip(&path).all(|(key, step)| {
        let named = |one: &str| key.split([',', '、', '，']).any(|known| known.trim() == one);
        key == "*" || step.split([',', '、', '，']).all(|one| named(one.trim()))
    })
}
