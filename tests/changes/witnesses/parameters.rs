//@ a required parameter of the query is added
pub async fn ask(client: &api::Client) {
    client.api().pet("1").await.ok(); //~ R17
}
//@ back: a required parameter of the query is added
pub async fn ask(client: &api::Client) {
    client.api().pet("1", "cat").await.ok(); //~ R20
}
//@ a path gets a parameter
pub async fn ask(client: &api::Client) {
    client.api().pets().await.ok(); //~ R18
}
//@ an optional parameter of the query is added
pub async fn ask(client: &api::Client) {
    client.api().pet("1").header("X-Own", "1").await.ok();
}
//@ an optional parameter of the query is removed
pub async fn ask(client: &api::Client) {
    client.api().pet("1").kind("cat").await.ok(); //~ R20
}
//@ an optional header becomes required
pub async fn ask(client: &api::Client) {
    client.api().pet("1").x_kind("cat").await.ok(); //~ R21
}
//@ a required header becomes optional
pub async fn ask(client: &api::Client) {
    client.api().pet("1", "cat").await.ok(); //~ R22
}
//@ the type of an optional parameter changes
pub async fn ask(client: &api::Client) {
    client.api().pet("1").kind("cat").await.ok(); //~ R23
}
//@ a required integer becomes a number
pub async fn ask(client: &api::Client, least: i64) {
    client.api().pet("1", least).await.ok(); //~ R24
}
//@ back: a required integer becomes a number
pub async fn ask(client: &api::Client) {
    client.api().pet("1", 0.5).await.ok(); //~ R23
}
//@ the style of an array changes
pub async fn ask(client: &api::Client) {
    client.api().pet("1").kinds(&["cat", "dog"].map(str::to_owned)).await.ok();
}
//@ a parameter moves from the query to a header
pub async fn ask(client: &api::Client) {
    client.api().pet("1").kind("cat").await.ok();
}
//@ a parameter is written as JSON
pub async fn ask(client: &api::Client) {
    client.api().pet("1").filter(&["cat".to_owned()]).await.ok();
}
//@ a text becomes an enumeration
pub async fn ask(client: &api::Client, kind: &str) {
    client.api().pet("1").kind(kind).await.ok(); //~ R28
}
//@ a value of an enumeration goes and another one comes
use api::models::PetKind;
pub async fn ask(client: &api::Client) {
    client.api().pet("1").kind(&PetKind::Cat).await.ok();
    client.api().pet("1").kind(&PetKind::Dog).await.ok(); //~ R29
}
//@ a default changes
pub async fn ask(client: &api::Client) {
    client.api().pet("1").limit(10).await.ok();
}
//@ a bound is tightened
pub async fn ask(client: &api::Client) {
    client.api().pet("1").limit(100).await.ok();
}
//@ a length is loosened
pub async fn ask(client: &api::Client) {
    client.api().pet("1").q("cats").await.ok();
}
//@ required parameters of one type change places
pub async fn ask(client: &api::Client) {
    client.api().pet("1", "a", "b").await.ok();
}
//@ a parameter comes whose Rust name another one has
pub async fn ask(client: &api::Client) {
    client.api().pet("1").a_b("text").await.ok();
}
//@ a parameter of the path is called otherwise
pub async fn ask(client: &api::Client) {
    client.api().pet("1").await.ok();
}
