//! From token streams to a folder of source files: formatted, compared, written.
//!
//! [`render`] makes the [`Tree`] of what should be on the disk, [`check`] compares it with what is there, [`write()`]
//! makes the two equal without ever losing somebody's edit. Nothing here knows the document.

mod disk;
mod drift;
mod error;
mod format;
mod lock;
mod manifest;
mod support;
mod tree;
mod width;
mod write;

pub use drift::{check, Change, Drift};
pub use error::Error;
pub use lock::{read as read_pins, Pins};
pub use manifest::Manifest;
pub use support::Needs;
pub use tree::Tree;
pub use write::{write, write_single, Edits};

use crate::tokens::File;
use format::Inner;

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
pub fn render(files: Vec<File>, layout: Layout, needs: &Needs, pins: &Pins) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    let mut surface = Vec::new();
    let inner = match layout {
        Layout::Crate | Layout::Package => Inner::Keep,
        Layout::Module => Inner::Leave,
    };
    for mut file in files {
        surface.append(&mut file.surface);
        let text = format::format(file)?;
        tree.insert(layout.place(&text.path), format::whole(&text, inner))?;
    }
    for (path, text) in support::files(needs, layout) {
        tree.insert(layout.place(&path), text)?;
    }
    tree.insert("rustfmt.toml".to_owned(), RUSTFMT.to_owned())?;
    tree.insert(lock::SURFACE.to_owned(), lines(surface))?;
    lock::seal(&mut tree, pins)?;
    Ok(tree)
}

/// Renders one file for `include!`: items first, modules inlined, without the inner attributes and the
/// documentation of the root.
pub fn render_single(files: Vec<File>, needs: &Needs) -> Result<String, Error> {
    let texts = files.into_iter().map(format::format).collect::<Result<_, _>>()?;
    format::single(texts, &support::inline(needs))
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
