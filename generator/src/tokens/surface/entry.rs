//! A line of `api.txt` taken apart: what callers write, what they give, what they get, and what is noted of it.
//!
//! ```text
//! models::Pet.tag: Option<String> ("tag", setter)
//! operations::Pets::list(limit: i64 ("limit")) -> Vec<Pet> or Problem (GET "/pets")
//! ```
//!
//! What is read is written as it was, so that a line and its entry say the same.

use std::fmt;

/// An item of the public surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What callers write: `models::Pet.tag`, `operations::Pets::list`, `Call<operations::pets::List>::limit`.
    pub path: String,
    /// What stands in parentheses right behind it: the arguments of a method, or what a variant holds.
    pub given: Option<Vec<String>>,
    /// Its type, what a method returns, or what an alias names.
    pub ty: Option<(Lead, String)>,
    /// What is noted of it in the last parentheses: the kind of an item, its wire name, `setter`, `secret` and the like.
    pub notes: Vec<String>,
}

/// What leads to a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// `: ` of a field or option.
    Is,
    /// ` -> ` of a method.
    Returns,
    /// ` = ` of an alias.
    Names,
}

impl Lead {
    const ALL: [Self; 3] = [Self::Is, Self::Returns, Self::Names];

    fn as_str(self) -> &'static str {
        match self {
            Self::Is => ": ",
            Self::Returns => " -> ",
            Self::Names => " = ",
        }
    }
}

impl Entry {
    /// Reads a line. Any text is one: what fits nowhere stays with the path.
    pub fn read(line: &str) -> Self {
        let end = [" (", "(", ": ", " -> ", " = "].iter().filter_map(|lead| line.find(lead)).min();
        let (path, rest) = line.split_at(end.unwrap_or(line.len()));
        let (given, rest) = match inside(rest) {
            Some((inside, rest)) => (Some(parts(inside)), rest),
            None => (None, rest),
        };
        let (rest, notes) = notes(rest);
        let ty = Lead::ALL
            .into_iter()
            .find_map(|lead| Some((lead, rest.strip_prefix(lead.as_str())?.to_owned())))
            .filter(|(_, ty)| !ty.is_empty());
        Self { path: path.to_owned(), given, ty, notes }
    }

    /// Returns what callers see of it, without the notes.
    pub fn seen(&self) -> String {
        let bare = Self { notes: Vec::new(), ..self.clone() };
        bare.to_string()
    }

    /// Whether one of the notes is this word.
    pub fn is(&self, note: &str) -> bool {
        self.notes.iter().any(|found| found == note)
    }

    /// Returns the type, empty where there is none.
    pub fn ty(&self) -> &str {
        self.ty.as_ref().map_or("", |(_, ty)| ty)
    }

    /// Returns what it belongs to: `models::Pet` of `models::Pet.tag` and of itself, and the variant of a server's variable.
    pub fn owner(&self) -> &str {
        let end = match self.path.strip_prefix("models::") {
            Some(rest) => rest.find(['.', ':']).map(|end| end + "models::".len()),
            None => self.path.find('.').filter(|_| self.path.starts_with("Server::")),
        };
        end.and_then(|end| self.path.get(..end)).unwrap_or(&self.path)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(given) = &self.given {
            write!(f, "({})", given.join(", "))?;
        }
        if let Some((lead, ty)) = &self.ty {
            write!(f, "{}{ty}", lead.as_str())?;
        }
        if !self.notes.is_empty() {
            write!(f, " ({})", self.notes.join(", "))?;
        }
        Ok(())
    }
}

/// Returns what is in the parentheses that a text starts with, and what comes after them.
fn inside(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with('(') {
        return None;
    }
    let end = walk(text).find(|(_, c, depth)| *c == ')' && *depth == 0)?.0;
    Some((text.get(1..end)?, text.get(end + 1..)?))
}

/// Splits the notes off the end of a text.
fn notes(text: &str) -> (&str, Vec<String>) {
    let open = walk(text).filter(|(_, c, depth)| *c == '(' && *depth == 0).last();
    let found = open.and_then(|(start, ..)| {
        let before = text.get(..start)?.strip_suffix(' ')?;
        let (inside, after) = inside(text.get(start..)?)?;
        (after.is_empty() && !inside.is_empty()).then(|| (before, parts(inside)))
    });
    found.unwrap_or((text, Vec::new()))
}

/// Splits at the commas that stand in no brackets and no literal.
pub fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _, _) in walk(text).filter(|(_, c, depth)| *c == ',' && *depth == 0) {
        parts.extend(text.get(start..at).map(|part| part.trim().to_owned()));
        start = at + 1;
    }
    parts.extend(text.get(start..).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()));
    parts
}

/// Goes over the characters outside of literals, with how many brackets stand open around each.
fn walk(text: &str) -> impl Iterator<Item = (usize, char, usize)> + '_ {
    let (mut quoted, mut escaped, mut depth) = (false, false, 0usize);
    text.char_indices().filter_map(move |(at, c)| {
        if quoted {
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            return None;
        }
        match c {
            '"' => {
                quoted = true;
                None
            }
            '(' | '<' | '[' => {
                depth += 1;
                Some((at, c, depth - 1))
            }
            ')' | '>' | ']' => {
                // The arrow of a function closes nothing, and neither does what was never opened.
                depth =
                    depth.saturating_sub(usize::from(!text.get(..at).is_some_and(|it| it.ends_with('-'))));
                Some((at, c, depth))
            }
            c => Some((at, c, depth)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_as_it_was_read() {
        for line in [
            "models::Pet (struct, new(id: i64, tags: BTreeMap<String, Tag>), default, check())",
            "models::Pet.tag: Option<String> (\"a, \\\") (b\", setter, secret)",
            "models::Pet.rest: BTreeMap<String, Value> (any other)",
            "models::Kind::Unlisted (any other)",
            "models::Shape (enum, tagged by \"kind\")",
            "models::Shape::Circle(Box<Circle>) (\"circle\", \"round\")",
            "models::Name = String",
            "operations::Pets::list() -> () or () (GET \"/pets/(all)\")",
            "operations::Pets::add(id: String (\"id\"), body: json Pet) -> Option<Pet> or text (POST \"/pets\")",
            "operations::pets::ListOutput::Ok(Vec<Pet>)",
            "Call<operations::pets::List>::limit: i64 (\"limit\")",
            "Client::pets() -> operations::Pets",
            "Server::Europe (\"https://eu.example\")",
            "Server::Somewhere.region: ServerRegion (\"region\")",
            "Builder::key (header \"X-Key\")",
        ] {
            assert_eq!(Entry::read(line).to_string(), line);
        }
    }

    #[test]
    fn the_parts_of_a_line_are_found() {
        let entry = Entry::read(
            "operations::Pets::add(id: i64 (\"a, b\"), body: json Pet) -> Pet or () (POST \"/\")",
        );
        assert_eq!(entry.path, "operations::Pets::add");
        assert_eq!(entry.given, Some(vec!["id: i64 (\"a, b\")".to_owned(), "body: json Pet".to_owned()]));
        assert_eq!((entry.ty(), entry.notes.as_slice()), ("Pet or ()", ["POST \"/\"".to_owned()].as_slice()));
        assert_eq!(Entry::read("models::Pet.tag: T (\"x\")").owner(), "models::Pet");
        assert_eq!(Entry::read("models::Pet").owner(), "models::Pet");
        assert_eq!(Entry::read("anything (at all").path, "anything");
    }
}
