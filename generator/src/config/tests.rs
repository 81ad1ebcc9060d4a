//! What is read, and what is refused where it stands.

use super::*;

fn problems(text: &str) -> Vec<(Code, String)> {
    let mut sink = Sink::default();
    Config::read(text, &mut sink);
    sink.diagnostics().iter().map(|it| (it.code, it.at.to_string())).collect()
}

#[test]
fn options_are_read_in_full_and_in_short() {
    let mut sink = Sink::default();
    let config = Config::read(
        "client: { name: Api, parameters: [serviceId], environment: { bearer: TOKEN }, transports: [tower] }\n\
         servers: { 'https://us.example.com': UnitedStates }\n\
         tags: { Native SSO: native_sso }\n\
         operations: { native_sso_api: { name: process }, 'GET /pets': { name: list } }\n\
         schemas: { result: { name: ApiResult } }\n\
         redact: ['*.accessToken']\n",
        &mut sink,
    );
    assert_eq!(sink.diagnostics(), []);
    assert_eq!(config.client.name.as_deref(), Some("Api"));
    assert_eq!(config.client.parameters, ["serviceId"]);
    assert_eq!(config.client.environment.get("bearer").map(String::as_str), Some("TOKEN"));
    assert_eq!(config.client.transports, Some(vec![Transport::Tower]));
    assert_eq!(
        config.servers.get("https://us.example.com").and_then(|it| it.name.as_deref()),
        Some("UnitedStates")
    );
    assert_eq!(config.tags.get("Native SSO").and_then(|it| it.name.as_deref()), Some("native_sso"));
    let list = config.operations.get("GET /pets").and_then(|it| it.name.as_deref());
    assert_eq!(list, Some("list"));
    assert_eq!(config.schemas.get("result").and_then(|it| it.name.as_deref()), Some("ApiResult"));
    assert_eq!(config.redact, [Selector::new("*.accessToken")]);
}

#[test]
fn an_empty_file_decides_nothing() {
    assert_eq!(Config::read("# nothing yet\n", &mut Sink::default()), Config::default());
    assert_eq!(problems(""), []);
}

#[test]
fn an_unknown_key_is_refused_where_it_stands() {
    let found = problems("client: { nmae: X }\noperations: { a: { names: b } }\nserver: {}\n");
    let at: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(at, ["/client/nmae", "/operations/a/names", "/server"]);
    assert!(found.iter().all(|(code, _)| *code == Code::UnknownOption));
}

#[test]
fn a_name_that_is_no_identifier_of_the_right_case_is_refused() {
    for name in ["Fn", "native-sso", "type", "nativeSso", "9a", "''", "lib", "_x", "gen", "größe", "'a; b'"]
    {
        let found = problems(&format!("tags: {{ a: {name} }}"));
        assert_eq!(found, [(Code::UnusableName, "/tags/a".to_owned())], "{name}");
    }
    for name in ["Self", "pet", "A_B"] {
        let found = problems(&format!("schemas: {{ a: {{ name: {name} }} }}"));
        assert_eq!(found, [(Code::UnusableName, "/schemas/a/name".to_owned())], "{name}");
    }
}

#[test]
fn a_value_of_another_type_is_refused() {
    let found = problems("client: []\nredact: [1, x, a.b]\ntags: { a: [b] }\n");
    let at: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(at, ["/client", "/redact/0", "/redact/1", "/tags/a"]);
}

#[test]
fn what_is_no_yaml_is_refused_in_the_name_of_the_configuration() {
    let mut sink = Sink::default();
    Config::read("client: [", &mut sink);
    let sources: Vec<_> = sink.diagnostics().iter().map(|it| it.source).collect();
    assert_eq!(sources, [crate::diagnostic::Source::Configuration]);
}
