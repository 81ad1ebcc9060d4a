//! From token streams to a folder of source files: formatted, compared, written.
//!
//! [`render`] makes the [`Tree`] of what should be on the disk, [`check`] compares it with what is there, [`write()`]
//! makes the two equal without ever losing somebody's edit. Nothing here knows the document.

mod diff;
mod disk;
mod drift;
mod error;
mod format;
mod lines;
mod lock;
mod manifest;
mod support;
mod tree;
mod write;

pub use drift::{check, Change, Drift};
pub use error::Error;
pub use lock::{read as read_pins, read_edition, read_surface, read_texts};
pub use manifest::Manifest;
pub use support::Needs;
pub use tree::Tree;
pub use write::{write, write_single, Edits};

use crate::rust::Crate;
use crate::tokens::{self, Features, Part};
use format::{Root, Text};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Where the files will live, which decides what the root is called and what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The sources of a crate whose `Cargo.toml` somebody else writes: `lib.rs` at the top.
    Crate,
    /// A whole crate: `src/lib.rs`, beside the `Cargo.toml` of [`Manifest`].
    Package,
    /// A module of somebody's crate: `mod.rs` at the top.
    Module,
}

impl Layout {
    /// Returns the name of the root file.
    fn root(self) -> &'static str {
        match self {
            Self::Crate => "lib.rs",
            Self::Package => "src/lib.rs",
            Self::Module => "mod.rs",
        }
    }

    /// Whether the crate around has features for what is optional.
    fn features(self) -> Features {
        match self {
            Self::Crate | Self::Package => Features::Crate,
            Self::Module => Features::None,
        }
    }

    /// Returns the path in the tree of the file that `tokens` calls `path`.
    fn place(self, path: &str) -> String {
        match self {
            _ if path == tree::ROOT => self.root().to_owned(),
            Self::Package => format!("src/{path}"),
            Self::Crate | Self::Module => path.to_owned(),
        }
    }
}

/// Renders the files of a folder, with the support module, `api.txt`, `rustfmt.toml` and `bindings.lock`.
pub fn render(krate: &Crate, layout: Layout, needs: &Needs) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    let mut surface = Vec::new();
    let root = match layout {
        Layout::Crate | Layout::Package => Root::Crate,
        Layout::Module => Root::Module,
    };
    for (text, lines) in formatted(krate, layout.features())? {
        surface.extend(lines);
        tree.insert(layout.place(&text.path), format::whole(&text, root))?;
    }
    for (path, text) in support::files(needs, layout) {
        tree.insert(layout.place(&path), text)?;
    }
    tree.insert("rustfmt.toml".to_owned(), RUSTFMT.to_owned())?;
    tree.insert(lock::SURFACE.to_owned(), lines(surface))?;
    lock::seal(&mut tree, krate.edition, &krate.pins)?;
    Ok(tree)
}

/// Renders one file for `include!`: items first, modules inlined, without the inner attributes and the
/// documentation of the root.
pub fn render_single(krate: &Crate, needs: &Needs) -> Result<String, Error> {
    let texts = formatted(krate, Features::None)?.into_iter().map(|(text, _)| text).collect();
    format::single(texts, &support::inline(needs))
}

/// A formatted file and its lines of `api.txt`.
type Formatted = (Text, Vec<String>);

/// Emits and formats every file, which takes most of the time, on all cores. The order is that of `tokens::parts`.
fn formatted(krate: &Crate, features: Features) -> Result<Vec<Formatted>, Error> {
    let parts = tokens::parts(krate, features);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(parts.len().max(1));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((index, part)) = take(&next, &parts) {
            let mut file = tokens::emit(part);
            let surface = std::mem::take(&mut file.surface);
            done.push((index, format::format(file).map(|text| (text, surface))));
        }
        done
    };
    let mut all: Vec<_> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            // A panic is a bug of ours, and goes on as one.
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, formatted)| formatted).collect()
}

/// Returns the next part that no thread has taken.
fn take<'a>(next: &AtomicUsize, parts: &[Part<'a>]) -> Option<(usize, Part<'a>)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    parts.get(index).map(|part| (index, *part))
}

/// Keeps `cargo fmt` of the crate around from changing what is checked byte for byte.
const RUSTFMT: &str = "disable_all_formatting = true\n";

fn lines(mut surface: Vec<String>) -> String {
    surface.sort_unstable();
    surface.dedup();
    surface.into_iter().fold(String::new(), |mut text, line| {
        text.push_str(&line);
        text.push('\n');
        text
    })
}
