//! The closed list of diagnostic codes.
//!
//! A code is kebab-case and never changes its meaning; each has a severity, an explanation for
//! `openapi-bindgen explain` and a fixture of its own under `tests/fixtures/`.

use std::fmt;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The document or the configuration is refused; nothing is written.
    Error,
    /// The bindings are made; the message says what they do instead of what the document says.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident, $explanation:literal;)*) => {
        /// The kinds of diagnostics.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $variant,)* }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the name that a diagnostic shows in brackets.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns how much it weighs.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Returns the text that `explain` shows.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }
        }
    };
}

codes! {
    /// A `$ref` that points nowhere.
    UnresolvedReference = "unresolved-reference", Error, "\
A `$ref` must point to something that exists. The message names the closest candidate of the same kind.";

    // Reading the document.

    /// A file that cannot be read, or whose bytes are no text.
    UnreadableInput = "unreadable-input", Error, "\
The document and the files that it refers to must be readable files of UTF-8 text of at most 64 MiB. The message has the reason of the operating
system, or the place of the first byte that is not UTF-8.";

    /// Text that is neither YAML nor JSON.
    SyntaxError = "syntax-error", Error, "\
The document must be one YAML or JSON document. A file whose name ends in `.json`, or that starts with `{`, is read as
JSON, everything else as YAML. YAML forbids TABs in the indentation.";

    /// A mapping that has one key twice.
    DuplicateKey = "duplicate-key", Error, "\
The keys of a mapping must differ: YAML and JSON readers disagree on which of two values counts. Remove or rename one
of them.";

    /// Nesting beyond what is read.
    TooDeep = "too-deep", Error, "\
Values may be nested 100 levels deep. Deeper documents are written to exhaust the stack of their readers; give inner
schemas a name under `components.schemas` and refer to them.";

    /// Aliases that multiply the document beyond what is read.
    TooLarge = "too-large", Error, "\
YAML aliases may enlarge a document by a million values or 64 MiB of text at most; so may what operations of Swagger 2.0
share, such as a list of media types. What goes beyond is taken for an attack (\"billion laughs\"); use `$ref` instead of
aliases.";

    /// A number that 64 bits cannot hold exactly.
    NumberPrecision = "number-precision", Warning, "\
Integers between -9223372036854775808 and 18446744073709551615 are read exactly. Others are read as the nearest double,
and a number that JSON does not have (`.inf`, `.nan`) is read as `null`.";

    /// A document that is no OpenAPI description.
    NotOpenapi = "not-openapi", Error, "\
The document must be an object with the member `openapi`, such as `openapi: 3.1.0`.";

    /// A version of OpenAPI that is not read.
    UnsupportedVersion = "unsupported-version", Error, "\
Documents of Swagger 2.0 and of OpenAPI 3.0, 3.1 and 3.2 are read; what came before and what comes after OpenAPI 3 is not.";

    /// A version of OpenAPI 3 that came later than the generator.
    NewerVersion = "newer-version", Warning, "\
A document of OpenAPI 3.3 or later is read as one of OpenAPI 3.2. What the later version added is reported where it stands,
as members that are not known.";

    // What the document says, piece by piece.

    /// A `$ref` into another file or onto the network.
    ExternalReference = "external-reference", Error, "\
A `$ref` may lead into other files, by a relative path such as `schemas/Pet.yaml#/Pet`. Nothing is fetched from a network:
download what is needed and refer to the copy. A document may come from somebody else, so it can only have files read that
are in its own folder or below it. `references: { root: .. }` in `bindings.yaml`, or `--reference-root`, names a folder
whose files may be read, too. Symbolic links are followed as far as they stay inside. A text that comes from standard input
has no folder and cannot refer to files.";

    /// A `$ref` that nobody can follow, in a component that nobody uses.
    UnusedReference = "unused-reference", Warning, "\
A component refers to an address on a network, which is not read, or to nothing, and nothing in the document refers to the
component: the bindings would have nothing of it anyway, and do without it. Where a component is used, the same reference
refuses the document.";

    /// Members beside a `$ref` that do not apply.
    IgnoredSibling = "ignored-sibling", Warning, "\
Beside the `$ref` of a schema, `title`, `description`, `default`, `example`, `nullable`, `readOnly`, `writeOnly` and
`deprecated` are honoured, as every other tool does. Everything else there, and everything beside other references, has
no meaning in OpenAPI 3.0 and is ignored. To combine a schema with a reference, write `allOf`.";

    /// An extension whose name the generator keeps for itself.
    ReservedExtension = "reserved-extension", Warning, "\
Extensions that start with `x-bindgen-` are how the generator's own stages speak to each other, and are ignored in a
document. Rename the extension.";

    /// A member that OpenAPI does not define there.
    UnknownKeyword = "unknown-keyword", Warning, "\
The specification does not define this member at this place, so it is ignored. A misspelt or misplaced keyword is the
usual reason; what is meant for other tools needs a name that starts with `x-`.";

    /// A value of a type that its keyword does not take.
    WrongType = "wrong-type", Warning, "\
The value is not what the specification asks for at this place, such as a number where an object belongs. It is read as
if it were absent; the message says so, or what is assumed instead.";

    /// A number or boolean where a string belongs, or the reverse.
    UnquotedValue = "unquoted-value", Warning, "\
A value has the right text and the wrong type, such as `default: 443` where a string belongs. It is read as what
belongs there. Mind that the string of a number may differ from its text (`1.10` is the number 1.1): quote it.";

    /// A member that must be there.
    MissingField = "missing-field", Warning, "\
The specification requires a member that is absent. The message says what is assumed instead.";

    /// A key whose spelling has no meaning where it stands.
    UnknownKey = "unknown-key", Warning, "\
The keys of `paths` start with `/`; those of `responses` are a status such as `200`, a range such as `4XX`, or
`default`. An entry with another key is ignored, except that a path without its `/` is given one. In Swagger 2.0 the keys of
`examples` are media types that the operation produces.";

    /// A `type` that OpenAPI does not have.
    UnknownType = "unknown-type", Warning, "\
`type` must be `string`, `number`, `integer`, `boolean`, `object`, `array` or `null`, or a list of these. A schema with another
type accepts any value in the bindings; what can only be meant in one way (`String`, `file`) is read so.";

    /// A keyword that says nothing about values of the schema's type.
    IneffectiveKeyword = "ineffective-keyword", Warning, "\
The keyword does not apply to the schema's `type`, such as `properties` to a string, and is ignored as JSON Schema asks.";

    /// A reference whose target hangs on who refers.
    DynamicReference = "dynamic-reference", Warning, "\
`$dynamicRef` and `$recursiveRef` lead to another schema for each schema that refers to the one in which they stand. The bindings
take the one that the anchor names where it stands.";

    /// Elements of an array that have schemas of their own.
    TupleDegraded = "tuple-degraded", Warning, "\
`prefixItems` gives each of the first elements of an array a schema of its own. The bindings have one type for all elements,
which is a choice of these schemas; they do not check which stands where.";

    /// A schema that is referred to under a condition.
    ConditionIgnored = "condition-ignored", Warning, "\
The members that `then`, `else` and `dependentSchemas` describe are optional members in the bindings, and the conditions are
not checked. Members that a `$ref` in such a place adds are, too, unless it leads round in circles or would add a hundred
thousand values: then they are left out.";

    /// A value of `enum` that its `type` excludes.
    ContradictoryValue = "contradictory-value", Warning, "\
A value that is listed in `enum` is not of the schema's `type`. It is read as the type if it has the text of one (`1` and
\"1\"), else left out.";

    /// A parameter that cannot be sent.
    UnusableParameter = "unusable-parameter", Warning, "\
A parameter needs a `name` and an `in` that is `path`, `query`, `header` or `cookie`. Others are left out of the bindings.";

    /// A serialization style that the parameter's place does not have.
    UnknownStyle = "unknown-style", Warning, "\
`style` must be one of those that the specification lists for the parameter's `in`. Another one is replaced by the
default of the place: `form` in queries and cookies, `simple` in paths and headers.";

    /// Values of an array that no style separates.
    CollectionFormat = "collection-format", Warning, "\
Swagger 2.0 separates the values of an array in more ways (`collectionFormat`) than OpenAPI 3.0 has styles: by TABs anywhere,
by spaces or `|` in paths and headers, and arrays in arrays. For those the bindings take one text, in which the caller has
put the separators.";

    /// A security scheme that is none of OpenAPI's.
    UnknownSecurityScheme = "unknown-security-scheme", Warning, "\
The `type` of a security scheme must be `apiKey`, `http`, `oauth2` or `openIdConnect`, each with its own members. For
another one the bindings keep the name, and an operation that wants it is sent only with a credential that the builder's
`credential` is given under that name.";

    // Overlays.

    /// An overlay, or an action of one, that cannot be applied.
    WrongOverlay = "wrong-overlay", Error, "\
An overlay is a document of the OpenAPI Overlay Specification 1.0 or 1.1. Each of its actions has a `target`, which is a
JSONPath (RFC 9535), and one of `update`, `remove: true` and, from 1.1 on, `copy`. What is merged must have the shape of what is
there: objects are merged, arrays grow, and a primitive value replaces another one.";

    /// An action that finds nothing to act on.
    UnmatchedAction = "unmatched-action", Warning, "\
The JSONPath of an overlay's action selects nothing in the document as the actions before have left it, so the action changes
nothing. Usually the document has renamed what was meant.";

    // What `bindings.yaml` says.

    /// A key that `bindings.yaml` does not have.
    UnknownOption = "unknown-option", Error, "\
A key of `bindings.yaml` that nothing reads is an error, because a misspelt decision would otherwise be none. The message
lists what can stand there.";

    /// A value of an option that it does not take.
    WrongOption = "wrong-option", Error, "\
The value in `bindings.yaml` is not of the type or form that its key takes. The message says what belongs there.";

    /// A name that cannot be an identifier.
    UnusableName = "unusable-name", Error, "\
A name in `bindings.yaml` is written into the bindings as it stands: types and variants in `UpperCamelCase`, methods and
modules in `snake_case`, of ASCII letters, digits and `_`, no keyword. Environment variables are of the same characters.";
    /// A component that leads back to itself through arrays, maps or references alone.
    RecursiveAlias = "recursive-alias", Warning, "\
A component whose values are arrays or maps of itself, or that is only a reference to itself, has no Rust type that \
could be spelled out. The bindings take any JSON value where the circle closes. A union that is a member of itself, through \
other unions alone, would be read in circles: the bindings read that member last, and as any JSON value.";
    /// Arrays and maps within each other, deeper than Rust types are.
    DeepType = "deep-type", Warning, "\
Arrays and maps may be nested 8 levels deep, named ones included. At every eighth level, counted from the inside, the bindings \
take any JSON value for the members: compilers need a lot of time and stack for types that are deeper. An object between \
starts anew.";
    /// An object that needs another one of its kind without end.
    EndlessObject = "endless-object", Warning, "\
A required property that leads back to its own object through required properties alone has no finite value, so no \
document of that schema can exist. The bindings make the property optional.";
    /// An entry of the configuration that names nothing.
    UnmatchedConfiguration = "unmatched-configuration", Error, "\
Every entry of `bindings.yaml` must name something of the document. One that does not is a slip, or the document has \
renamed what it meant; either way the bindings would differ from what was decided.";
    /// A media type that callers encode themselves.
    RawMediaType = "raw-media-type", Warning, "\
The bindings make request bodies from schemas for JSON (one value or several), forms, parts, XML, text and plain bytes. For \
another media type, and for XML whose root element has no name, the method takes the encoded bytes and sends them with the media \
type of the document. What XML has no name for is written by the names of the members, or cannot be sent.
Answers are read by their schemas from JSON and XML. Of another media type whose schema is of objects, arrays or several \
types, such as YAML or a form, they are text or bytes. Answers in XML become the types of their schemas where what is read can only be one value. Otherwise \
they are text: a union whose members are written alike or differently, two members with one name, arrays in an array without \
elements around them, arrays or objects as attributes, and names that are lost.";

    // Resolving the document: what stands together.

    /// References that lead back to themselves.
    ReferenceCycle = "reference-cycle", Warning, "\
A component that is only a `$ref` must not lead back to itself: it describes nothing. The bindings accept any value for such a
schema, and do without such a parameter, response, body or path. Schemas that take in each other through `allOf` describe the
same, and each of them has what all of them say. Recursion through a property, an array or a union is fine.";

    /// A `$ref` in `examples` that points nowhere.
    UnresolvedExample = "unresolved-example", Warning, "\
A `$ref` among the `examples` of a media type must point to an example. No code depends on it, so the bindings do without.";

    /// A `$ref` that points to something of another kind.
    MisplacedReference = "misplaced-reference", Warning, "\
A `$ref` must point to what belongs in its place, such as a response to a response and not to the schema of its body. The
bindings take any value where a schema belongs, read a parameter in the place of a header as one, because both say the same in the
same words, and do without everything else.";

    /// `allOf` that multiplies properties beyond what is read.
    TooManyProperties = "too-many-properties", Error, "\
Schemas that take others in by `allOf` may add up to 100,000 properties in a document. What goes beyond is taken for an
attack.";

    /// `allOf` whose members exclude each other.
    AllOfConflict = "all-of-conflict", Warning, "\
No value can be all that `allOf` asks for. Of two types of one property the bindings take the later one; a schema that is
of two types as a whole accepts any value.";

    /// A union that is combined in a way that the bindings do not express.
    UnionDegraded = "union-degraded", Warning, "\
`oneOf` and `anyOf` are expressed alone, and beside properties if all their members are objects. Several of them at once, or
one beside another type, are not: the bindings keep the properties or the plain type if there is one, and accept any value
for the rest.";

    /// A `not`.
    NotIgnored = "not-ignored", Warning, "\
Rust has no type for the values that a schema excludes. The bindings accept what the other keywords allow.";

    /// A name in `required` that is no property.
    RequiredWithoutProperty = "required-without-property", Warning, "\
A name that `required` lists is not among the properties of the schema, those from `allOf` included. The bindings have an
optional field for it that takes any value, unless they keep all members that are not declared (as `additionalProperties`
or an object without properties lets them), or a union writes it as the property that tells its members. They do not ask
for it: usually the name is misspelt or the property was removed.";

    /// A property that is only for requests and only for responses.
    ContradictoryAccess = "contradictory-access", Warning, "\
A property must not be both `readOnly` and `writeOnly` (OAS 3.0.3, Schema Object). The bindings ignore both.";

    /// A value that `enum` lists twice.
    DuplicateValue = "duplicate-value", Warning, "\
The values of `enum` should differ. The bindings have one variant for the value.";

    /// Names or descriptions of enumerated values that do not belong to them one by one.
    UnmatchedLabels = "unmatched-labels", Warning, "\
`x-enum-varnames` and `x-enum-descriptions` (and `x-enumNames`, `x-enum-names`, `x-enumDescriptions`) have a text for
each value of `enum`, in its order, or are a mapping from the values. With another number of texts nobody can say which
belongs to which value, so the bindings do not use them.";

    /// A discriminator that maps to something that is no member.
    DiscriminatorMapping = "discriminator-mapping", Warning, "\
A `mapping` must name one of the schemas in `oneOf` or `anyOf`, by its component name or by a reference. Values with
another tag are kept as untyped values.";

    /// A member of a union that no discriminator value tells.
    DiscriminatorMember = "discriminator-member", Warning, "\
A member that stands inline has no name that the discriminator could use, so it needs a property with one `enum` value that
no other member has. Without a value of its own such a member is told by its shape; members that share
a value are told by their shape among themselves.";

    /// A member of a union without the property that the discriminator names.
    DiscriminatorProperty = "discriminator-property", Warning, "\
Every member of a union must have the property that `discriminator` names, or readers cannot tell which member a value is.
The bindings write the property beside a member that does not declare it; of several values they write the first.";

    /// A path template that is not sent as it stands.
    OddPath = "odd-path", Warning, "\
A path template is the path of a URL with names in braces. What no URL has is percent-encoded, braces without a name among it;
what follows a `#` is left out, because a fragment is never sent, and what follows a `?` starts the query. Segments `.` and `..`
are sent, but clients, proxies and servers fold them into other paths. A name should stand once.";

    /// A parameter in the path template that is not declared.
    UndeclaredPathParameter = "undeclared-path-parameter", Warning, "\
Every name in braces in a path needs a parameter with `in: path`. The bindings take a string.";

    /// A path parameter that the template does not have.
    UnusedPathParameter = "unused-path-parameter", Warning, "\
A parameter with `in: path` must stand in braces in the path. Others are left out of the bindings.";

    /// A parameter that is listed twice.
    DuplicateParameter = "duplicate-parameter", Warning, "\
A list of parameters must not have two of the same name and place; the names of headers are compared without case, those of a
response too. The bindings take the first. Beside a parameter that is the whole query string there must be no other in the query; the bindings
send all of them.";

    /// Media types of a response that differ in their parameters alone.
    AmbiguousMediaType = "ambiguous-media-type", Warning, "\
The media type of a response, without its parameters, tells the bindings what the body holds. Where two of a response are the same but \
for their parameters or spelling and their schemas differ, the bindings read the first of them.";

    /// A body of items that follow each other.
    SequentialBody = "sequential-body", Warning, "\
`itemSchema` describes the items of a body that come one after the other, such as events. Those of a response are read while they \
arrive, but of several kinds only the first. A request body of JSON values is given as these values; of other request bodies, and \
of parts, the bindings have the models of the items and the body is text or bytes, as it is sent.";

    /// A parameter with several media types.
    ParameterMediaTypes = "parameter-media-types", Warning, "\
The `content` of a parameter must have exactly one media type. The bindings take the first.";

    /// A request body without any media type.
    BodyWithoutContent = "body-without-content", Warning, "\
A request body needs a media type in `content`. Without one nothing can be sent, so the operation takes no body.";

    /// An operation id that is used twice.
    DuplicateOperationId = "duplicate-operation-id", Warning, "\
An `operationId` must be unique in the document. The first operation keeps it; the others are named as if they had none.";

    /// A security requirement that names no scheme.
    UndeclaredSecurityScheme = "undeclared-security-scheme", Warning, "\
`security` must name entries of `components.securitySchemes`. An alternative with another name is sent only with a
credential that the builder's `credential` is given under that name: nothing is ever sent without what it asks for.";

    /// A security scheme that the bindings do not speak.
    UnsupportedSecurityScheme = "unsupported-security-scheme", Warning, "\
Of the HTTP authentication schemes the bindings speak `bearer` and `basic`. An alternative with another one, such as `digest`, is \
an error at the call, before anything is sent, unless the call or the client has the header `Authorization`, or the client \
`Credential::by_transport()` for the scheme because its transport speaks it. For mutual TLS, give the client a transport that has \
the certificate: `Reqwest::from` takes a `reqwest::Client`. Of several schemes in one alternative that are sent in the same header the \
first is sent.";

    /// Callbacks.
    CallbacksIgnored = "callbacks-ignored", Warning, "\
Callbacks are requests that the server sends. The bindings are a client: they have models of what callbacks send and are answered,
but nothing that receives them. Reported once with the number of operations that have some.";

    /// Webhooks.
    WebhooksIgnored = "webhooks-ignored", Warning, "\
Webhooks are requests that the server sends. The bindings are a client: they have models of what webhooks send and are answered,
but nothing that receives them. Reported once with their number.";

    /// `encoding` of a media type.
    EncodingIgnored = "encoding-ignored", Warning, "\
`encoding` says how the members of a form or multipart body are written. The bindings write the members of forms in their styles, \
as JSON and as text, and parts in their styles and media types; but in no other media type, which is reported once with their \
number. Parts that are told by their position (`prefixEncoding`, `itemEncoding`) are left to callers, and OpenAPI 3.0 has no styles of \
parts.";

    /// A response that is not the answer.
    InformationalStatus = "informational-status", Warning, "\
A response with a status from 100 to 199 comes before the answer, and an HTTP client sees to it itself. After `101` the connection \
speaks another protocol, such as WebSocket, for which there are other clients. The bindings leave these responses out; the \
operation can be called, and returns or reports what is declared beside them.";

    /// A header that OpenAPI ignores.
    IgnoredHeader = "ignored-header", Warning, "\
A header parameter called `Accept`, `Content-Type` or `Authorization` has no meaning: responses, request bodies and security say what \
these headers are. The bindings send them accordingly, and a call can set another one with `header`. Nor has a header of a response \
that is called `Content-Type`.";

    /// A header of a response whose values have no type.
    PlainHeader = "plain-header", Warning, "\
The header of a response is one text, in which commas separate the elements of an array or the members of an object. There is no \
form for what is nested deeper, and nothing tells the members of a union; neither does it where responses of one operation \
give a header different schemas, nor in a media type that is not JSON. The bindings give callers the text.";

    /// A server that the bindings do not choose.
    IgnoredServer = "ignored-server", Warning, "\
A server of a single operation or path needs defaults for all variables of its URL, because nobody is asked for them. \
Otherwise the operation is sent to the server of the client; for another one, callers give `base_url` on the call. In \
Swagger 2.0, a scheme that is not of HTTP has no server.";

    /// A pattern that the crate `regex` does not know.
    UncheckedPattern = "unchecked-pattern", Warning, "\
The bindings check `pattern` with the crate `regex`, which has no look-around and no references back, so that no text \
takes long. A pattern that needs them is documented and not checked.";

    /// A variable of a server's URL that is not as the specification has it.
    ServerVariable = "server-variable", Warning, "\
Each name in braces in the URL of a server needs an entry in `variables`, each entry a place in the URL, and a `default` that is
one of `enum` if there is one. The bindings ask callers for a variable without an entry, leave out one without a place, and take
any value for the others.";

    /// Values that are no enum in Rust.
    UnnamedValues = "unnamed-values", Warning, "\
An enumeration becomes a Rust enum if its values are strings and numbers, or these and booleans. One that has objects \
or arrays among them is any value in the bindings, and one that has a single boolean is a `bool`.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
