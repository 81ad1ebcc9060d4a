//! "Did you mean".

/// The longest name that is compared; the time grows with the square of it.
const MAX_CHARS: usize = 80;

/// Returns the candidate that is most like `name`, if one is like it: a third of the characters may differ. Case
/// does not count, and of equally good candidates the first wins.
///
/// `Pett` → `Pet`; `petStore` → `pet_store`.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = folded(name);
    let limit = name.len().max(3) / 3;
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&name, &folded(candidate), limit)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(name: &str) -> Vec<char> {
    name.chars().take(MAX_CHARS + 1).flat_map(char::to_lowercase).collect()
}

/// Returns how many characters must be inserted, removed or replaced, if it is at most `limit`.
fn distance(from: &[char], to: &[char], limit: usize) -> Option<usize> {
    if from.len().abs_diff(to.len()) > limit || from.len() > MAX_CHARS || to.len() > MAX_CHARS {
        return None;
    }
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, a) in from.iter().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (b, above) in to.iter().zip(row.iter_mut().skip(1)) {
            let cost = (diagonal + usize::from(a != b)).min(*above + 1).min(left + 1);
            diagonal = *above;
            left = cost;
            *above = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_typo_finds_its_name() {
        assert_eq!(closest("Pett", ["Cat", "Pet", "Pets"]), Some("Pet"));
        assert_eq!(closest("petStore", ["store", "pet_store"]), Some("pet_store"));
        assert_eq!(closest("STRING", ["integer", "string"]), Some("string"));
    }

    #[test]
    fn another_name_finds_nothing() {
        assert_eq!(closest("Pet", ["Order", "Customer"]), None);
        assert_eq!(closest("", ["a"]), Some("a"));
        assert_eq!(closest(&"x".repeat(10_000), ["x"]), None);
    }
}
