//! The options of `bindings.yaml` as methods, for build scripts that do without such a file or add to it.
//!
//! Each writes the key that it is documented with in `docs/configuration.md`; what is wrong with a value is reported by
//! whoever reads the keys, and shows the options as they would stand in a file.

use super::Builder;
use crate::config::{Features, Pagination, Serde, Transport, Word};
use serde_json::{Map, Value};
use std::path::Path;

impl Builder {
    /// Makes the bindings in this edition of the output, and not in that of the bindings that are there (`edition`).
    #[must_use]
    pub fn edition(mut self, number: u64) -> Self {
        *self.place(&["edition"]) = number.into();
        self
    }

    /// Applies an OpenAPI Overlay to the document before it is read; of several, one after the other (`overlays`).
    #[must_use]
    pub fn overlay(self, path: impl AsRef<Path>) -> Self {
        self.extend(&["overlays"], [path.as_ref().display().to_string()])
    }

    /// Emits only these operations, and the schemas that they reach (`select.operations`).
    ///
    /// A selector is an `operationId`, `GET /pets/**`, `/pets`, `tag: Pets` or a pointer such as `#/paths/~1pets/*`.
    ///
    /// ```
    /// # use openapi_bindgen::cargo::Builder;
    /// Builder::new().select_operations(["listPets", "GET /orders/**", "tag: Shops"]);
    /// ```
    #[must_use]
    pub fn select_operations(self, selectors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["select", "operations"], selectors)
    }

    /// Emits these schemas besides those that operations reach (`select.schemas`).
    #[must_use]
    pub fn select_schemas(self, selectors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["select", "schemas"], selectors)
    }

    /// Leaves these operations out, and what only they reach (`skip.operations`).
    #[must_use]
    pub fn skip_operations(self, selectors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["skip", "operations"], selectors)
    }

    /// Leaves these schemas out; where one is used, any JSON value stands (`skip.schemas`).
    #[must_use]
    pub fn skip_schemas(self, selectors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["skip", "schemas"], selectors)
    }

    /// Names the client (`client.name`).
    #[must_use]
    pub fn client_name(self, name: impl Into<String>) -> Self {
        self.set(&["client", "name"], name.into())
    }

    /// Has these path parameters given once on the client (`client.parameters`).
    #[must_use]
    pub fn client_parameters(self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["client", "parameters"], names)
    }

    /// Names the environment variable that holds the credential of a security scheme (`client.environment`).
    #[must_use]
    pub fn environment(self, scheme: impl AsRef<str>, variable: impl Into<String>) -> Self {
        self.set(&["client", "environment", scheme.as_ref()], variable.into())
    }

    /// Says what bindings without features send through (`client.transports`).
    #[must_use]
    pub fn transports(self, transports: impl IntoIterator<Item = Transport>) -> Self {
        self.extend(&["client", "transports"], transports.into_iter().map(Transport::as_str))
    }

    /// Has a layer of the client make spans of `tracing` (`client.tracing`).
    #[must_use]
    pub fn tracing(mut self) -> Self {
        *self.place(&["client", "tracing"]) = Value::Bool(true);
        self
    }

    /// Adds a stub of the service for tests (`client.testing`).
    #[must_use]
    pub fn testing(mut self) -> Self {
        *self.place(&["client", "testing"]) = Value::Bool(true);
        self
    }

    /// Names the variant of a server (`servers.*.name`).
    #[must_use]
    pub fn rename_server(self, url: impl AsRef<str>, name: impl Into<String>) -> Self {
        self.set(&["servers", url.as_ref(), "name"], name.into())
    }

    /// Names the field of a server's variable (`servers.*.variables`).
    #[must_use]
    pub fn rename_server_variable(
        self,
        url: impl AsRef<str>,
        variable: impl AsRef<str>,
        name: impl Into<String>,
    ) -> Self {
        self.set(&["servers", url.as_ref(), "variables", variable.as_ref()], name.into())
    }

    /// Names the module of a tag, and the client's method that leads to it (`tags.*.name`).
    #[must_use]
    pub fn rename_tag(self, tag: impl AsRef<str>, name: impl Into<String>) -> Self {
        self.set(&["tags", tag.as_ref(), "name"], name.into())
    }

    /// Names the method of an operation (`operations.*.name`).
    #[must_use]
    pub fn rename_operation(self, selector: impl AsRef<str>, name: impl Into<String>) -> Self {
        self.set(&["operations", selector.as_ref(), "name"], name.into())
    }

    /// Names the argument of a parameter (`operations.*.parameters`).
    #[must_use]
    pub fn rename_parameter(
        self,
        selector: impl AsRef<str>,
        parameter: impl AsRef<str>,
        name: impl Into<String>,
    ) -> Self {
        self.set(&["operations", selector.as_ref(), "parameters", parameter.as_ref()], name.into())
    }

    /// Names the constant of a header of an operation's responses (`operations.*.headers`).
    #[must_use]
    pub fn rename_header(
        self,
        selector: impl AsRef<str>,
        header: impl AsRef<str>,
        name: impl Into<String>,
    ) -> Self {
        self.set(&["operations", selector.as_ref(), "headers", header.as_ref()], name.into())
    }

    /// Names the type of a schema (`schemas.*.name`).
    ///
    /// An inline schema is selected by the name that its type has otherwise, or by a pointer.
    #[must_use]
    pub fn rename_schema(self, selector: impl AsRef<str>, name: impl Into<String>) -> Self {
        self.set(&["schemas", selector.as_ref(), "name"], name.into())
    }

    /// Names the field of a property (`schemas.*.properties`).
    #[must_use]
    pub fn rename_property(
        self,
        selector: impl AsRef<str>,
        property: impl AsRef<str>,
        name: impl Into<String>,
    ) -> Self {
        self.set(&["schemas", selector.as_ref(), "properties", property.as_ref()], name.into())
    }

    /// Names the variant of a value, or of a member of a union by the name that it has otherwise
    /// (`schemas.*.variants`).
    #[must_use]
    pub fn rename_variant(
        self,
        selector: impl AsRef<str>,
        variant: impl AsRef<str>,
        name: impl Into<String>,
    ) -> Self {
        self.set(&["schemas", selector.as_ref(), "variants", variant.as_ref()], name.into())
    }

    /// Says how operations go on to their next page (`pagination.*`).
    ///
    /// ```
    /// # use openapi_bindgen::{cargo::Builder, config::Pagination};
    /// Builder::new().paginate("GET /pets", Pagination::cursor("after", "/meta/next").items("/data"));
    /// ```
    #[must_use]
    pub fn paginate(mut self, selector: impl AsRef<str>, pagination: Pagination) -> Self {
        for (key, value) in pagination.keys() {
            *self.place(&["pagination", selector.as_ref(), key]) = value;
        }
        self
    }

    /// Sends a key with each call of these operations, so that it can come twice (`idempotency.*`).
    #[must_use]
    pub fn idempotency_key(
        self,
        header: impl Into<String>,
        operations: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.set(&["idempotency", "header"], header.into()).extend(&["idempotency", "operations"], operations)
    }

    /// Chooses the Rust type of a format: a word such as `uuid` or `jiff`, or the path of a type (`formats`).
    #[must_use]
    pub fn format(self, format: impl AsRef<str>, ty: impl Into<String>) -> Self {
        self.set(&["formats", format.as_ref()], ty.into())
    }

    /// Chooses a type of the caller's without `Default` for a format, and what stands for it before it is read
    /// (`formats`).
    #[must_use]
    pub fn format_with_blank(
        self,
        format: impl AsRef<str>,
        ty: impl Into<String>,
        blank: impl Into<String>,
    ) -> Self {
        let format = format.as_ref();
        self.set(&["formats", format, "type"], ty.into()).set(&["formats", format, "blank"], blank.into())
    }

    /// Has a type of yours stand for a schema (`schemas.*.type`).
    #[must_use]
    pub fn replace_schema(self, selector: impl AsRef<str>, ty: impl Into<String>) -> Self {
        self.set(&["schemas", selector.as_ref(), "type"], ty.into())
    }

    /// Has a type of yours stand for a property (`schemas.*.types`).
    #[must_use]
    pub fn replace_property(
        self,
        selector: impl AsRef<str>,
        property: impl AsRef<str>,
        ty: impl Into<String>,
    ) -> Self {
        self.set(&["schemas", selector.as_ref(), "types", property.as_ref()], ty.into())
    }

    /// Has types derive traits besides those that they do (`derive`).
    #[must_use]
    pub fn derive(
        self,
        selector: impl AsRef<str>,
        traits: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.extend(&["derive", selector.as_ref()], traits)
    }

    /// Adds an attribute to types (`type_attributes`).
    #[must_use]
    pub fn type_attribute(self, selector: impl AsRef<str>, attribute: impl Into<String>) -> Self {
        self.extend(&["type_attributes", selector.as_ref()], [attribute])
    }

    /// Adds an attribute to fields (`field_attributes`).
    #[must_use]
    pub fn field_attribute(self, selector: impl AsRef<str>, attribute: impl Into<String>) -> Self {
        self.extend(&["field_attributes", selector.as_ref()], [attribute])
    }

    /// Has models that callers send check what the document asks of their values (`check`).
    #[must_use]
    pub fn check(self, selectors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["check"], selectors)
    }

    /// Hides these properties from `Debug` (`redact`): `Login.password`, `*.token`.
    #[must_use]
    pub fn redact(self, selectors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.extend(&["redact"], selectors)
    }

    /// Says which models implement which of serde's traits (`serde`).
    #[must_use]
    pub fn serde(self, serde: Serde) -> Self {
        self.set(&["serde"], serde.as_str().to_owned())
    }

    /// Lets the document refer to the files of a folder, `../common` for example, and not only to those of its own
    /// (`references.root`).
    #[must_use]
    pub fn reference_root(self, folder: impl AsRef<Path>) -> Self {
        self.set(&["references", "root"], folder.as_ref().display().to_string())
    }

    /// Says what of a crate hangs on features of its own (`features`).
    #[must_use]
    pub fn features(self, features: Features) -> Self {
        self.set(&["features"], features.as_str().to_owned())
    }

    /// Writes a text at a path of keys.
    fn set(mut self, path: &[&str], text: String) -> Self {
        *self.place(path) = Value::String(text);
        self
    }

    /// Adds texts to the list at a path of keys; an empty list is one, too.
    fn extend(mut self, path: &[&str], texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let place = self.place(path);
        if !place.is_array() {
            *place = Value::Array(Vec::new());
        }
        if let Value::Array(elements) = place {
            elements.extend(texts.into_iter().map(|text| Value::String(text.into())));
        }
        self
    }

    fn place(&mut self, path: &[&str]) -> &mut Value {
        let mut place = &mut self.options;
        for key in path {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            // An object takes the key, and nothing else is indexed.
            place = &mut place[*key];
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Caller, Config, Selector};
    use crate::diagnostic::{render, Sink, Sources};
    use std::path::PathBuf;

    /// Reads what a builder says, with the text of a file if there is one.
    fn read(builder: Builder, file: Option<&str>) -> (Config, String) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let options = builder.options.as_object().cloned().unwrap_or_default();
        let path = file.map(|text| {
            let name = format!("openapi-bindgen-{}-{}.yaml", std::process::id(), text.len());
            let path: PathBuf = std::env::temp_dir().join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
        let caller = Caller { name: "build.rs".to_owned(), options };
        let config = Config::load_with(path.as_deref(), Some(caller), &mut sources, &mut sink);
        if let Some(path) = path {
            std::fs::remove_file(path).unwrap();
        }
        (config, render(&sink, &sources))
    }

    /// Calls every method once.
    fn everything() -> Builder {
        Builder::new()
            .overlay("overlay.yaml")
            .select_operations(["listPets"])
            .select_schemas(["Pet"])
            .skip_operations(["tag: Internal"])
            .skip_schemas(["Old*"])
            .client_name("Api")
            .client_parameters(["tenant"])
            .environment("token", "PETS_TOKEN")
            .transports([Transport::Tower])
            .rename_server("https://{r}.example.com", "Main")
            .rename_server_variable("https://{r}.example.com", "r", "region")
            .rename_tag("Pets", "pets")
            .rename_operation("listPets", "list")
            .rename_parameter("listPets", "X-Limit", "limit")
            .rename_header("listPets", "X-Total", "COUNT")
            .rename_schema("Pet", "Animal")
            .rename_property("Pet", "type", "kind")
            .rename_variant("Kind", "+1", "Up")
            .paginate("listPets", Pagination::cursor("after", "/next").items("/data").more("/more"))
            .paginate("listToys", Pagination::page("page", 0).total("/total"))
            .idempotency_key("Idempotency-Key", ["POST /**"])
            .tracing()
            .testing()
            .format("uuid", "uuid")
            .replace_schema("Money", "crate::Money")
            .replace_property("Pet", "born", "crate::Date")
            .derive("Pet", ["Eq"])
            .type_attribute("Pet", "must_use")
            .field_attribute("Pet.name", "allow(dead_code)")
            .format_with_blank("money", "crate::Money", "crate::Money::ZERO")
            .check(["Pet"])
            .redact(["*.password"])
            .serde(Serde::Both)
            .reference_root("specs")
            .edition(1)
            .features(Features::Tags)
    }

    #[test]
    fn every_key_of_the_file_has_a_method() {
        let (config, problems) = read(everything(), None);
        assert_eq!(problems, "");
        assert_ne!(config, Config::default());
        let options = everything().options;
        for key in Config::keys() {
            let mut values = vec![&options];
            for step in key.split('.') {
                values = values
                    .into_iter()
                    .filter_map(Value::as_object)
                    .flat_map(|members| members.iter().filter(|(name, _)| step == "*" || *name == step))
                    .map(|(_, value)| value)
                    .collect();
            }
            assert!(!values.is_empty(), "no method writes `{key}`");
        }
    }

    #[test]
    fn the_builder_adds_to_a_file_and_has_the_last_word() {
        let file = "client: { name: Old, parameters: [a] }\nschemas: { Pet: Animal }\nserde: needed\n";
        let builder = Builder::new().client_name("New").client_parameters(["b"]);
        let builder = builder.rename_property("Pet", "type", "kind").serde(Serde::Both);
        let (config, _) = read(builder, Some(file));
        assert_eq!(config.client.name.as_deref(), Some("New"));
        assert_eq!(config.client.parameters, ["a", "b"]);
        assert_eq!(config.serde, Serde::Both);
        let pet = &config.schemas["Pet"];
        assert_eq!((pet.name.as_deref(), pet.properties["type"].as_str()), (Some("Animal"), "kind"));
    }

    #[test]
    fn nothing_selected_is_not_the_same_as_nothing_said() {
        let (config, _) = read(Builder::new().select_operations([] as [&str; 0]), None);
        assert_eq!(config.selection.select.operations, Some(Vec::<Selector>::new()));
    }

    #[test]
    fn a_mistake_is_shown_among_the_options_of_the_builder() {
        let builder = Builder::new().redact(["password"]).rename_schema("Pet", "no name");
        let (_, problems) = read(builder, Some("redact: ['a.b', c]\n"));
        assert!(problems.contains("error[wrong-option]: `c` does not"), "{problems}");
        assert!(problems.contains("error[wrong-option]: `password` does not"), "{problems}");
        assert!(problems.contains("--> build.rs:3:5\n  |\n3 |     \"password\"\n"), "{problems}");
        assert!(problems.contains("error[unusable-name]: `no name` cannot be a name here"), "{problems}");
        assert!(problems.contains("--> build.rs:7:7\n  |\n7 |       \"name\": \"no name\"\n"), "{problems}");
    }
}
