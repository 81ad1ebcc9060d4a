//! Sends the values of a document through its bindings, and says what came back.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use jsonschema::error::ValidationErrorKind;
use jsonschema::Validator;
use serde_json::{json, Value};

use crate::batch;
use crate::compare;
use crate::schemas::Schemas;
use crate::worker;
use crate::Failure;

/// How many failures are written down for each document.
const MAX_SHOWN: usize = 200;

/// A value, and the schema that it is of.
struct Sample {
    ty: u64,
    at: String,
    is_example: bool,
    value: Value,
}

/// Judges the values of one document.
pub fn judge(document: &Path, slug: &str, out: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(out.join("samples").join(slug))?;
    let samples = text.lines().map(sample).collect::<Result<Vec<_>, _>>()?;
    worker::deep(|| {
        let schemas = Schemas::read(document)?;
        let verdict = Judge::new(&schemas)?.all(samples, slug, out)?;
        let shown: Vec<&str> = verdict.failures.iter().take(MAX_SHOWN).map(String::as_str).collect();
        let file = out.join("failures").join(slug);
        if shown.is_empty() {
            let _ = fs::remove_file(file);
        } else {
            fs::write(file, shown.join("\n") + "\n")?;
        }
        Ok(
            json!({ "result": "judged", "counts": verdict.counts, "exceptions": verdict.exceptions, "unsampled": verdict.unsampled }),
        )
    })?
}

fn sample(line: &str) -> Result<Sample, serde_json::Error> {
    let mut line: Value = serde_json::from_str(line)?;
    Ok(Sample {
        ty: line["type"].as_u64().unwrap_or_default(),
        at: line["at"].as_str().unwrap_or_default().to_owned(),
        is_example: line["origin"] == "example",
        value: line["value"].take(),
    })
}

#[derive(Default)]
struct Verdict {
    counts: BTreeMap<String, usize>,
    /// How many values did not come back for a reason that is the document's, by that.
    exceptions: BTreeMap<String, usize>,
    /// How many components have no value to send, by why.
    unsampled: BTreeMap<String, usize>,
    failures: Vec<String>,
}

impl Verdict {
    fn count(&mut self, sample: &Sample, what: &str) {
        let kind = if sample.is_example { "examples" } else { "samples" };
        *self.counts.entry(format!("{kind} {what}")).or_insert(0) += 1;
    }

    fn fail(&mut self, sample: &Sample, why: &str) {
        self.count(sample, "failed");
        self.show(sample, why);
    }

    fn except(&mut self, sample: &Sample, exception: &str, why: &str) {
        *self.exceptions.entry(exception.to_owned()).or_insert(0) += 1;
        self.show(sample, &format!("{exception}: {why}"));
    }

    fn show(&mut self, sample: &Sample, why: &str) {
        let value: String = sample.value.to_string().chars().take(2_000).collect();
        self.failures.push(format!("{}: {why}\n    {value}", sample.at));
    }
}

struct Judge<'a> {
    schemas: &'a Schemas,
    registry: jsonschema::Registry<'a>,
}

impl<'a> Judge<'a> {
    fn new(schemas: &'a Schemas) -> Result<Self, Failure> {
        Ok(Self { schemas, registry: schemas.registry()? })
    }

    fn all(&self, samples: Vec<Sample>, slug: &str, out: &Path) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::default();
        let mut by_schema: BTreeMap<String, Vec<Sample>> = BTreeMap::new();
        for sample in samples {
            by_schema.entry(sample.at.clone()).or_default().push(sample);
        }
        let mut valid = Vec::new();
        for (at, samples) in by_schema {
            let validator = self.schemas.validator(&self.registry, &at);
            let Ok(validator) =
                validator.inspect_err(|error| verdict.failures.push(format!("{at}: {error}")))
            else {
                *verdict.unsampled.entry("no-validator".to_owned()).or_insert(0) += 1;
                continue;
            };
            let (good, bad): (Vec<_>, Vec<_>) =
                samples.into_iter().partition(|sample| validator.is_valid(&sample.value));
            bad.iter().for_each(|sample| verdict.count(sample, "invalid"));
            let guess = |samples: &[Sample]| samples.iter().position(|sample| !sample.is_example);
            if let (None, Some(guess)) = (guess(&good), guess(&bad)) {
                *verdict.unsampled.entry("guess-invalid".to_owned()).or_insert(0) += 1;
                let error = validator.validate(&bad[guess].value).err();
                let why = error.map(|error| error.to_string()).unwrap_or_default();
                verdict.show(&bad[guess], &format!("unsampled: {why}"));
            }
            valid.push((validator, good));
        }
        let flat: Vec<&Sample> = valid.iter().flat_map(|(_, samples)| samples).collect();
        let answers = trip(&flat, slug, out)?;
        let mut answers = answers.lines();
        for (validator, samples) in &valid {
            for sample in samples {
                let answer = answers.next().unwrap_or("-the program has crashed");
                match self.mistake(validator, sample, answer) {
                    None => verdict.count(sample, "passed"),
                    Some(mistake) => match self.exception(sample, &mistake)? {
                        Some(exception) => verdict.except(sample, exception, &mistake.to_string()),
                        None => verdict.fail(sample, &mistake.to_string()),
                    },
                }
            }
        }
        Ok(verdict)
    }

    fn mistake(&self, validator: &Validator, sample: &Sample, answer: &str) -> Option<Mistake> {
        let Some(text) = answer.strip_prefix('+') else {
            return Some(Mistake::Other(answer.trim_start_matches('-').to_owned()));
        };
        let written: Value = match serde_json::from_str(text) {
            Ok(written) => written,
            Err(error) => return Some(Mistake::Other(format!("what was encoded is no JSON: {error}"))),
        };
        if let Some(difference) = compare::difference(self.schemas, &sample.at, &sample.value, &written) {
            return Some(Mistake::Other(difference));
        }
        let error = validator.validate(&written).err()?;
        let why = format!("what was encoded is not valid: {error}");
        Some(match error.kind() {
            ValidationErrorKind::OneOfMultipleValid { .. } => Mistake::Several(why),
            _ => Mistake::Other(why),
        })
    }

    /// Returns why a value does not come back although the bindings do what the document says.
    fn exception(&self, sample: &Sample, mistake: &Mistake) -> Result<Option<&'static str>, Failure> {
        if let Mistake::Several(_) = mistake {
            return Ok(Some("told-by-null"));
        }
        let schemas = self.schemas.discriminating();
        let registry = schemas.registry()?;
        let validator = schemas.validator(&registry, &sample.at)?;
        Ok((!validator.is_valid(&sample.value)).then_some("tag-of-another"))
    }
}

/// Why a value did not come back.
enum Mistake {
    /// It did, but without members that are `null` several schemas of a `oneOf` are true of it.
    Several(String),
    Other(String),
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Several(why) | Self::Other(why) => f.write_str(why),
        }
    }
}

/// Returns a line for each value: what was encoded, or why there is nothing.
fn trip(samples: &[&Sample], slug: &str, out: &Path) -> Result<String, Failure> {
    let program = batch::program(out, "values", slug);
    let mut child =
        Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let lines: String = samples.iter().map(|sample| format!("{} {}\n", sample.ty, sample.value)).collect();
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // A program that has crashed reads no more; what is missing in the answers says so.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(lines.as_bytes())));
        let output = child.wait_with_output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    })
}
