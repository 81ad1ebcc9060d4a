//! Makes a folder equal to a tree.

use super::drift::compare;
use super::lock::{Lock, LOCK};
use super::tree::broken_law;
use super::{disk, Change, Drift, Error, Tree};
use std::path::Path;

/// What becomes of files that somebody else wrote or edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edits {
    /// They are refused, and nothing at all is written.
    Refuse,
    /// They are replaced.
    Overwrite,
}

/// Writes what is different, deletes what is ours and stale, and returns both; files that are as they should be are
/// not touched.
///
/// Several builds may do this at once. Before the first file changes, the lock knows the old and the new digests, so
/// that whoever looks in between, or after a build was killed, finds files of ours and no edits.
pub fn write(tree: &Tree, dir: &Path, edits: Edits) -> Result<Drift, Error> {
    let (drift, lock) = compare(tree, dir)?;
    if edits == Edits::Refuse && drift.refusals().next().is_some() {
        return Err(Error::Refused(drift));
    }
    for (path, _) in drift.iter() {
        disk::writable(dir, path)?;
    }
    let files = || drift.iter().filter(|(path, _)| *path != LOCK);
    if files().next().is_some() {
        disk::replace(dir, LOCK, &lock.during(tree, Lock::of_tree(tree)?))?;
    }
    for (path, change) in files() {
        match (change, tree.get(path)) {
            (_, Some(text)) => disk::replace(dir, path, text)?,
            (Change::Stale | Change::Edited, None) => disk::remove(dir, path)?,
            // Only what is wanted can be missing, and only what is wanted can be in the way.
            (Change::Missing | Change::Changed | Change::Foreign, None) => {}
        }
    }
    if let (false, Some(text)) = (drift.is_empty(), tree.get(LOCK)) {
        disk::replace(dir, LOCK, text)?;
    }
    Ok(drift)
}

/// Writes one file, unless it is there and has this text; returns whether it was written.
pub fn write_single(text: &str, dir: &Path, name: &str) -> Result<bool, Error> {
    if let Some(law) = broken_law(name) {
        return Err(Error::Path { path: name.to_owned(), law });
    }
    if disk::read(dir, name)?.is_some_and(|found| found == text.as_bytes()) {
        return Ok(false);
    }
    disk::replace(dir, name, text)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::super::lock::{seal, SURFACE};
    use super::super::{check, read_pins};
    use super::*;
    use crate::rust::{Edition, Pins};
    use std::fs;
    use std::path::PathBuf;

    /// A folder that is gone after the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let path = std::env::temp_dir().join(format!("openapi-bindgen-{}-{test}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            Self(path)
        }

        fn put(&self, path: &str, text: &str) {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn text(&self, path: &str) -> Option<String> {
            fs::read_to_string(self.0.join(path)).ok()
        }

        /// Every file below the folder, sorted.
        fn paths(&self) -> Vec<String> {
            let mut found = Vec::new();
            let mut folders = vec![self.0.clone()];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() {
                        folders.push(path);
                    } else {
                        found.push(path.strip_prefix(&self.0).unwrap().to_string_lossy().replace('\\', "/"));
                    }
                }
            }
            found.sort();
            found
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn tree(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::default();
        for (path, text) in files {
            tree.insert((*path).to_owned(), (*text).to_owned()).unwrap();
        }
        let pins = Pins::from_iter([("schemas/a".to_owned(), "A".to_owned())]);
        seal(&mut tree, Edition::default(), &pins).unwrap();
        tree
    }

    fn changes(drift: &Drift) -> Vec<(&str, Change)> {
        drift.iter().collect()
    }

    fn one() -> Tree {
        tree(&[("lib.rs", "mod models;\n"), ("models/a.rs", "A\n"), (SURFACE, "A\n")])
    }

    fn two() -> Tree {
        tree(&[("lib.rs", "mod models;\n"), ("models/a.rs", "A2\n"), (SURFACE, "A2\n")])
    }

    #[test]
    fn what_was_written_has_not_drifted_and_is_not_touched_again() {
        let folder = Folder::new("again");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        assert!(check(&one(), &folder.0).unwrap().is_empty());
        assert_eq!(folder.paths(), ["api.txt", "bindings.lock", "lib.rs", "models/a.rs"]);
        assert_eq!(read_pins(&folder.0).unwrap().get("schemas/a").map(String::as_str), Some("A"));
        let time = || fs::metadata(folder.0.join("lib.rs")).unwrap().modified().unwrap();
        let before = time();
        let drift = write(&two(), &folder.0, Edits::Refuse).unwrap();
        let changed = ["api.txt", "bindings.lock", "models/a.rs"].map(|path| (path, Change::Changed));
        assert_eq!(changes(&drift), changed);
        assert_eq!(time(), before);
        assert!(check(&two(), &folder.0).unwrap().is_empty());
    }

    #[test]
    fn a_new_property_changes_one_line_of_the_lock() {
        let (one, two) = (one(), two());
        let lines = one.get(LOCK).unwrap().lines().zip(two.get(LOCK).unwrap().lines());
        let changed: Vec<_> = lines.filter(|(one, two)| one != two).map(|(one, _)| one).collect();
        assert!(matches!(changed.as_slice(), [line] if line.starts_with("file models/a.rs ")), "{changed:?}");
    }

    #[test]
    fn an_edit_is_refused_and_nothing_is_written_unless_forced() {
        let folder = Folder::new("edit");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        folder.put("lib.rs", "mod models; // mine\n");
        let Err(Error::Refused(drift)) = write(&two(), &folder.0, Edits::Refuse) else {
            panic!("the edit is lost");
        };
        assert_eq!(drift.refusals().collect::<Vec<_>>(), [("lib.rs", Change::Edited)]);
        assert_eq!(folder.text("models/a.rs").as_deref(), Some("A\n"));
        write(&two(), &folder.0, Edits::Overwrite).unwrap();
        assert!(check(&two(), &folder.0).unwrap().is_empty());
    }

    #[test]
    fn a_file_of_somebody_else_is_refused() {
        let folder = Folder::new("foreign");
        folder.put("lib.rs", "fn main() {}\n");
        let Err(Error::Refused(drift)) = write(&one(), &folder.0, Edits::Refuse) else {
            panic!("the file is lost");
        };
        assert_eq!(drift.refusals().collect::<Vec<_>>(), [("lib.rs", Change::Foreign)]);
        assert_eq!(folder.paths(), ["lib.rs"]);
    }

    #[test]
    fn an_empty_file_is_in_nobodys_way() {
        let folder = Folder::new("empty");
        folder.put("lib.rs", "");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        assert!(check(&one(), &folder.0).unwrap().is_empty());
    }

    #[test]
    fn a_file_with_the_right_text_is_no_edit_whatever_the_lock_says() {
        let folder = Folder::new("equal");
        folder.put("lib.rs", "mod models;\r\n");
        folder.put("models/a.rs", "A2\n");
        folder.put("api.txt", "A2\n");
        let drift = write(&two(), &folder.0, Edits::Refuse).unwrap();
        assert_eq!(changes(&drift), [("bindings.lock", Change::Missing)]);
        assert_eq!(folder.text("lib.rs").as_deref(), Some("mod models;\r\n"));
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        folder.put("models/a.rs", "A2\r\n");
        assert!(!check(&two(), &folder.0).unwrap().refusals().any(|(path, _)| path == "models/a.rs"));
    }

    #[test]
    fn a_checkout_with_other_line_ends_has_not_drifted() {
        let folder = Folder::new("crlf");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        for path in folder.paths() {
            let text = folder.text(&path).unwrap();
            folder.put(&path, &text.replace('\n', "\r\n"));
        }
        assert!(check(&one(), &folder.0).unwrap().is_empty());
        assert_eq!(check(&two(), &folder.0).unwrap().refusals().count(), 0);
    }

    #[test]
    fn what_is_stale_is_deleted_with_its_folder_and_nothing_else_is() {
        let folder = Folder::new("stale");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        folder.put("notes.md", "mine\n");
        let drift = write(&tree(&[("lib.rs", "\n"), (SURFACE, "\n")]), &folder.0, Edits::Refuse).unwrap();
        assert!(changes(&drift).contains(&("models/a.rs", Change::Stale)));
        assert_eq!(folder.paths(), ["api.txt", "bindings.lock", "lib.rs", "notes.md"]);
        assert!(!folder.0.join("models").exists());
    }

    #[test]
    fn a_stale_file_that_was_edited_is_refused() {
        let folder = Folder::new("stale-edit");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        folder.put("models/a.rs", "mine\n");
        let rest = tree(&[("lib.rs", "\n")]);
        assert!(matches!(write(&rest, &folder.0, Edits::Refuse), Err(Error::Refused(_))));
        write(&rest, &folder.0, Edits::Overwrite).unwrap();
        assert_eq!(folder.paths(), ["bindings.lock", "lib.rs"]);
    }

    #[test]
    fn a_merge_of_two_branches_that_both_regenerated_is_repaired() {
        let folder = Folder::new("merge");
        let (one, two) = (one(), two());
        let sides = [one.get(LOCK).unwrap(), two.get(LOCK).unwrap()];
        folder.put(LOCK, &format!("<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n", sides[0], sides[1]));
        folder.put("lib.rs", "mod models;\n");
        folder.put("models/a.rs", "merged by git\n");
        folder.put("api.txt", "<<<<<<< HEAD\nA\n=======\nA2\n>>>>>>> other\n");
        write(&two, &folder.0, Edits::Refuse).unwrap();
        assert!(check(&two, &folder.0).unwrap().is_empty());
    }

    #[test]
    fn a_file_that_one_branch_renamed_and_the_other_regenerated_is_no_edit() {
        let folder = Folder::new("renamed");
        let sides = [one(), tree(&[("lib.rs", "mod models;\n"), ("models/b.rs", "B\n"), (SURFACE, "B\n")])];
        let [ours, theirs] = sides.each_ref().map(|tree| {
            let lines = tree.get(LOCK).unwrap().lines().filter(|line| line.starts_with("file models/"));
            lines.flat_map(|line| [line, "\n"]).collect::<String>()
        });
        let conflict = format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n");
        folder.put(LOCK, &sides[0].get(LOCK).unwrap().replace(&ours, &conflict));
        folder.put("lib.rs", "mod models;\n");
        folder.put("models/b.rs", "B and what A got\n");
        write(&sides[1], &folder.0, Edits::Refuse).unwrap();
        folder.put("lib.rs", "mine\n");
        assert_eq!(check(&one(), &folder.0).unwrap().refusals().count(), 1);
    }

    #[test]
    fn a_file_that_git_left_in_conflict_is_no_edit() {
        let folder = Folder::new("conflict");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        folder.put("models/a.rs", "<<<<<<< HEAD\nA\n=======\nA3\n>>>>>>> other\n");
        write(&two(), &folder.0, Edits::Refuse).unwrap();
        assert_eq!(folder.text("models/a.rs").as_deref(), Some("A2\n"));
    }

    #[test]
    fn a_build_that_was_killed_half_way_leaves_no_edits() {
        let folder = Folder::new("killed");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        let (_, lock) = compare(&two(), &folder.0).unwrap();
        folder.put(LOCK, &lock.during(&two(), Lock::default()));
        folder.put("models/a.rs", "A2\n");
        let third = tree(&[("lib.rs", "\n"), ("models/a.rs", "A3\n"), (SURFACE, "\n")]);
        write(&third, &folder.0, Edits::Refuse).unwrap();
        folder.put("models/a.rs", "mine\n");
        assert_eq!(check(&third, &folder.0).unwrap().refusals().count(), 1);
    }

    #[test]
    fn builds_at_once_end_with_a_whole_tree() {
        let folder = Folder::new("at-once");
        for round in 0..20 {
            let tree = || if round % 2 == 0 { one() } else { two() };
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| write(&tree(), &folder.0, Edits::Refuse).unwrap());
                }
            });
            assert!(check(&tree(), &folder.0).unwrap().is_empty());
        }
        assert_eq!(folder.paths().len(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_not_written_through() {
        let folder = Folder::new("link");
        let outside = Folder::new("link-outside");
        outside.put("a.rs", "secret\n");
        fs::create_dir_all(&folder.0).unwrap();
        std::os::unix::fs::symlink(&outside.0, folder.0.join("models")).unwrap();
        assert!(matches!(write(&one(), &folder.0, Edits::Overwrite), Err(Error::Obstructed(_))));
        assert_eq!(outside.text("a.rs").as_deref(), Some("secret\n"));
        assert_eq!(outside.paths(), ["a.rs"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_tree_is_named_and_left_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("read-only");
        write(&one(), &folder.0, Edits::Refuse).unwrap();
        let set =
            |mode| fs::set_permissions(folder.0.join("models"), fs::Permissions::from_mode(mode)).unwrap();
        set(0o555);
        let result = write(&two(), &folder.0, Edits::Refuse);
        set(0o755);
        assert!(matches!(result, Err(Error::ReadOnly(path)) if path == folder.0.join("models")));
        assert!(check(&one(), &folder.0).unwrap().is_empty());
    }
}
