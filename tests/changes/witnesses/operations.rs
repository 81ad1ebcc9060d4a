//@ an operation is added
pub async fn ask(client: &api::Client) -> Result<(), api::Error<()>> {
    client.pets().list_pets().await
}
//@ an operation is removed
pub async fn ask(client: &api::Client) -> Result<(), api::Error<()>> {
    client.pets().list_pets().await?;
    client.pets().add_pet().await //~ R2
}
//@ an operation is deprecated
pub fn ask(client: &api::Client) -> bool {
    client.pets().list_pets().send_blocking().is_ok() //? R3
}
//@ the deprecation of an operation is withdrawn
#[allow(deprecated)]
pub fn ask(client: &api::Client) -> bool {
    client.pets().list_pets().send_blocking().is_ok()
}
//@ an operationId changes, and the pinned names stay
use api::operations::{pets::ListPets, Pets};
pub fn ask(pets: Pets<'_>) -> api::Call<ListPets> {
    pets.list_pets()
}
//@ an operationId is added
pub fn ask(client: &api::Client) -> api::Call<api::operations::pets::GetPets> {
    client.pets().get_pets()
}
//@ the path of an operation changes
pub async fn ask(client: &api::Client) {
    client.api().list().await.ok();
}
//@ the method of an operation changes
pub async fn ask(client: &api::Client) {
    client.api().save().retries(3).await.ok();
}
//@ path and method change under another operationId, which makes another operation of it
pub async fn ask(client: &api::Client) {
    client.api().save().await.ok(); //~ R2
}
//@ the first tag changes
pub async fn ask(client: &api::Client) {
    client.pets().list_pets().await.ok(); //~ R9
}
//@ the default server changes, and its name with it
use api::{Client, Server};
pub fn client() -> Client {
    Client::builder().server(Server::OneExample).build().unwrap() //~ R10
}
//@ the URL of a server with a name changes
use api::{Client, Server};
pub fn client() -> Client {
    Client::builder().server(Server::Production).build().unwrap()
}
//@ another server becomes the default
pub fn client() -> api::Client {
    api::Client::builder().build().unwrap()
}
//@ a server is added behind the others
use api::Server;
pub fn is_first(server: &Server) -> bool {
    match server {
        Server::OneExample => true,
        Server::Custom(_) => false,
        _ => false,
    }
}
//@ the default of a server variable changes
use api::Server;
pub fn server() -> Server {
    Server::RegionExample { region: "eu".to_owned() }
}
//@ the values of a server variable change
use api::{Server, ServerRegion};
pub fn server() -> Server {
    Server::RegionExample { region: ServerRegion::Eu }
}
//@ back: the values of a server variable change
use api::{Server, ServerRegion};
pub fn server() -> Server {
    Server::RegionExample { region: ServerRegion::Us } //~ R11
}
//@ a URL gets a variable
use api::Server;
pub fn server() -> Server {
    Server::Main //~ R11
}
//@ a callback is added
pub async fn ask(client: &api::Client) {
    client.pets().list_pets().await.ok();
}
//@ back: a callback is added
pub fn heard(text: &str) -> Option<bool> {
    let bark: api::models::BarkPayload = serde_json::from_str(text).ok()?; //~ R12
    bark.loud
}
//@ what a callback sends loses a member
pub fn heard(bark: &api::models::BarkPayload) -> bool {
    bark.loud //~ R55
}
//@ the version of the API changes
pub async fn ask(client: &api::Client) {
    client.pets().list_pets().await.ok();
}
//@ an operation is sent with a key, and so again where it fails
pub async fn ask(client: &api::Client) {
    client.pets().add_pet().await.ok();
}
//@ an operation gets pages
pub async fn ask(client: &api::Client) -> Option<Vec<String>> {
    client.api().pages().offset(10).await.ok()
}
//@ back: an operation gets pages
pub async fn all(client: &api::Client) -> Vec<String> {
    let mut items = client.api().pages().items(); //~ R15
    let mut all = Vec::new();
    while let Some(Ok(item)) = items.next().await {
        all.push(item);
    }
    all
}
//@ an operation comes whose method another one has
pub fn ask(client: &api::Client) -> api::Call<api::operations::api::AB> {
    client.api().a_b()
}
//@ a server comes whose variant another one has
pub fn server() -> api::Server {
    api::Server::Main
}
//@ an operation gets a server of its own
pub async fn ask(client: &api::Client) {
    client.pets().list_pets().base_url("https://three.example").await.ok();
}
