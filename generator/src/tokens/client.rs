//! `client.rs`: the client, its builder and the servers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::docs;
use super::imports::Imports;
use super::{server, surface, Features, File};
use crate::rust::docs::Docs;
use crate::rust::method::{
    Client, ClientParameter, Credential, CredentialKind, Example, Flow, Group, GroupLink,
};

pub(super) fn emit(client: &Client, features: Features) -> File {
    let choices = client.choices.iter().map(|choice| choice.name.as_str());
    let local = [client.name.as_str(), "Builder", "Server"].into_iter().chain(choices).map(str::to_owned);
    let mut imports = Imports::new(1, local);
    let mut items = vec![
        definition(&mut imports, client, features),
        methods(&mut imports, client, features),
        connect(&mut imports, client),
    ];
    items.extend(stub(&mut imports, client));
    items.extend(builder(&mut imports, client));
    items.extend(server::emit(&mut imports, client));
    let mut all = imports.items();
    all.append(&mut items);
    File { path: "client.rs".to_owned(), items: all, surface: surface::client(client), ..File::default() }
}

fn definition(imports: &mut Imports, client: &Client, features: Features) -> TokenStream {
    let (docs, name, core) = (docs(&client.docs), client.name.ident(), imports.support("Core"));
    // Operations with features lead to themselves, each in its own file; without any the field would not be used.
    let field = match features {
        Features::None => quote!(core: #core),
        Features::Crate => quote!(#[allow(dead_code)] pub(crate) core: #core),
    };
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            #field,
        }
    }
}

fn methods(imports: &mut Imports, client: &Client, features: Features) -> TokenStream {
    let name = client.name.ident();
    let from_env = from_env(imports, client);
    let own = client.groups.iter().filter(|_| features == Features::None);
    let links: Vec<_> = own
        .map(|link| {
            let (operations, group) = (imports.module("operations"), link.group.ident());
            self::link(link, &quote!(#operations::#group))
        })
        .collect();
    quote! {
        impl #name {
            #[doc = " Starts a client."]
            pub fn builder() -> Builder {
                Builder::new()
            }
            #from_env
            #(#links)*
        }
    }
}

/// Returns the method that leads to a group, whose type is spelled as the place asks.
fn link(link: &GroupLink, group: &TokenStream) -> TokenStream {
    let (docs, method) = (docs(&link.docs), link.method.ident());
    quote! {
        #docs
        pub fn #method(&self) -> #group<'_> {
            #group { core: &self.core }
        }
    }
}

/// Returns the part of the client that leads to a group, for the file of the group.
pub(super) fn way_to(imports: &mut Imports, client: &Client, group: &Group) -> Option<TokenStream> {
    let link = client.groups.iter().find(|link| link.group == group.name)?;
    let (module, name, group) = (imports.module("client"), client.name.ident(), group.name.ident());
    let method = self::link(link, &quote!(#group));
    Some(quote! {
        impl #module::#name {
            #method
        }
    })
}

fn from_env(imports: &mut Imports, client: &Client) -> Option<TokenStream> {
    let taken: Vec<_> = client
        .credentials
        .iter()
        .filter_map(|credential| Some((credential, credential.environment.as_ref()?)))
        .collect();
    if taken.is_empty() {
        return None;
    }
    let names = taken.iter().map(|(_, variable)| format!("`{variable}`")).collect::<Vec<_>>().join(", ");
    let docs = format!(" Starts a client with the credentials of the environment: {names}.");
    let sets: Vec<_> = taken
        .iter()
        .map(|(credential, variable)| {
            let (scheme, made) = (&credential.scheme, made_from(imports, &credential.kind));
            quote!(.credential_from_env(#scheme, #variable, #made))
        })
        .collect();
    Some(quote! {
        #[doc = #docs]
        #[doc = ""]
        #[doc = " A variable that is not set or empty is an error when the client is built."]
        pub fn from_env() -> Builder {
            Self::builder() #(#sets)*
        }
    })
}

/// Returns what makes a credential of a secret.
fn made_from(imports: &mut Imports, kind: &CredentialKind) -> TokenStream {
    let credential = imports.support("Credential");
    match place(imports, kind) {
        Some(place) => quote!(|key| #credential::api_key(#place, key)),
        None => quote!(#credential::bearer),
    }
}

fn connect(imports: &mut Imports, client: &Client) -> TokenStream {
    let (name, connect, core) = (client.name.ident(), imports.support("Connect"), imports.support("Core"));
    let (arc, duration) = (imports.path("std::sync::Arc"), imports.path("std::time::Duration"));
    let (transport, error) = (imports.support("Transport"), imports.support("BuildError"));
    let (result, support, option) = (
        imports.prelude("std::result::Result"),
        imports.module("support"),
        imports.prelude("std::option::Option"),
    );
    let default =
        client.base_url.as_ref().map(|url| quote!(const BASE_URL: #option<&'static str> = Some(#url);));
    let (unspoken, names) = (!client.unspoken.is_empty(), &client.unspoken);
    let unspoken = unspoken.then(|| quote!(const UNSPOKEN: &'static [&'static str] = &[#(#names),*];));
    quote! {
        impl #connect for #name {
            #default
            #unspoken

            fn connect(core: #core) -> Self {
                Self { core }
            }

            fn transport(connect_timeout: #duration) -> #result<#arc<dyn #transport>, #error> {
                #support::default_transport(connect_timeout)
            }
        }
    }
}

/// Returns the function that makes a stub of the service.
fn stub(imports: &mut Imports, client: &Client) -> Option<TokenStream> {
    let examples = client.examples.as_ref()?;
    let (name, stub, example) = (client.name.ident(), imports.support("Stub"), imports.support("Example"));
    let examples = examples.iter().map(|it| {
        let Example { operations, status, media_type, body } = it;
        let operations = operations.iter().map(|(http, template)| quote!((#http, #template)));
        let status = Literal::u16_unsuffixed(*status);
        quote! {
            #example {
                operations: &[#(#operations),*],
                status: #status,
                media_type: #media_type,
                body: #body
            }
        }
    });
    Some(quote! {
        impl #name {
            #[doc = " Returns a stub of the service for tests, which answers with values of the document."]
            pub fn stub() -> #stub {
                #stub::new(&[#(#examples),*])
            }
        }
    })
}

fn builder(imports: &mut Imports, client: &Client) -> Vec<TokenStream> {
    let (name, builder) = (client.name.ident(), imports.module("support"));
    let mut setters = Vec::new();
    if !client.servers.is_empty() {
        setters.push(quote! {
            #[doc = " Chooses a server of the document."]
            pub fn server(self, server: Server) -> Self {
                self.base_url(server.url())
            }
        });
    }
    setters.extend(client.parameters.iter().map(|parameter| self::parameter(imports, parameter)));
    setters.extend(client.credentials.iter().flat_map(|credential| self::credential(imports, credential)));
    let docs = format!(" How a [`{}`] is set up.", client.name.as_str());
    let mut items = vec![quote!(#[doc = #docs] pub type Builder = #builder::Builder<#name>;)];
    if !setters.is_empty() {
        items.push(quote!(impl Builder { #(#setters)* }));
    }
    items
}

fn parameter(imports: &mut Imports, parameter: &ClientParameter) -> TokenStream {
    let (docs, name, wire) = (docs(&parameter.docs), parameter.name.ident(), &parameter.wire);
    let to_string = imports.prelude("std::string::ToString");
    quote! {
        #docs
        pub fn #name(self, #name: impl #to_string) -> Self {
            self.parameter(#wire, #name)
        }
    }
}

fn credential(imports: &mut Imports, credential: &Credential) -> Vec<TokenStream> {
    let (docs, method, scheme) = (docs(&credential.docs), credential.method.ident(), &credential.scheme);
    let (ty, into) = (imports.support("Credential"), imports.prelude("std::convert::Into"));
    if credential.kind == CredentialKind::Basic {
        let secret = imports.support("Secret");
        return vec![quote! {
            #docs
            pub fn #method(self, user: impl AsRef<str>, password: impl #into<#secret>) -> Self {
                self.credential(#scheme, #ty::basic(user, password))
            }
        }];
    }
    let secret = imports.support("Secret");
    let place = place(imports, &credential.kind);
    let (argument, constructor, from) = match place {
        Some(_) => (quote!(key), quote!(api_key), quote!(api_key_from)),
        None => (quote!(token), quote!(bearer), quote!(bearer_from)),
    };
    let place = place.map(|place| quote!(#place,));
    let mut setters = vec![quote! {
        #docs
        pub fn #method(self, #argument: impl #into<#secret>) -> Self {
            self.credential(#scheme, #ty::#constructor(#place #argument))
        }
    }];
    if let Some(provider) = &credential.provider {
        let (provider, trait_) = (provider.ident(), imports.support("CredentialProvider"));
        let line = format!("Asks for the credential of `{scheme}` before each attempt.");
        let line = super::docs::docs(&Docs::sentence(&line));
        setters.push(quote! {
            #line
            pub fn #provider(self, provider: impl #trait_) -> Self {
                self.credential(#scheme, #ty::#from(#place provider))
            }
        });
    }
    setters.extend(credential.flow.as_ref().map(|flow| self::flow(imports, scheme, flow)));
    setters
}

fn flow(imports: &mut Imports, scheme: &str, flow: &Flow) -> TokenStream {
    let (method, token_url) = (flow.method.ident(), &flow.token_url);
    let (ty, client) = (imports.support("Credential"), imports.support("ClientCredentials"));
    let refresh_url = match &flow.refresh_url {
        Some(url) => quote!(Some(#url)),
        None => quote!(None),
    };
    let line = format!("Gets tokens for `{scheme}` with the credentials of a client.");
    let line = super::docs::docs(&Docs::sentence(&line));
    quote! {
        #line
        pub fn #method(self, client: #client) -> Self {
            self.credential(#scheme, #ty::bearer_from(client.provider(#token_url, #refresh_url)))
        }
    }
}

/// Returns where an API key goes, or `None` for another credential.
fn place(imports: &mut Imports, kind: &CredentialKind) -> Option<TokenStream> {
    let (variant, name) = match kind {
        CredentialKind::Bearer | CredentialKind::Basic => return None,
        CredentialKind::ApiKeyHeader(name) => (quote!(Header), name),
        CredentialKind::ApiKeyQuery(name) => (quote!(Query), name),
        CredentialKind::ApiKeyCookie(name) => (quote!(Cookie), name),
    };
    let ty = imports.support("ApiKey");
    Some(quote!(#ty::#variant(#name)))
}
