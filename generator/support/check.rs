//! Checks of what the document asks of values besides their type: lengths, bounds, counts.
//!
//! A generated struct implements [`Check`] with a statement a field. Messages say what is asked, never what the value is.

use std::collections::BTreeMap;
use std::fmt;

/// How deep values may nest that are checked.
const MAX_DEPTH: usize = 100;

/// A struct whose values can be checked.
pub trait Check {
    /// Checks the fields.
    fn check_at(&self, at: &mut Checker);
}

impl<T: Check> Check for Box<T> {
    fn check_at(&self, at: &mut Checker) {
        (**self).check_at(at);
    }
}

/// Checks a value.
///
/// # Errors
///
/// Something of it is not as the document asks.
pub fn run(value: &impl Check) -> Result<(), Violations> {
    let mut checker = Checker { path: Vec::new(), found: Vec::new() };
    value.check_at(&mut checker);
    if checker.found.is_empty() {
        return Ok(());
    }
    Err(Violations(checker.found))
}

/// All that is not as the document asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Returns them in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "`{}` {}", violation.path, violation.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// A value that is not as the document asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where it stands, such as `owner.names[2]`.
    pub path: String,
    /// What is asked of it, such as `has more than 5 characters`; it does not have the value.
    pub message: String,
}

/// A step from a value to a part of it.
enum Step {
    Member(String),
    Item(usize),
}

/// What is found while a value is checked.
pub struct Checker {
    path: Vec<Step>,
    found: Vec<Violation>,
}

impl Checker {
    /// Checks the value of a member, if there is one.
    pub fn member<T>(&mut self, name: &str, value: Option<&T>, check: impl FnOnce(&T, &mut Self)) {
        if let Some(value) = value {
            self.within(Step::Member(name.to_owned()), |at| check(value, at));
        }
    }

    /// Checks every element of an array.
    pub fn each<T>(&mut self, items: &[T], check: impl Fn(&T, &mut Self)) {
        for (index, item) in items.iter().enumerate() {
            self.within(Step::Item(index), |at| check(item, at));
        }
    }

    /// Checks every value of a map.
    pub fn values<T>(&mut self, values: &BTreeMap<String, T>, check: impl Fn(&T, &mut Self)) {
        for (name, value) in values {
            self.within(Step::Member(name.clone()), |at| check(value, at));
        }
    }

    /// Checks the number of characters.
    pub fn length(&mut self, text: &str, least: usize, most: Option<usize>) {
        self.counted(text.chars().count(), least, most, "characters");
    }

    /// Checks the number of elements or members.
    pub fn count(&mut self, count: usize, least: usize, most: Option<usize>) {
        self.counted(count, least, most, "elements");
    }

    /// Checks a lower bound.
    pub fn minimum<N: PartialOrd + fmt::Display>(&mut self, value: N, bound: N, exclusive: bool) {
        match exclusive {
            true if value <= bound => self.fail(format!("is not greater than {bound}")),
            false if value < bound => self.fail(format!("is less than {bound}")),
            _ => {}
        }
    }

    /// Checks an upper bound.
    pub fn maximum<N: PartialOrd + fmt::Display>(&mut self, value: N, bound: N, exclusive: bool) {
        match exclusive {
            true if value >= bound => self.fail(format!("is not less than {bound}")),
            false if value > bound => self.fail(format!("is greater than {bound}")),
            _ => {}
        }
    }

    /// Checks that a number is a multiple of another one.
    pub fn multiple_of<N: Divisible>(&mut self, value: N, factor: N) {
        if !value.is_multiple(&factor) {
            self.fail(format!("is no multiple of {factor}"));
        }
    }

    /// Checks that no element stands twice.
    pub fn unique<T: PartialEq>(&mut self, items: &[T]) {
        let stands_before = |(index, item): (usize, &T)| items.iter().take(index).any(|other| other == item);
        if items.iter().enumerate().any(stands_before) {
            self.fail("has an element twice".to_owned());
        }
    }

    /// Notes what is not as it is asked.
    pub(super) fn fail(&mut self, message: String) {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Member(name) if path.is_empty() => path.push_str(name),
                Step::Member(name) => path.push_str(&format!(".{name}")),
                Step::Item(index) => path.push_str(&format!("[{index}]")),
            }
        }
        self.found.push(Violation { path, message });
    }

    fn within(&mut self, step: Step, check: impl FnOnce(&mut Self)) {
        self.path.push(step);
        if self.path.len() > MAX_DEPTH {
            self.fail("nests too deep to be checked".to_owned());
        } else {
            check(self);
        }
        self.path.pop();
    }

    fn counted(&mut self, count: usize, least: usize, most: Option<usize>, noun: &str) {
        if count < least {
            self.fail(format!("has fewer than {least} {noun}"));
        }
        if let Some(most) = most.filter(|most| count > *most) {
            self.fail(format!("has more than {most} {noun}"));
        }
    }
}

/// A number that can be a multiple of another one.
pub trait Divisible: fmt::Display {
    /// Whether it is.
    fn is_multiple(&self, factor: &Self) -> bool;
}

impl Divisible for i128 {
    fn is_multiple(&self, factor: &Self) -> bool {
        self.checked_rem(*factor).is_none_or(|rest| rest == 0)
    }
}

impl Divisible for f64 {
    /// As exact as decimal fractions are in binary ones: 0.3 is a multiple of 0.1.
    fn is_multiple(&self, factor: &Self) -> bool {
        let quotient = self / factor;
        (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
    }
}
