//! Security schemes and requirements.

use super::field;
use super::{reference, Cx};
use crate::diagnostic::Code;
use crate::document::normalise;
use crate::document::place::Place;
use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow,
    OAuth2Flows, PasswordOAuth2Flow, ReferenceOr, SecurityRequirement, SecurityScheme,
};
use serde_json::Value;

/// Reads `security`; `null` is as if it were absent, which is not the same as empty.
pub fn requirements(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Vec<SecurityRequirement>> {
    let alternatives = field::array(cx, at, value)?;
    Some(field::list(cx, at, Value::Array(alternatives), requirement))
}

/// Reads one alternative: scheme names with their scopes. A bare name, which many write, is one without scopes.
fn requirement(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<SecurityRequirement> {
    match value {
        Value::Object(_) => {
            Some(field::map(cx, at, value, |cx, at, value| Some(field::strings(cx, at, value))))
        }
        Value::String(name) => {
            cx.report(
                Code::WrongType,
                at,
                format!("this is a string, not an object; it is read as `{name}: []`"),
            );
            Some(SecurityRequirement::from([(name, Vec::new())]))
        }
        other => field::wrong_type(cx, at, &other, "an object"),
    }
}

/// Reads a security scheme or a reference to one.
pub fn scheme_or_reference(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    value: Value,
) -> Option<ReferenceOr<SecurityScheme>> {
    reference::or_item(cx, at, value, |cx, at, value| Some(scheme(cx, at, value)))
}

/// All members that some type of scheme has.
#[derive(Default)]
struct Members {
    ty: Option<String>,
    name: Option<String>,
    location: Option<APIKeyLocation>,
    scheme: Option<String>,
    bearer_format: Option<String>,
    flows: Option<OAuth2Flows>,
    open_id_connect_url: Option<String>,
    description: Option<String>,
    extensions: IndexMap<String, Value>,
}

fn scheme(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> SecurityScheme {
    let mut members = Members::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "type" => members.ty = field::string(cx, &at, value),
            "name" => members.name = field::string(cx, &at, value),
            "in" => members.location = location(cx, &at, value),
            "scheme" => members.scheme = field::string(cx, &at, value),
            "bearerFormat" => members.bearer_format = field::string(cx, &at, value),
            "flows" => members.flows = Some(flows(cx, &at, value)),
            "oauth2MetadataUrl" | "deprecated" => {}
            "openIdConnectUrl" => members.open_id_connect_url = field::string(cx, &at, value),
            "description" => members.description = field::string(cx, &at, value),
            _ => field::other(cx, &at, &key, value, &mut members.extensions),
        }
    }
    members.scheme(cx, at)
}

impl Members {
    /// Makes a scheme of them, if they are those of one.
    fn scheme(self, cx: &mut Cx<'_>, at: &Place<'_>) -> SecurityScheme {
        let Self { description, extensions, .. } = self;
        match (self.ty.as_deref(), self.name, self.location, self.scheme) {
            (Some("apiKey"), Some(name), Some(location), _) => {
                SecurityScheme::APIKey { location, name, description, extensions }
            }
            (Some("http"), _, _, Some(scheme)) => http(scheme, self.bearer_format, description, extensions),
            (Some("oauth2"), ..) => {
                let flows = self.flows.unwrap_or_default();
                SecurityScheme::OAuth2 { flows, description, extensions }
            }
            (Some("openIdConnect"), ..) => {
                let open_id_connect_url = self.open_id_connect_url.unwrap_or_default();
                SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions }
            }
            (Some(ty @ "mutualTLS"), ..) => {
                let message =
                    "mutual TLS is a matter of the transport: the bindings send no credential for it";
                cx.report(Code::UnsupportedSecurityScheme, at, message);
                unknown(ty, description, extensions)
            }
            (ty, name, ..) => {
                let ty = ty.unwrap_or_default();
                report_unknown(cx, at, ty, name.is_none());
                unknown(ty, description, extensions)
            }
        }
    }
}

/// Keeps a scheme of another type as an `http` scheme that nobody speaks.
fn unknown(ty: &str, description: Option<String>, mut extensions: IndexMap<String, Value>) -> SecurityScheme {
    extensions.insert(normalise::extension::SECURITY_TYPE.to_owned(), ty.into());
    http(ty.to_owned(), None, description, extensions)
}

fn http(
    scheme: String,
    bearer_format: Option<String>,
    description: Option<String>,
    extensions: IndexMap<String, Value>,
) -> SecurityScheme {
    SecurityScheme::HTTP { scheme, bearer_format, description, extensions }
}

fn report_unknown(cx: &mut Cx<'_>, at: &Place<'_>, ty: &str, nameless: bool) {
    let what = match ty {
        "" => "this security scheme has no `type`".to_owned(),
        "apiKey" if nameless => "this security scheme has no `name`".to_owned(),
        "apiKey" => "this security scheme has no `in` that is `header`, `query` or `cookie`".to_owned(),
        "http" => "this security scheme has no `scheme`, such as `bearer`".to_owned(),
        ty => format!("`{ty}` is no type of security schemes"),
    };
    cx.report(
        Code::UnknownSecurityScheme,
        at,
        format!("{what}; the bindings send nothing that asks for it unless the caller does"),
    );
}

fn location(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<APIKeyLocation> {
    match field::string(cx, at, value)?.as_str() {
        "query" => Some(APIKeyLocation::Query),
        "header" => Some(APIKeyLocation::Header),
        "cookie" => Some(APIKeyLocation::Cookie),
        _ => None,
    }
}

fn flows(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> OAuth2Flows {
    let mut flows = OAuth2Flows::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "implicit" => flows.implicit = Some(flow(cx, &at, value).implicit()),
            "password" => flows.password = Some(flow(cx, &at, value).password()),
            "clientCredentials" => flows.client_credentials = Some(flow(cx, &at, value).client_credentials()),
            // The bindings take tokens from a provider, whichever way it goes about it.
            "deviceAuthorization" => drop(flow(cx, &at, value)),
            "authorizationCode" => flows.authorization_code = Some(flow(cx, &at, value).authorization_code()),
            _ => field::other(cx, &at, &key, value, &mut flows.extensions),
        }
    }
    flows
}

/// All members that some flow has; URLs that are absent are empty.
#[derive(Default)]
struct Flow {
    authorization_url: String,
    token_url: String,
    refresh_url: Option<String>,
    scopes: IndexMap<String, String>,
    extensions: IndexMap<String, Value>,
}

impl Flow {
    fn implicit(self) -> ImplicitOAuth2Flow {
        ImplicitOAuth2Flow {
            authorization_url: self.authorization_url,
            refresh_url: self.refresh_url,
            scopes: self.scopes,
            extensions: self.extensions,
        }
    }

    fn password(self) -> PasswordOAuth2Flow {
        PasswordOAuth2Flow {
            refresh_url: self.refresh_url,
            token_url: self.token_url,
            scopes: self.scopes,
            extensions: self.extensions,
        }
    }

    fn client_credentials(self) -> ClientCredentialsOAuth2Flow {
        ClientCredentialsOAuth2Flow {
            refresh_url: self.refresh_url,
            token_url: self.token_url,
            scopes: self.scopes,
            extensions: self.extensions,
        }
    }

    fn authorization_code(self) -> AuthorizationCodeOAuth2Flow {
        AuthorizationCodeOAuth2Flow {
            authorization_url: self.authorization_url,
            token_url: self.token_url,
            refresh_url: self.refresh_url,
            scopes: self.scopes,
            extensions: self.extensions,
        }
    }
}

fn flow(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Flow {
    let mut flow = Flow::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "authorizationUrl" => flow.authorization_url = field::string(cx, &at, value).unwrap_or_default(),
            "tokenUrl" => flow.token_url = field::string(cx, &at, value).unwrap_or_default(),
            "deviceAuthorizationUrl" => {}
            "refreshUrl" => flow.refresh_url = field::string(cx, &at, value),
            "scopes" => {
                let text = |cx: &mut Cx<'_>, at: &Place<'_>, value| {
                    Some(field::string(cx, at, value).unwrap_or_default())
                };
                flow.scopes = field::map(cx, &at, value, text);
            }
            _ => field::other(cx, &at, &key, value, &mut flow.extensions),
        }
    }
    flow
}
