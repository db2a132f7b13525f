//! The parts of a package: what refers to what, what each says it is, and what nobody refers to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::element::{Element, Space};
use super::tree;
use crate::intake::book::package::{Package, key, resolve};
use crate::intake::book::store::Store;
use crate::intake::book::{BookFault, Bounds};

/// What a part refers to.
#[derive(Clone, Debug)]
pub(in crate::verify) struct Relation {
    /// The last word of its type: `worksheet`, `styles` …
    pub kind: String,
    /// The part's name, or what lies outside the package as it is written.
    pub target: String,
    pub external: bool,
}

/// A package and what has been visited of it.
pub(in crate::verify) struct Parts {
    pub package: Package,
    /// What each part says it is, by part and by ending.
    types: BTreeMap<String, String>,
    endings: BTreeMap<String, String>,
    visited: Mutex<BTreeSet<String>>,
    /// As what each part is referred to.
    used: Mutex<BTreeSet<(String, String)>>,
}

/// What a part must say it is, by the kind of the relation that leads to it.
const KINDS: [(&str, &str); 8] = [
    ("worksheet", "spreadsheetml.worksheet+xml"),
    ("styles", "spreadsheetml.styles+xml"),
    ("sharedStrings", "spreadsheetml.sharedStrings+xml"),
    ("theme", "officedocument.theme+xml"),
    ("drawing", "officedocument.drawing+xml"),
    ("chart", "drawingml.chart+xml"),
    ("comments", "spreadsheetml.comments+xml"),
    ("vmlDrawing", "officedocument.vmlDrawing"),
];

/// Who says what a relation means.
const MAKERS: [&str; 4] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://schemas.openxmlformats.org/package/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.microsoft.com/office/",
];

impl Parts {
    pub fn open(store: &Store) -> Result<Self, BookFault> {
        let package = Package::open(store, &Bounds::with_file_size(store.len().max(Bounds::default().file)))?;
        let mut parts = Self {
            package,
            types: BTreeMap::new(),
            endings: BTreeMap::new(),
            visited: Mutex::default(),
            used: Mutex::default(),
        };
        let types = parts
            .tree("[Content_Types].xml", Space::Types, "Types")?
            .ok_or_else(|| BookFault::damaged("缺少部件清单"))?;
        for entry in &types.children {
            let kind = entry.get("ContentType").unwrap_or_default().to_owned();
            let known = match (&*entry.name, entry.get("PartName"), entry.get("Extension")) {
                ("Override", Some(name), _) => parts.types.insert(key(name), kind),
                ("Default", _, Some(ending)) => parts.endings.insert(ending.to_lowercase(), kind),
                _ => None,
            };
            if known.is_some() {
                return Err(BookFault::damaged("部件清单里有重复的部件"));
            }
        }
        Ok(parts)
    }

    /// What the part says it is.
    pub fn kind(&self, name: &str) -> &str {
        let name = key(name);
        let ending = name.rsplit('.').next().unwrap_or_default();
        self.types.get(&name).or_else(|| self.endings.get(ending)).map_or("", String::as_str)
    }

    /// A part that is read whole; its outermost element must be `root` of `space`.
    pub fn tree(&self, name: &str, space: Space, root: &str) -> Result<Option<Element>, BookFault> {
        self.visit(name);
        let read = self.package.whole(name)?.map(|bytes| tree::read(&bytes)).transpose()?;
        match read {
            Some(read) if read.space != space || read.name != root => {
                Err(BookFault::damaged(format!("部件 {name} 的内容看不懂")))
            }
            read => Ok(read),
        }
    }

    /// Parts that say they are something else than what they are referred to as: which, and what they say.
    pub fn mistaken(&self) -> Vec<(String, String)> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let wrong = |(name, kind): &(String, String)| {
            let (_, right) = KINDS.iter().find(|(known, _)| known == kind)?;
            let said = self.kind(name);
            (!said.ends_with(right)).then(|| (name.clone(), said.to_owned()))
        };
        used.iter().filter_map(wrong).collect()
    }

    /// Marks a part as one that is known.
    pub fn visit(&self, name: &str) {
        self.visited.lock().unwrap_or_else(PoisonError::into_inner).insert(key(name));
    }

    /// Parts nobody has looked at.
    pub fn strangers(&self) -> Vec<String> {
        let visited = self.visited.lock().unwrap_or_else(PoisonError::into_inner);
        // Folders are entries too in some packages.
        let names = self.package.names().into_iter().filter(|name| !name.ends_with('/'));
        names.filter(|name| !visited.contains(*name)).map(str::to_owned).collect()
    }

    /// The relations of a part, by their ids; of the package itself where `part` is empty.
    pub fn relations(&self, part: &str) -> Result<BTreeMap<String, Relation>, BookFault> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let Some(root) = self.tree(&format!("{folder}/_rels/{file}.rels"), Space::Relations, "Relationships")? else {
            return Ok(BTreeMap::new());
        };
        let mut relations = BTreeMap::new();
        for relation in root.all("Relationship") {
            let (Some(id), Some(kind), Some(target)) =
                (relation.get("Id"), relation.get("Type"), relation.get("Target"))
            else {
                return Err(BookFault::damaged("部件之间的关系不完整"));
            };
            let external = relation.get("TargetMode") == Some("External");
            let target = if external { target.to_owned() } else { resolve(folder, target) };
            let known = MAKERS.iter().any(|maker| kind.starts_with(maker));
            let kind = if known { kind.rsplit('/').next().unwrap_or_default() } else { kind }.to_owned();
            if !external {
                self.used.lock().unwrap_or_else(PoisonError::into_inner).insert((target.clone(), kind.clone()));
            }
            if relations.insert(id.to_owned(), Relation { kind, target, external }).is_some() {
                return Err(BookFault::damaged("部件之间的关系有重复的编号"));
            }
        }
        Ok(relations)
    }
}
