//! Media types: what an operation asks for, and that the answer's media type decides how it is read.

use consumer::response_errors::operations::api::VariousError;
use consumer::response_media_types::Error;
use consumer::response_media_types::operations::api::{
    DialectsOutput, PictureOrDataOutput, ReportOutput, VersionedOutput,
};
use http::{Request, Response};

use crate::{answered, client, header, json, response};

/// Returns what a call asks for.
fn accept(request: Request<bytes::Bytes>) -> String {
    header(&request, "accept").to_owned()
}

fn report(response: Response<bytes::Bytes>) -> ReportOutput {
    answered!(response_media_types, response).api().report().send_blocking().unwrap().output
}

#[test]
fn what_is_declared_and_can_be_read_is_asked_for_preferred_first() {
    let client = client!(response_media_types);
    let api = client.api();
    assert_eq!(
        accept(api.report().into_request().unwrap()),
        "application/json, text/csv, application/pdf, application/problem+json"
    );
    // XML and text of the same schema are other encodings of it, which are not read.
    assert_eq!(accept(api.encodings().into_request().unwrap()), "application/json, text/json");
    assert_eq!(accept(api.pictures().into_request().unwrap()), "image/png, image/*");
    assert_eq!(accept(api.anything().into_request().unwrap()), "*/*, application/problem+json");
    assert_eq!(accept(api.picture_or_data().into_request().unwrap()), "application/json, image/*");
    assert_eq!(accept(api.head_only().into_request().unwrap()), "application/hal+json");
    assert_eq!(accept(api.misspelt().into_request().unwrap()), "*/*");
    // Parameters say which version or shape is wanted; a charset says nothing.
    assert_eq!(
        accept(api.versioned().into_request().unwrap()),
        "application/json, application/vnd.report+json; version=2, application/json;times=rfc3339"
    );
    assert_eq!(accept(api.ambiguous().into_request().unwrap()), "application/json; v=1");
    assert_eq!(accept(api.watched().into_request().unwrap()), "application/json");
    let chosen = api.report().header("accept", "text/csv").into_request().unwrap();
    assert_eq!(accept(chosen), "text/csv");
}

#[test]
fn the_media_type_of_the_answer_decides_the_variant() {
    assert!(matches!(report(json(200, r#"{"total":3}"#)), ReportOutput::Ok(report) if report.total == 3));
    let csv = report(response(200, "Text/CSV; charset=utf-8; header=present", "a,b"));
    assert!(matches!(csv, ReportOutput::OkCsv(text) if text == "a,b"));
    let pdf = report(response(200, "application/pdf", "%PDF"));
    assert!(matches!(pdf, ReportOutput::OkPdf(bytes) if &bytes[..] == b"%PDF"));
    assert!(matches!(report(json(202, r#"{"id":"7"}"#)), ReportOutput::Accepted(job) if job.id == "7"));
    assert!(matches!(report(response(204, "", "")), ReportOutput::NoContent));
    // Another kind of JSON, and an answer that does not say what it is.
    let hal = report(response(200, "application/hal+json", r#"{"total":3}"#));
    assert!(matches!(hal, ReportOutput::Ok(_)));
    assert!(matches!(report(response(200, "", r#"{"total":3}"#)), ReportOutput::Ok(_)));
    assert!(matches!(report(response(200, "text/plain", r#"{"total":3}"#)), ReportOutput::Ok(_)));
}

#[test]
fn a_dialect_is_told_from_another_and_a_range_takes_what_is_in_it() {
    let dialects = |media_type, body| {
        let client = answered!(response_media_types, response(200, media_type, body));
        client.api().dialects().send_blocking().unwrap().output
    };
    assert!(matches!(dialects("application/hal+json", r#"{"total":1}"#), DialectsOutput::Ok(_)));
    let job = dialects("application/vnd.job+json", r#"{"id":"1"}"#);
    assert!(matches!(job, DialectsOutput::OkVndJobJson(_)));
    let either = |media_type, body| {
        let client = answered!(response_media_types, response(200, media_type, body));
        client.api().picture_or_data().send_blocking().unwrap().output
    };
    assert!(matches!(either("image/webp", "RIFF"), PictureOrDataOutput::OkImage(_)));
    assert!(matches!(either("application/json", r#"{"id":"1"}"#), PictureOrDataOutput::Ok(_)));
}

#[test]
fn an_answer_need_not_repeat_the_parameters_of_its_media_type() {
    for media_type in ["application/vnd.report+json", "application/vnd.report+json;version=3"] {
        let client = answered!(response_media_types, response(200, media_type, r#"{"total":1}"#));
        let output = client.api().versioned().send_blocking().unwrap().output;
        assert!(matches!(output, VersionedOutput::OkVndReportJson(report) if report.total == 1));
    }
    let client = answered!(response_media_types, json(400, r#"{"title":"no"}"#));
    let error = client.api().versioned().send_blocking().unwrap_err();
    assert!(matches!(error, Error::Api { error, .. } if error.title.as_deref() == Some("no")));
}

#[test]
fn a_media_type_that_is_not_declared_is_kept_whole() {
    for (media_type, body) in [("text/html", "<h1>login</h1>"), ("application/msword", "\u{1}\u{2}")] {
        let client = answered!(response_media_types, response(200, media_type, body));
        let error = client.api().report().send_blocking().unwrap_err();
        assert!(matches!(error, Error::Undeclared { .. }), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
        assert_eq!(error.headers().map(|kept| kept["content-type"].as_bytes()), Some(media_type.as_bytes()));
        let error = client.api().pictures().send_blocking().unwrap_err();
        assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
        let error = client.api().markup().send_blocking();
        assert_eq!(error.is_ok(), media_type == "text/html");
        assert_eq!(&client.api().anything().send_blocking().unwrap().output[..], body.as_bytes());
    }
}

#[test]
fn json_that_fits_is_read_whatever_the_server_calls_it() {
    let client = answered!(response_media_types, response(200, "text/html", r#"{"total":3}"#));
    assert_eq!(client.api().encodings().send_blocking().unwrap().output.total, 3);
    // With the mark that editors put before a text.
    let client = answered!(response_media_types, json(200, "\u{feff}{\"total\":4}"));
    assert_eq!(client.api().encodings().send_blocking().unwrap().output.total, 4);
    let client = answered!(response_media_types, response(200, "application/xml", "<total>3</total>"));
    let error = client.api().encodings().send_blocking().unwrap_err();
    assert!(error.to_string().contains("which the document does not have"), "{error}");
}

#[test]
fn an_error_without_a_body_is_one_of_its_own() {
    let client = answered!(response_errors, response(404, "text/html", "<h1>gone</h1>"));
    let error = client.api().mixed().send_blocking().unwrap_err();
    assert!(matches!(error, consumer::response_errors::Error::Status { .. }), "{error}");
    assert_eq!(error.body().map(|kept| &kept[..]), Some(&b"<h1>gone</h1>"[..]));
    let error = client.api().various().send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(VariousError::NotFound)), "{error}");
    let client = answered!(response_errors, json(409, r#"{"title":"taken"}"#));
    let error = client.api().various().send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(VariousError::Conflict(_))), "{error}");
}
