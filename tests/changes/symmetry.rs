//! What is a rule for requests is one for responses, and what is one for additions is one for removals: or it says why not.

use super::rows::all_rows;
use super::side::compare;
use openapi_bindgen::version::rule::{rules, Shown};
use openapi_bindgen::version::Report;
use std::collections::BTreeSet;

const OPERATION: &str = "an operation is asked and answered as one";
const PARAMETER: &str = "parameters are sent; headers that are received are R112 and R113";
const STATUS: &str = "a request has no status";
const NAME: &str = "names are the same on both sides";
const CRATE: &str = "it is about the bindings as a whole";

/// Each rule with those that report the way back, and those that report the same on the other side: numbers, or the reason
/// why there are none.
const MIRRORS: &[(u8, &str, &str)] = &[
    (1, "2", OPERATION),
    (2, "1", OPERATION),
    (3, "4", OPERATION),
    (4, "3", OPERATION),
    (5, "5", OPERATION),
    (6, "6", OPERATION),
    (7, "7", OPERATION),
    (8, "8", OPERATION),
    (9, "9", OPERATION),
    (10, "10", OPERATION),
    (11, "11", OPERATION),
    (12, "12", "what a server sends by itself is a response to us"),
    (13, "13", "what a server sends by itself is a response to us"),
    (14, "14", "14"),
    (15, "15", OPERATION),
    (16, "16", OPERATION),
    (17, "20", PARAMETER),
    (18, "20", PARAMETER),
    (19, "20", PARAMETER),
    (20, "17 18 19", PARAMETER),
    (21, "22", PARAMETER),
    (22, "21", PARAMETER),
    (23, "23 24", PARAMETER),
    (24, "23 28", PARAMETER),
    (25, "25", PARAMETER),
    (26, "26", PARAMETER),
    (27, "27", PARAMETER),
    (28, "24", PARAMETER),
    (29, "29", PARAMETER),
    (30, "30", PARAMETER),
    (31, "32", "31"),
    (32, "31", "32"),
    (33, "33", PARAMETER),
    (34, "34", PARAMETER),
    (35, "35", PARAMETER),
    (36, "36", PARAMETER),
    (37, "39", "105"),
    (38, "39", "105"),
    (39, "37 38", "105"),
    (40, "41", "105"),
    (41, "40", "105"),
    (42, "43", "110"),
    (43, "42", "111"),
    (44, "44", "of a response every declared media type is read"),
    (45, "45", "the encoding of a response is not declared"),
    (46, "46", "a response is told by its media type without parameters"),
    (47, "47", "what a response holds is reported by R64, R110 and R111"),
    (48, "53", "49"),
    (49, "54", "48"),
    (50, "53", "51"),
    (51, "55", "50"),
    (52, "55", "it is about schemas that both hold"),
    (53, "48 50", "54 55"),
    (54, "49", "53"),
    (55, "51 52", "53"),
    (56, "57 59", "58"),
    (57, "56", "59"),
    (58, "59", "56"),
    (59, "56 58", "57"),
    (60, "62", "61"),
    (61, "62", "60"),
    (62, "60 61", "62"),
    (63, "63", "63"),
    (64, "64 65", "64"),
    (65, "64", "65"),
    (66, "66", "66"),
    (67, "67", "67"),
    (68, "68", "68"),
    (69, "69", "69"),
    (70, "70", "70"),
    (71, "71", "71"),
    (72, "73", "72"),
    (73, "72", "73"),
    (74, "74", "74"),
    (75, "75", "75"),
    (76, "76 77", "76"),
    (77, "76", "77"),
    (78, "78", "78"),
    (79, "79", "79"),
    (80, "80", "responses have no `new()`, and nothing else has an order"),
    (81, "81", "81"),
    (82, "82", "82"),
    (83, "83", "83"),
    (84, "85", "84"),
    (85, "84", "85"),
    (86, "86", "86"),
    (87, "89 90", "88"),
    (88, "89", "87"),
    (89, "87 88", "90"),
    (90, "87", "89"),
    (91, "92", "91"),
    (92, "91", "92"),
    (93, "93", "93"),
    (94, "94", "94"),
    (95, "95", "95"),
    (96, "97", "96"),
    (97, "96", "97"),
    (98, "98", "98"),
    (99, "99", "99"),
    (100, "100", "100"),
    (101, "101", "101"),
    (102, "102", "102"),
    (103, "104", STATUS),
    (104, "103", STATUS),
    (105, "105", "37 38 39 40 41"),
    (106, "107", STATUS),
    (107, "106", STATUS),
    (108, "108", STATUS),
    (109, "109", "a request has no error; R64 reports its body"),
    (110, "111", "42"),
    (111, "110", "43"),
    (112, "113", "headers that are sent are parameters"),
    (113, "112 113", "headers that are sent are parameters"),
    (114, "114", "a request has no links"),
    (115, "116", NAME),
    (116, "115 116", NAME),
    (117, "117", NAME),
    (118, "118", NAME),
    (119, "119", NAME),
    (120, "120", NAME),
    (121, "122", OPERATION),
    (122, "121", OPERATION),
    (123, "123", OPERATION),
    (124, "124", OPERATION),
    (125, "125", "125"),
    (126, "126", CRATE),
    (127, "127", CRATE),
    (128, "128", CRATE),
];

/// Returns the rules that a cell of the table names; none if it has a reason instead.
fn numbers(cell: &str) -> BTreeSet<u8> {
    cell.split(' ').map_while(|word| word.parse().ok()).collect()
}

/// How a rule is reported, and what mirrors it.
fn mirror(code: u8, column: fn(&(u8, &'static str, &'static str)) -> &'static str) -> BTreeSet<u8> {
    numbers(column(MIRRORS.iter().find(|row| row.0 == code).unwrap()))
}

fn back(row: &(u8, &'static str, &'static str)) -> &'static str {
    row.1
}

fn side(row: &(u8, &'static str, &'static str)) -> &'static str {
    row.2
}

#[test]
fn each_rule_has_its_mirrors_or_a_reason() {
    let listed: Vec<u8> = MIRRORS.iter().map(|row| row.0).collect();
    assert_eq!(listed, rules().map(|rule| rule.code.0).collect::<Vec<_>>());
    let shown = |code: u8| rules().find(|rule| rule.code.0 == code).unwrap().shown;
    for column in [back, side] {
        for row in MIRRORS {
            let (code, cell) = (row.0, column(row));
            assert!(
                !numbers(cell).is_empty() || cell.len() > 10,
                "R{code} has neither a mirror nor a reason"
            );
            for other in numbers(cell) {
                assert!(
                    mirror(other, column).contains(&code),
                    "R{other} mirrors R{code}, which does not mirror it"
                );
                // One that cannot be reported stands for none.
                assert_eq!(
                    shown(other) == Shown::Itself,
                    shown(code) == Shown::Itself,
                    "R{code} and R{other}"
                );
            }
        }
    }
}

fn codes(report: &Report) -> BTreeSet<u8> {
    report.changes.iter().map(|change| change.code.0).collect()
}

/// Every row goes both ways on both sides, and what it reports is the mirror of what it reported.
#[test]
fn each_row_is_reported_by_the_mirrors_of_its_rules() {
    let mut wrong = Vec::new();
    for (path, rows) in all_rows() {
        for row in rows.iter().filter(|row| row.back.is_none()) {
            let mut reported = Vec::new();
            for (_, old, new, _) in &row.pairs {
                let there = codes(&compare(old, new, row.configs.each_ref().map(Option::as_ref)));
                reported.push([there, codes(&compare(new, old, row.back()))]);
            }
            // A request and a response, where a row is of both.
            let sides = if reported.len() > 1 { vec![(0, 1), (1, 0)] } else { Vec::new() };
            let ways = (0..reported.len()).flat_map(|it| [(it, 0, it, 1), (it, 1, it, 0)]);
            let all = ways.map(|it| (it, back as fn(&_) -> _));
            let sides = sides.into_iter().flat_map(|(a, b)| [(a, 0, b, 0), (a, 1, b, 1)]);
            for ((a, b, c, d), column) in all.chain(sides.map(|it| (it, side as fn(&_) -> _))) {
                for code in &reported[a][b] {
                    let wanted = mirror(*code, column);
                    if !wanted.is_empty() && wanted.is_disjoint(&reported[c][d]) {
                        wrong.push(format!("{}: {}: R{code} without {wanted:?}", path.display(), row.says));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
