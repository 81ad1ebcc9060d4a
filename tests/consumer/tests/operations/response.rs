//! Answers: which status is which outcome, and that nothing is lost when an answer is not what the document says.

use consumer::response_errors::operations::api::{
    RangesError, SeveralError, SpecificAndDefaultError, TextError,
};
use consumer::response_statuses::operations::api::{DiffersOutput, ThreeOutput};

use crate::{answered, client, header, json, response};

#[test]
fn statuses_with_one_schema_have_one_output() {
    for status in [200, 201] {
        let client = answered!(response_statuses, json(status, r#"{"name":"Rex"}"#));
        assert_eq!(client.api().same().send_blocking().unwrap().output.name.as_deref(), Some("Rex"));
    }
}

#[test]
fn an_empty_success_is_none() {
    let client = answered!(response_statuses, response(204, "", ""));
    assert!(client.api().or_empty().send_blocking().unwrap().output.is_none());
    let client = answered!(response_statuses, json(200, "{}"));
    assert!(client.api().or_empty().send_blocking().unwrap().output.is_some());
}

#[test]
fn differing_successes_are_told_by_their_status() {
    let client = answered!(response_statuses, json(202, r#"{"id":"7"}"#));
    let output = client.api().differs().send_blocking().unwrap().output;
    assert!(matches!(&output, DiffersOutput::Accepted(job) if job.id == "7"), "{output:?}");
    let client = answered!(response_statuses, response(204, "", ""));
    let output = client.api().three().send_blocking().unwrap().output;
    assert!(matches!(output, ThreeOutput::NoContent), "{output:?}");
}

#[test]
fn a_status_beyond_the_classes_of_http_is_a_declared_error() {
    let client = answered!(response_informational, json(999, r#"{"title":"Robots"}"#));
    let error = client.api().list().send_blocking().unwrap_err();
    assert_eq!(error.api().and_then(|problem| problem.title.as_deref()), Some("Robots"));
}

#[test]
fn a_range_and_a_default_are_declared_errors() {
    let client = answered!(response_statuses, json(503, r#"{"title":"down"}"#));
    let error = client.api().range().send_blocking().unwrap_err();
    assert_eq!(error.api().and_then(|problem| problem.title.as_deref()), Some("down"));
    let client = answered!(response_errors, json(418, r#"{"title":"tea"}"#));
    let error = client.api().with_default().send_blocking().unwrap_err();
    assert_eq!(error.api().and_then(|problem| problem.title.as_deref()), Some("tea"));
}

#[test]
fn a_default_alone_is_the_output_of_success_and_no_success_of_an_error() {
    let client = answered!(response_statuses, json(200, r#"{"name":"Rex"}"#));
    assert_eq!(client.api().default_only().send_blocking().unwrap().output.name.as_deref(), Some("Rex"));
    let client = answered!(response_statuses, json(500, r#"{"name":"Rex"}"#));
    assert!(client.api().default_only().send_blocking().is_err());
}

#[test]
fn errors_with_several_schemas_are_told_by_their_status() {
    let several = |status, text: &str| {
        let client = answered!(response_errors, json(status, text));
        client.api().several().send_blocking().unwrap_err()
    };
    assert!(matches!(several(400, r#"{"fields":["a"]}"#).api(), Some(SeveralError::BadRequest(_))));
    assert!(matches!(several(404, "{}").api(), Some(SeveralError::NotFound(_))));
    assert!(matches!(several(409, "{}").api(), Some(SeveralError::Conflict(_))));
    let undeclared = several(500, r#"{"secret":"hush"}"#);
    assert!(undeclared.api().is_none());
    assert_eq!(undeclared.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(undeclared.body().map(|body| &body[..]), Some(&br#"{"secret":"hush"}"#[..]));
    assert!(!format!("{undeclared} {undeclared:?}").contains("hush"));
}

#[test]
fn the_specific_status_goes_before_the_range_and_the_default() {
    let ranges = |status, text: &str| {
        let client = answered!(response_errors, json(status, text));
        client.api().ranges().send_blocking().unwrap_err()
    };
    assert!(matches!(ranges(404, "{}").api(), Some(RangesError::NotFound(_))));
    assert!(matches!(ranges(403, r#"{"fields":[]}"#).api(), Some(RangesError::Status4xx(_))));
    assert!(matches!(ranges(502, "{}").api(), Some(RangesError::Status5xx(_))));
    let client = answered!(response_errors, json(422, r#"{"fields":[]}"#));
    let error = client.api().specific_and_default().send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(SpecificAndDefaultError::UnprocessableContent(_))));
    let client = answered!(response_errors, json(500, "{}"));
    let error = client.api().specific_and_default().send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(SpecificAndDefaultError::Default(_))));
}

#[test]
fn an_error_that_does_not_decode_keeps_status_and_body() {
    let client = answered!(response_errors, response(400, "text/html", "<h1>no</h1>"));
    let error = client.api().one().send_blocking().unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<h1>no</h1>"[..]));
}

#[test]
fn an_error_in_text_is_its_text() {
    let client = answered!(response_errors, response(400, "text/plain", "too long"));
    let error = client.api().text().send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(TextError::BadRequest(text)) if text == "too long"));
}

#[test]
fn each_kind_of_content_is_read() {
    let text = answered!(response_content, response(200, "text/plain; charset=utf-8", "schön"));
    assert_eq!(text.api().text().send_blocking().unwrap().output, "schön");
    let bytes = answered!(response_content, response(200, "application/octet-stream", "\0\u{1}"));
    assert_eq!(&bytes.api().bytes().send_blocking().unwrap().output[..], b"\0\x01");
    let array = answered!(response_content, json(200, r#"[{"name":"a"},null,{"name":"b"}]"#));
    assert_eq!(array.api().array().send_blocking().unwrap().output.len(), 2);
    let scalar = answered!(response_content, json(200, "41"));
    assert_eq!(scalar.api().scalar().send_blocking().unwrap().output, 41);
    let nullable = answered!(response_content, json(200, "null"));
    assert!(nullable.api().nullable().send_blocking().unwrap().output.is_none());
    let hal = answered!(response_content, response(200, "application/hal+json", r#"{"name":"a"}"#));
    assert_eq!(hal.api().hal().send_blocking().unwrap().output.name.as_deref(), Some("a"));
    let inline = answered!(response_content, json(200, r#"{"total":1,"pets":[{"id":"x"}]}"#));
    assert_eq!(inline.api().inline().send_blocking().unwrap().output.total, 1);
}

#[test]
fn a_body_that_is_bytes_or_any_text_is_handed_over_as_it_is() {
    use consumer::response_raw::operations::api::EitherOutput;
    let client = || answered!(response_raw, response(200, "text/plain", "line 1\n"));
    assert_eq!(client().api().log().send_blocking().unwrap().output, "line 1\n");
    assert_eq!(&client().api().proxy().send_blocking().unwrap().body()[..], b"line 1\n");
    assert!(
        matches!(client().api().either().send_blocking().unwrap().output, EitherOutput::OkOther(text) if text == "line 1\n")
    );
    let client = || answered!(response_raw, json(200, r#"{"name":"Rex"}"#));
    assert_eq!(&client().api().export().send_blocking().unwrap().output[..], br#"{"name":"Rex"}"#);
    assert_eq!(client().api().pet().send_blocking().unwrap().output.name, "Rex");
    assert!(
        matches!(client().api().either().send_blocking().unwrap().output, EitherOutput::Ok(pet) if pet.name == "Rex")
    );
    let client = client!(response_raw);
    assert_eq!(header(&client.api().log().into_request().unwrap(), "accept"), "*/*");
    assert_eq!(header(&client.api().export().into_request().unwrap(), "accept"), "application/json");
}

#[test]
fn a_decode_error_names_the_path_and_not_the_value() {
    let client = answered!(response_content, json(200, r#"{"total":1,"pets":[{"id":["hush"]}]}"#));
    let error = client.api().inline().send_blocking().unwrap_err().to_string();
    assert!(error.contains("pets[0].id") && !error.contains("hush"), "{error}");
}

#[test]
fn a_success_that_is_not_json_is_an_error_with_the_body_kept() {
    let client = answered!(response_content, response(200, "text/html", "<h1>login</h1>"));
    let error = client.api().several().send_blocking().unwrap_err();
    assert_eq!(error.body().map(|body| body.len()), Some(14));
}
