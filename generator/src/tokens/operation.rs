//! `operations/<tag>.rs`: a sub-client and its operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{attributes, docs};
use super::imports::Imports;
use super::object::MANY_ARGUMENTS;
use super::ty::{self, Models};
use super::{client, header, lints, multipart, outcome, paging, parameter, surface, xml, Features, File};
use crate::rust::docs::Docs;
use crate::rust::item::Attributes;
use crate::rust::method::{Argument, Body, BodyKind, Client, Content, EventData, Group, Method, Status};
use crate::rust::name::Name;

pub(super) fn emit(group: &Group, client: &Client, features: Features) -> File {
    let outcomes = group.methods.iter().flat_map(|method| &method.outcomes).map(|outcome| &outcome.name);
    let forms = group.methods.iter().flat_map(|method| &method.forms).map(|form| &form.name);
    let local =
        group.methods.iter().map(|method| &method.marker).chain(outcomes).chain(forms).chain([&group.name]);
    let mut imports = Imports::new(2, local.map(|name| name.as_str().to_owned()));
    let mut items = vec![sub_client(&mut imports, group)];
    if features == Features::Crate {
        items.extend(client::way_to(&mut imports, client, group));
    }
    items.push(methods(&mut imports, group));
    for method in &group.methods {
        items.extend(operation(&mut imports, method));
        items.extend(header::emit(&mut imports, method));
        items.extend(method.outcomes.iter().flat_map(|outcome| outcome::emit(&mut imports, outcome)));
        items.extend(method.forms.iter().flat_map(|form| multipart::emit(&mut imports, form)));
        items.extend(options(&mut imports, method));
        items.extend(paging::emit(&mut imports, method));
    }
    let mut all = imports.items();
    all.append(&mut items);
    File {
        path: format!("operations/{}.rs", group.module.as_str()),
        docs: group.docs.first_paragraph().to_vec(),
        items: all,
        surface: surface::group(group),
        ..File::default()
    }
}

fn sub_client(imports: &mut Imports, group: &Group) -> TokenStream {
    let (docs, name, core) = (docs(&group.docs), group.name.ident(), imports.support("Core"));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'c> {
            pub(crate) core: &'c #core,
        }
    }
}

fn methods(imports: &mut Imports, group: &Group) -> TokenStream {
    let name = group.name.ident();
    let methods: Vec<_> = group.methods.iter().flat_map(|method| self::method(imports, method)).collect();
    quote! {
        impl #name<'_> {
            #(#methods)*
        }
    }
}

/// Returns the method of an operation, and those that send another media type.
fn method(imports: &mut Imports, method: &Method) -> Vec<TokenStream> {
    let required = method.body.as_ref().filter(|body| body.required);
    let mut methods = vec![sender(imports, method, &method.name, &method.attributes, required)];
    for other in &method.others {
        methods.push(sender(imports, method, &other.name, &other.attributes, Some(&other.body)));
    }
    methods
}

fn sender(
    imports: &mut Imports,
    method: &Method,
    name: &Name,
    attributes: &Attributes,
    body: Option<&Body>,
) -> TokenStream {
    let (method_name, marker) = (name, method.marker.ident());
    let (attributes, name) = (self::attributes(attributes), name.ident());
    let call = imports.support("Call");
    let mut arguments: Vec<_> =
        method.arguments.iter().map(|argument| parameter::declaration(imports, argument)).collect();
    let mut sends: Vec<_> =
        method.arguments.iter().map(|argument| parameter::send(imports, argument)).collect();
    if let Some(body) = body {
        arguments.push(body_declaration(imports, body));
        sends.push(body_send(imports, body));
    }
    // First, so that a key of the caller's stands in its place.
    let key = method.key_header.as_ref().map(|header| quote!(.repeatable(#header)));
    let many = (arguments.len() >= MANY_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let operator = lints::of_method(method_name);
    quote! {
        #attributes
        #many
        #operator
        pub fn #name(&self, #(#arguments),*) -> #call<#marker> {
            #call::new(self.core) #key #(#sends)*
        }
    }
}

fn body_declaration(imports: &mut Imports, body: &Body) -> TokenStream {
    let name = body.name.ident();
    let ty = match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) | BodyKind::Xml(ty, _) => parameter::borrowed(imports, ty),
        BodyKind::Lines(ty) => {
            let (into, lines) = (imports.prelude("std::convert::Into"), imports.support("Lines"));
            let ty = ty::ty(imports, ty, Models::Qualified);
            quote!(impl #into<#lines<#ty>>)
        }
        BodyKind::Multipart(Some(form)) => {
            let form = form.ident();
            quote!(#form)
        }
        BodyKind::Multipart(None) => imports.support("Multipart"),
        BodyKind::Text => {
            let (into, string) =
                (imports.prelude("std::convert::Into"), imports.prelude("std::string::String"));
            quote!(impl #into<#string>)
        }
        BodyKind::Binary | BodyKind::Encoded => {
            let (into, octets) = (imports.prelude("std::convert::Into"), imports.support("Octets"));
            quote!(impl #into<#octets>)
        }
    };
    match &body.kind {
        BodyKind::Encoded => quote!(content_type: &str, #name: #ty),
        _ => quote!(#name: #ty),
    }
}

fn body_send(imports: &mut Imports, body: &Body) -> TokenStream {
    let (name, media_type) = (body.name.ident(), &body.media_type);
    let name = match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) | BodyKind::Xml(ty, _) if ty.is_copy() => quote!(&#name),
        _ => quote!(#name),
    };
    match &body.kind {
        BodyKind::Json(_) if media_type == "application/json" => quote!(.json(#name)),
        BodyKind::Json(_) => quote!(.json_as(#media_type, #name)),
        BodyKind::Form(_) if body.members.is_empty() => quote!(.form(#name)),
        BodyKind::Form(_) => {
            let styles: Vec<_> =
                body.members.iter().map(|member| parameter::form_member(imports, member)).collect();
            quote!(.form_styled(&[#(#styles),*], #name))
        }
        BodyKind::Xml(_, root) => {
            let (xml, root) = (imports.module("xml"), xml::constant(root));
            quote!(.xml(#media_type, &#xml::#root, #name))
        }
        BodyKind::Lines(ty) => {
            let ty = ty::ty(imports, ty, Models::Qualified);
            quote!(.lines::<#ty>(#media_type, #name))
        }
        BodyKind::Text => quote!(.text(#media_type, #name)),
        BodyKind::Binary => quote!(.octets(#media_type, #name)),
        BodyKind::Encoded => quote!(.octets(content_type, #name)),
        BodyKind::Multipart(Some(_)) => quote!(.multipart(#media_type, #name.0)),
        BodyKind::Multipart(None) => quote!(.multipart(#media_type, #name)),
    }
}

fn operation(imports: &mut Imports, method: &Method) -> Vec<TokenStream> {
    let (marker, path) = (method.marker.ident(), &method.template);
    let operation = imports.support("Operation");
    let line = format!(" `{} {}`", method.http, method.path);
    let line: TokenStream = docs(&Docs::sentence(line.trim()));
    let http = &method.http;
    let server = method.server.as_ref().map(|url| {
        let option = imports.prelude("std::option::Option");
        quote!(const SERVER: #option<&'static str> = Some(#url);)
    });
    let security = imports.support("Security");
    let alternatives = |names: &[Vec<String>]| {
        let alternatives = names.iter().map(|names| quote!(&[#(#names),*]));
        quote!(&[#(#alternatives),*])
    };
    let scopes = (!method.scopes.is_empty()).then(|| {
        let scopes = alternatives(&method.scopes);
        quote!(const SCOPES: #security = #scopes;)
    });
    let alternatives = alternatives(&method.security);
    let success_statuses =
        statuses(imports, &method.redirections).map(|(ty, list)| quote!(const SUCCESS: #ty = #list;));
    let errors = statuses(imports, &method.errors).map(|(ty, list)| quote!(const ERRORS: #ty = #list;));
    let bodyless = statuses(imports, &method.bodyless).map(|(ty, list)| quote!(const BODYLESS: #ty = #list;));
    let success_media = media_types(imports, "SUCCESS_MEDIA", method.success_media.as_deref());
    let error_media = media_types(imports, "ERROR_MEDIA", method.error_media.as_deref());
    let (success, failure) = (content(imports, &method.success), content(imports, &method.failure));
    vec![
        quote! {
            #line
            pub enum #marker {}
        },
        quote! {
            impl #operation for #marker {
                const METHOD: &'static str = #http;
                const PATH: &'static str = #path;
                #server
                const SECURITY: #security = #alternatives;
                #scopes
                #success_statuses
                #errors
                #bodyless
                #success_media
                #error_media
                type Success = #success;
                type Failure = #failure;
            }
        },
    ]
}

/// Returns the type of a list of statuses and the list, unless it is empty.
fn statuses(imports: &mut Imports, statuses: &[Status]) -> Option<(TokenStream, TokenStream)> {
    if statuses.is_empty() {
        return None;
    }
    let ty = imports.support("Statuses");
    let codes: Vec<_> =
        statuses.iter().filter_map(|status| code(*status)).map(Literal::u16_unsuffixed).collect();
    let ranges: Vec<_> =
        statuses.iter().filter_map(|status| range(*status)).map(Literal::u16_unsuffixed).collect();
    let list = match codes.is_empty() {
        true => quote!(#ty::NONE),
        false => quote!(#ty::codes(&[#(#codes),*])),
    };
    let ranges = (!ranges.is_empty()).then(|| quote!(.ranges(&[#(#ranges),*])));
    let default = statuses.contains(&Status::Default).then(|| quote!(.or_default()));
    Some((ty, quote!(#list #ranges #default)))
}

/// Returns the constant of a list of media types.
fn media_types(imports: &mut Imports, name: &'static str, list: Option<&[String]>) -> Option<TokenStream> {
    let list = list?;
    let (name, ty) = (Name::fixed(name).ident(), imports.support("MediaTypes"));
    Some(quote!(const #name: #ty = &[#(#list),*];))
}

fn code(status: Status) -> Option<u16> {
    match status {
        Status::Code(code) => Some(code),
        Status::Range(_) | Status::Default => None,
    }
}

fn range(status: Status) -> Option<u16> {
    match status {
        Status::Range(digit) => Some(u16::from(digit)),
        Status::Code(_) | Status::Default => None,
    }
}

/// Returns the type that decodes a content.
pub(super) fn content(imports: &mut Imports, content: &Content) -> TokenStream {
    match content {
        Content::Json(inner) => {
            let (json, inner) = (imports.support("Json"), ty::ty(imports, inner, Models::Qualified));
            quote!(#json<#inner>)
        }
        Content::Xml(inner, document) => {
            let (xml, inner) = (imports.support("Xml"), ty::ty(imports, inner, Models::Qualified));
            let (module, document) = (imports.module("xml"), document.ident());
            quote!(#xml<#inner, #module::#document>)
        }
        Content::Text => imports.support("Text"),
        Content::Binary => imports.support("Binary"),
        Content::Events(data) => {
            let (events, data) = (imports.support("Events"), event_data(imports, data));
            quote!(#events<#data>)
        }
        Content::Items(inner) => {
            let (items, inner) = (imports.support("JsonItems"), ty::ty(imports, inner, Models::Qualified));
            quote!(#items<#inner>)
        }
        Content::None => imports.support("NoContent"),
        Content::Optional(inner) => {
            let (optional, inner) = (imports.support("Optional"), self::content(imports, inner));
            quote!(#optional<#inner>)
        }
        Content::Outcome(name) => {
            let name = name.ident();
            quote!(#name)
        }
    }
}

fn event_data(imports: &mut Imports, data: &EventData) -> TokenStream {
    let (wrapper, inner) = match data {
        EventData::Text => return imports.support("Text"),
        EventData::Json(inner) => ("Json", inner),
        EventData::Whole(inner) => ("Whole", inner),
        EventData::WholeJson(inner) => ("WholeJson", inner),
    };
    let (wrapper, inner) = (imports.support(wrapper), ty::ty(imports, inner, Models::Qualified));
    quote!(#wrapper<#inner>)
}

/// Returns the methods that set what a call may leave out.
fn options(imports: &mut Imports, method: &Method) -> Option<TokenStream> {
    let mut setters: Vec<_> = method.options.iter().map(|option| self::option(imports, option)).collect();
    if let Some(body) = method.body.as_ref().filter(|body| !body.required) {
        let (docs, declaration) = (body_docs(body), body_declaration(imports, body));
        let (name, send) = (body.name.ident(), body_send(imports, body));
        let operator = lints::of_method(&body.name);
        setters.push(quote! {
            #docs
            #operator
            pub fn #name(self, #declaration) -> Self {
                self #send
            }
        });
    }
    if setters.is_empty() {
        return None;
    }
    let (call, marker) = (imports.support("Call"), method.marker.ident());
    Some(quote! {
        impl #call<#marker> {
            #(#setters)*
        }
    })
}

fn body_docs(body: &Body) -> TokenStream {
    let mut lines = Docs::sentence("Sets the request body.");
    lines.append(body.docs.clone());
    docs(&lines)
}

fn option(imports: &mut Imports, option: &Argument) -> TokenStream {
    let (attributes, name) = (attributes(&option.attributes), option.name.ident());
    let (declaration, send) = (parameter::declaration(imports, option), parameter::send(imports, option));
    let empty = option.empty.as_ref().map(|name| {
        let (docs, name, wire) = (
            docs(&Docs::sentence(format!("Sends `{}` without a value.", option.wire))),
            name.ident(),
            &option.wire,
        );
        quote! {
            #docs
            pub fn #name(self) -> Self {
                self.query(#wire, "")
            }
        }
    });
    let operator = lints::of_method(&option.name);
    quote! {
        #attributes
        #operator
        pub fn #name(self, #declaration) -> Self {
            self #send
        }
        #empty
    }
}
