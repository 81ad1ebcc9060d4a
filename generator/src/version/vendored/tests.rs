use super::*;

/// Returns the rules that report the difference of two surfaces, with the verdicts.
fn reported(old: &[&str], new: &[&str]) -> Vec<String> {
    let read = |lines: &[&str]| by_path(lines.iter().map(|line| Entry::read(line)).collect());
    let report = compare(&read(old), &read(new));
    report.changes.iter().map(|it| format!("{} {} {}", it.code, it.rust, it.wire)).collect()
}

#[test]
fn a_rule_is_the_nearest_that_api_txt_shows() {
    for (before, after, expected) in [
        ("", "models::A.b: Option<i64> (\"b\", setter)", "R48 minor ok"),
        ("", "models::A.b: Option<i64> (\"b\")", "R49 minor ok"),
        ("models::A.b: Option<i64> (\"b\", setter)", "", "R53 major unknown"),
        ("models::A.b: Option<i64> (\"b\")", "", "R54 major unknown"),
        ("models::A.b: i64 (\"b\")", "models::A.b: Option<i64> (\"b\")", "R59 major BREAK"),
        ("models::A.b: Option<i64> (\"b\")", "models::A.b: i64 (\"b\")", "R58 major ok"),
        ("models::A.b: Option<i64> (\"b\")", "models::A.b: Option<i64> (\"c\")", "R68 patch! DRIFT"),
        ("models::A.b: i64 (\"b\")", "models::A.b: i64 (\"b\", deprecated)", "R79 minor ok"),
        ("", "models::A::B(Cat) (\"cat\")", "R96 minor ok"),
        ("models::A::B(Cat) (\"cat\")", "", "R97 major unknown"),
        ("", "models::A::B (\"b\")", "R87 minor ok"),
        ("models::A = i64", "models::A = String", "R64 major unknown"),
        ("Builder::key (bearer)", "", "R122 major unknown"),
    ] {
        let with = |line: &'static str| match line.is_empty() {
            true => vec!["models::A (struct)"],
            false if line.starts_with("models::A =") => vec![line],
            false => vec!["models::A (struct)", line],
        };
        assert_eq!(reported(&with(before), &with(after)), [expected], "{before} -> {after}");
    }
}

const LIST: &[&str] = &[
    "Client::pets() -> operations::Pets",
    "operations::Pets (struct)",
    "operations::Pets::list() -> () or () (GET \"/pets\")",
    "operations::Pets::list_as_text() -> () or () (GET \"/pets\")",
    "operations::pets::List (at \"https://one.example\")",
    "Call<operations::pets::List>::limit: i64 (\"limit\")",
    "operations::pets::List::X_TOTAL: Header<Option<i64>> (header \"X-Total\")",
    "operations::pets::ListOutput (enum)",
    "operations::pets::ListOutput::Ok(Vec<Pet>)",
];

#[test]
fn what_belongs_to_an_operation_goes_and_comes_with_it() {
    assert_eq!(reported(LIST, &[]), ["R2 major BREAK"]);
    assert_eq!(reported(&[], LIST), ["R1 minor ok"]);
    // `ListAllOutput` is not of `List`.
    let all =
        ["operations::Pets::list_all() -> () or () (GET \"/all\")", "operations::pets::ListAllOutput (enum)"];
    let both: Vec<&str> = LIST.iter().chain(&all).copied().collect();
    assert_eq!(reported(&both, &all), ["R2 major BREAK"]);
    assert_eq!(reported(&both, LIST), ["R2 major BREAK"]);
}

#[test]
fn an_operation_that_moved_is_one_change() {
    let moved =
        |from: &str, to: &str| -> Vec<String> { LIST.iter().map(|line| line.replace(from, to)).collect() };
    let cats = moved("pets::", "cats::").iter().map(|it| it.replace("Pets", "Cats")).collect::<Vec<_>>();
    let cats: Vec<&str> = cats.iter().map(String::as_str).collect();
    assert_eq!(reported(LIST, &cats), ["R9 major unknown"]);
    let other = moved("\"/pets\"", "\"/cats\"");
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    assert!(reported(LIST, &other).contains(&"R6 patch! BREAK".to_owned()));
}

#[test]
fn what_stays_is_compared_part_by_part() {
    for (from, to, expected) in [
        ("limit: i64 (\"limit\")", "limit: String (\"limit\")", "R23 major unknown"),
        ("limit: i64 (\"limit\")", "limit: i64 (\"limit\", deprecated)", "R79 minor ok"),
        ("X_TOTAL: Header<Option<i64>>", "X_TOTAL: Header<i64>", "R113 major unknown"),
        ("https://one", "https://two", "R10 patch! DRIFT"),
        ("ListOutput::Ok(Vec<Pet>)", "ListOutput::Ok(Vec<Cat>)", "R64 major unknown"),
    ] {
        let after: Vec<String> = LIST.iter().map(|line| line.replace(from, to)).collect();
        let after: Vec<&str> = after.iter().map(String::as_str).collect();
        assert_eq!(reported(LIST, &after), [expected], "{from} -> {to}");
    }
}

#[test]
fn what_a_type_can_do_is_told_of_the_type() {
    let built = [
        "models::A (struct, new(a: i64))",
        "models::A.a: i64 (\"a\")",
        "models::A.b: Option<i64> (\"b\", setter)",
    ];
    let read = ["models::A (struct)", "models::A.a: i64 (\"a\")", "models::A.b: Option<i64> (\"b\")"];
    assert_eq!(reported(&built, &read), ["R125 major unknown"]);
    // What becomes required is an argument of `new()`.
    let asked =
        ["models::A (struct, new(a: i64, b: i64))", "models::A.a: i64 (\"a\")", "models::A.b: i64 (\"b\")"];
    assert_eq!(reported(&built, &asked), ["R56 major BREAK"]);
    assert_eq!(reported(&asked, &built), ["R57 major unknown"]);
    let without = ["models::A (struct, new(a: i64))", "models::A.a: i64 (\"a\")"];
    assert_eq!(reported(&without, &asked), ["R50 major BREAK"]);
    assert_eq!(reported(&without, &built), ["R48 minor ok"]);
    let received = ["models::A (struct, default)", "models::A.b: Option<i64> (\"b\")"];
    let more = ["models::A (struct)", "models::A.a: i64 (\"a\")", "models::A.b: Option<i64> (\"b\")"];
    assert_eq!(reported(&received, &more), ["R51 major ok"]);
    assert_eq!(reported(&more, &received), ["R55 major BREAK"]);
}
