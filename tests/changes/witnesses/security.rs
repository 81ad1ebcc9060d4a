//@ an operation asks for a credential
pub async fn ask(client: &api::Client) {
    client.api().cats().await.ok();
}
//@ an operation asks for no credential any more
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok()
}
//@ no operation asks for the credential any more
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok() //~ R122
}
//@ a credential becomes optional
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok()
}
//@ a key moves from a header to the query
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok()
}
//@ a key becomes a bearer token
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok()
}
//@ tokens come from another place
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok()
}
//@ tokens have to allow more
pub fn client() -> Option<api::Client> {
    api::Client::builder().token("secret").build().ok()
}
//@ the first UUID
use api::models::Thing;
pub fn read(thing: &Thing) -> Option<&str> {
    thing.at.as_deref()
}
//@ back: the first UUID
use api::models::Thing;
pub fn clear(thing: &mut Thing) {
    thing.id = None; //~ R53
}
//@ a feature of a tag comes
pub async fn ask(client: &api::Client) {
    client.api().cats().await.ok(); //~ R9
}
//@ a scheme comes whose method another one has
pub fn client() -> Option<api::Client> {
    api::Client::builder().a_b("secret").build().ok()
}
