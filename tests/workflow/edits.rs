//! Five edits of the document, each through `cargo build`: what a reviewer gets to see.

use crate::checkout::{Checkout, DOCUMENT};

#[test]
fn a_new_optional_property_changes_only_its_own_lines() {
    let checkout = Checkout::new();
    checkout.insert(
        "    native_sso_logout_response:",
        "          description: How many records of access tokens and refresh tokens were deleted.",
        "        sessionEnded:\n          type: boolean\n          description: Whether the session is gone, too.\n",
    );
    let built = checkout.build().success().says(&[
        "rewrote generated/api.txt, generated/bindings.lock, generated/models/native_sso_logout_response.rs \
         for spec/nativesso.yaml",
        "for callers: minor: 1 minor; wire: ok\n",
        "`openapi-bindgen diff` shows each change\n",
    ]);
    // What breaks nobody is counted, and not shown.
    built.says_nothing_of("session_ended");
    checkout.assert_changes(&[
        "generated/api.txt +1 -0",
        "generated/bindings.lock +1 -1",
        "generated/models/native_sso_logout_response.rs +4 -0",
        "spec/nativesso.yaml +3 -0",
    ]);
    let lines = checkout.changed_lines("generated/models/native_sso_logout_response.rs");
    let (docs, uses) = lines.split_first().unwrap();
    assert_eq!(docs, "+    /// Whether the session is gone, too.");
    assert!(uses.iter().all(|line| line.contains("session_ended")), "{uses:#?}");
    checkout.assert_changed_lines(
        "generated/api.txt",
        &["+models::NativeSsoLogoutResponse.session_ended: Option<bool> (\"sessionEnded\")"],
    );
}

#[test]
fn a_build_says_what_breaks_callers_and_nothing_where_nothing_changed() {
    let checkout = Checkout::new();
    checkout.replace(DOCUMENT, "        - PUSH\n", "        - SHOVE\n");
    checkout
        .build_with(&[("OPENAPI_UPDATE", "no")])
        .success()
        .says(&["for callers: major: 1 major, 1 minor"]);
    checkout.build().success().says(&[
        "warning: authlete-native-sso@0.1.0: for callers: major: 1 major, 1 minor; wire: 1 unknown\n",
        "major R89: models::DeliveryMode::Push (\"PUSH\") → gone\n",
    ]);
    checkout.build_with(&[("OPENAPI_UPDATE", "always")]).success().says_nothing_of("for callers");
    // A comment changes the document and nothing else.
    let text = checkout.read(DOCUMENT);
    checkout.write(DOCUMENT, &format!("{text}# Nobody reads this.\n"));
    checkout.build().success().says_nothing_of("for callers");
}

#[test]
fn a_new_optional_property_of_a_request_also_gets_its_setter() {
    let checkout = Checkout::new();
    checkout.insert(
        "    native_sso_request:",
        "            base64url without padding.",
        "        locale:\n          type: string\n          description: The language of the user.\n",
    );
    checkout.build().success();
    checkout.assert_changes(&[
        "generated/api.txt +1 -0",
        "generated/bindings.lock +1 -1",
        "generated/models/native_sso_request.rs +12 -0",
        "spec/nativesso.yaml +3 -0",
    ]);
    checkout.assert_changed_lines(
        "generated/api.txt",
        &["+models::NativeSsoRequest.locale: Option<String> (\"locale\", setter)"],
    );
}

#[test]
fn a_new_enum_value_changes_only_its_own_lines() {
    let checkout = Checkout::new();
    checkout.add_enum_value();
    checkout.build().success();
    checkout.assert_changes(&[
        "generated/api.txt +1 -0",
        "generated/bindings.lock +1 -1",
        "generated/models/delivery_mode.rs +4 -0",
        "spec/nativesso.yaml +1 -0",
    ]);
    checkout.assert_changed_lines(
        "generated/models/delivery_mode.rs",
        &[
            "+    /// `WEB_PUSH`",
            "+    WebPush,",
            "+            Self::WebPush => \"WEB_PUSH\",",
            "+            \"WEB_PUSH\" => Self::WebPush,",
        ],
    );
    checkout.assert_changed_lines("generated/api.txt", &["+models::DeliveryMode::WebPush (\"WEB_PUSH\")"]);
}

/// An operation that answers as another one does, so that no schema comes with it.
const OPERATION: &str = "  /api/{serviceId}/nativesso/sessions/{sessionId}:
    get:
      operationId: native_sso_session_api
      tags: [Native SSO]
      summary: Looks a session up.
      parameters:
        - $ref: '#/components/parameters/serviceId'
        - name: sessionId
          in: path
          required: true
          schema:
            type: string
      responses:
        '200':
          description: There is such a session.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/native_sso_logout_response'
        '401':
          $ref: '#/components/responses/401'
";

#[test]
fn a_new_operation_changes_only_the_file_of_its_tag() {
    let checkout = Checkout::new();
    checkout.insert(
        "  /api/{serviceId}/nativesso/logout:",
        "          $ref: '#/components/responses/500'",
        OPERATION,
    );
    checkout.build().success();
    checkout.assert_changes(&[
        "generated/api.txt +2 -0",
        // The names of the method and of its option, and the digest of the file.
        "generated/bindings.lock +3 -1",
        "generated/operations/native_sso.rs +26 -0",
        "spec/nativesso.yaml +21 -0",
    ]);
    checkout.assert_changed_lines(
        "generated/api.txt",
        &[
            "+Call<operations::native_sso::NativeSsoSessionApi>::service_id: String (\"serviceId\")",
            "+operations::NativeSso::native_sso_session_api(session_id: String (\"sessionId\")) -> \
             NativeSsoLogoutResponse or ErrorBody (GET \"/api/{serviceId}/nativesso/sessions/{sessionId}\")",
        ],
    );
}

#[test]
fn a_renamed_schema_moves_its_file_and_changes_its_users() {
    let checkout = Checkout::new();
    let size = checkout.read("generated/models/pair.rs").lines().count();
    checkout.replace(DOCUMENT, "\n    pair:\n", "\n    attribute:\n");
    checkout.replace(DOCUMENT, "'#/components/schemas/pair'", "'#/components/schemas/attribute'");
    checkout.build().success();
    checkout.assert_changes(&[
        "generated/api.txt +5 -5",
        "generated/bindings.lock +4 -4",
        &format!("generated/models/attribute.rs +{size} -0"),
        "generated/models/backchannel_authentication_complete_response.rs +3 -3",
        "generated/models/mod.rs +2 -2",
        &format!("generated/models/pair.rs +0 -{size}"),
        "spec/nativesso.yaml +3 -3",
    ]);
    let moved = checkout.git(&["diff", "--cached", "--name-status", "--find-renames=75%", "--diff-filter=R"]);
    let moved: Vec<&str> = moved.split_whitespace().skip(1).collect();
    assert_eq!(moved, ["generated/models/pair.rs", "generated/models/attribute.rs"]);
}

#[test]
fn a_broken_reference_is_located_and_the_bindings_stay_until_it_is_mended() {
    let checkout = Checkout::new();
    let (good, bad) = ("'#/components/schemas/authz_details'", "'#/components/schemas/authz_detail'");
    checkout.replace(DOCUMENT, good, bad);
    let text = checkout.read(DOCUMENT);
    let (index, line) = text.lines().enumerate().find(|(_, line)| line.contains(bad)).unwrap();
    let place = format!("--> {DOCUMENT}:{}:{}", index + 1, line.find("$ref").unwrap() + 1);
    checkout.build().failure().says(&[
        "error[unresolved-reference]: `$ref` `#/components/schemas/authz_detail` points to nothing in this document",
        &place,
        line,
        "= help: there is `#/components/schemas/authz_details`",
        "`spec/nativesso.yaml` is refused, see above; the bindings are as they were",
    ]);
    checkout.assert_changes(&["spec/nativesso.yaml +1 -1"]);
    // Still wrong, still said: a failed build script is not taken for one that has run.
    checkout.build().failure().says(&[&place]);

    checkout.replace(DOCUMENT, bad, good);
    checkout.build().success().says_nothing_of("warning");
    checkout.assert_unchanged();
}

#[test]
fn a_build_with_nothing_to_do_does_nothing() {
    let checkout = Checkout::new();
    checkout.build().success();
    checkout.build().success().says_nothing_of("Compiling").says_nothing_of("warning");
    checkout.assert_unchanged();
}
