//! A short soak: `cargo run --release -p wire --bin soak` is the long one.

use wire::{soak, streams};

#[tokio::test(flavor = "multi_thread")]
async fn every_call_ends_in_time_in_a_value_or_a_typed_error() {
    let report = soak::run(2_000, 2).await.unwrap();
    assert!(report.complaints.is_empty(), "{:#?}", report.complaints);
    assert_eq!(report.panics, 0);
    let faults = streams::faults().count();
    let met = (0..faults).filter(|fault| report.counts.keys().any(|(met, _)| met == fault)).count();
    assert_eq!(met, faults, "{}", report.to_markdown());
    assert_eq!(report.counts.values().sum::<u64>(), 2_000);
}
