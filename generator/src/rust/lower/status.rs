//! Statuses: which are success and which are errors, and what they are called.

use crate::model::Status;

pub(super) fn is_redirection(status: Status) -> bool {
    matches!(status, Status::Code(300..=399) | Status::Range(3))
}

pub(super) fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Codes beyond 599 are outside of HTTP's classes, but servers send them and clients hand them on.
pub(super) fn is_failure(status: Status) -> bool {
    matches!(status, Status::Code(300..) | Status::Range(3..=5) | Status::Default)
}

pub(super) fn words(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}00 to {digit}99"),
        Status::Default => "not declared otherwise".to_owned(),
    }
}

/// Returns the words for a status that name what belongs to it.
pub(super) fn text(status: Status) -> String {
    match status {
        Status::Code(code) => reason(code).map_or_else(|| format!("Status {code}"), str::to_owned),
        Status::Range(digit) => format!("Status {digit}xx"),
        Status::Default => "Default".to_owned(),
    }
}

/// Returns the reason phrase of a registered status (RFC 9110).
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "Non Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi Status",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}
