//! Streams: a method of its own beside JSON, typed events and items, and bytes while they arrive.

use consumer::response_sequential::models::ChangesResponseItem;
use consumer::response_sequential::models::Question;
use consumer::response_sequential::operations::api::CreateChatError;

use crate::{answered, body, client, header, json, line, response};

#[test]
fn the_json_method_asks_for_json_and_the_stream_for_events() {
    let client = client!(response_sequential);
    let question = Question::new("why").stream(true);
    let request = client.api().create_chat_stream(&question).limit(3).into_request().unwrap();
    assert_eq!(line(&request), "POST https://example.com/v1/chat?limit=3");
    assert_eq!(body(&request), r#"{"text":"why","stream":true}"#);
    assert_eq!(header(&request, "accept"), "text/event-stream, application/json");
    let request = client.api().create_chat(&question).limit(3).into_request().unwrap();
    assert_eq!(header(&request, "accept"), "application/json, text/event-stream");
    assert_eq!(header(&client.api().each().into_request().unwrap(), "accept"), "application/jsonl");
    assert_eq!(header(&client.api().lines().into_request().unwrap(), "accept"), "application/x-ndjson");
}

#[test]
fn events_have_the_type_of_their_schema_and_keep_what_does_not_fit() {
    let text = "data: {\"delta\":\"a\"}\n\ndata: [DONE]\n\n";
    let client = answered!(response_sequential, response(200, "text/event-stream", text));
    let events = client.api().create_chat_stream(&Question::new("why")).send_blocking().unwrap().output;
    let events: Vec<_> = events.into_iter().map(Result::unwrap).collect();
    assert_eq!(events[0].data.as_ref().map(|chunk| chunk.delta.as_str()), Ok("a"));
    assert!(events[1].data.is_err() && events[1].text == "[DONE]");
    assert!(!format!("{events:?}").contains("DONE"));
}

#[test]
fn an_event_that_is_no_json_may_be_a_listed_text() {
    use consumer::response_sequential::models::UntilResponse as Item;
    let text = "data: {\"delta\":\"a\"}\n\ndata: [DONE]\n\n";
    let client = answered!(response_sequential, response(200, "text/event-stream", text));
    let events = client.api().until().send_blocking().unwrap().output.into_iter();
    let events: Vec<_> = events.map(|event| event.unwrap().data.unwrap()).collect();
    assert!(matches!(&events[..], [Item::Chunk(chunk), _] if chunk.delta == "a"), "{events:?}");
}

#[test]
fn a_schema_of_the_whole_event_is_read_with_its_kind() {
    let text = "event: added\ndata: {\"line\":\"x\"}\n\nevent: removed\ndata: 7\n\n";
    let client = answered!(response_sequential, response(200, "text/event-stream", text));
    let changes = client.api().changes().send_blocking().unwrap().output;
    let changes: Vec<_> = changes.into_iter().map(|event| event.unwrap().data.unwrap()).collect();
    assert!(matches!(&changes[0], ChangesResponseItem::Added(_)), "{changes:?}");
    let text = "event: add\ndata: {\"line\":\"x\"}\n\n";
    let client = answered!(response_sequential, response(200, "text/event-stream", text));
    let mut events = client.api().events().send_blocking().unwrap().output.into_iter();
    let event = events.next().unwrap().unwrap().data.unwrap();
    assert_eq!(event.data, r#"{"line":"x"}"#);
}

#[test]
fn no_content_is_no_stream() {
    let client = answered!(response_sequential, response(204, "", ""));
    assert!(client.api().ticks().send_blocking().unwrap().output.is_none());
    let client = answered!(response_sequential, response(200, "text/event-stream", "data: 1\n\n"));
    let ticks = client.api().ticks().send_blocking().unwrap().output.unwrap();
    assert_eq!(ticks.into_iter().map(|tick| tick.unwrap().text).collect::<Vec<_>>(), ["1"]);
}

#[test]
fn an_error_of_a_stream_is_typed() {
    let client = answered!(response_sequential, json(429, r#"{"line":"later"}"#));
    let error = client.api().create_chat_stream(&Question::new("why")).send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(CreateChatError::TooManyRequests(_))), "{error}");
}

#[test]
fn items_come_one_by_one() {
    let text = "{\"line\":\"a\"}\n{\"line\":1}\n{\"line\":\"b\"}";
    let client = answered!(response_sequential, response(200, "application/x-ndjson", text));
    let items: Vec<_> = client.api().lines().send_blocking().unwrap().output.into_iter().collect();
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].as_ref().unwrap().line.as_deref(), Some("a"));
    assert!(items[1].is_err());
    assert_eq!(items[2].as_ref().unwrap().line.as_deref(), Some("b"));
}

#[test]
fn bytes_are_whole_or_come_while_they_arrive() {
    let client = answered!(response_sequential, response(200, "application/octet-stream", "abc"));
    assert_eq!(&client.api().download().send_blocking().unwrap().output[..], b"abc");
    let response = client.api().download().streaming().send_blocking().unwrap();
    assert_eq!(response.status().as_u16(), 200);
    let pieces: Vec<_> = response.output.into_iter().map(Result::unwrap).collect();
    assert_eq!(pieces.concat(), b"abc");
}
