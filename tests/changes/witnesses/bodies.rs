//@ a required body is added
pub async fn ask(client: &api::Client) {
    client.api().add().await.ok(); //~ R37
}
//@ an optional body is added
pub async fn ask(client: &api::Client) {
    client.api().add().await.ok();
}
//@ a body is removed
pub async fn ask(client: &api::Client) {
    client.api().add(1).await.ok(); //~ R39
}
//@ an optional body becomes required
pub async fn ask(client: &api::Client) {
    client.api().add().body(1).await.ok(); //~ R40
}
//@ a required body becomes optional
pub async fn ask(client: &api::Client) {
    client.api().add(1).await.ok(); //~ R41
}
//@ a media type is added that is not sent
pub async fn ask(client: &api::Client) {
    client.api().add().body(1).await.ok();
}
//@ a media type is removed that was not sent
pub async fn ask(client: &api::Client) {
    client.api().add().body(1).await.ok();
    client.api().add_as_csv("a,b").await.ok(); //~ R43
}
//@ the media type that is sent is gone
use api::models::Pet;
pub async fn ask(client: &api::Client) {
    client.api().add(&Pet::new().name("Rex")).await.ok();
}
//@ a member of a form is written in another way
use api::models::AddRequest;
pub async fn ask(client: &api::Client) {
    client.api().add(&AddRequest::new().a(vec!["a".to_owned()])).await.ok();
}
//@ the parameter of a media type changes
pub async fn ask(client: &api::Client) {
    client.api().add(1).await.ok();
}
//@ JSON becomes bytes
pub async fn ask(client: &api::Client) {
    client.api().add(1).await.ok(); //~ R47
}
//@ the schema of a body changes
pub async fn ask(client: &api::Client) {
    client.api().add(1).await.ok(); //~ R64
}
//@ a part of a multipart body is added
use api::operations::api::AddForm;
pub async fn ask(client: &api::Client) {
    client.api().add(AddForm::new().a("a")).await.ok();
}
//@ back: a part of a multipart body is added
use api::operations::api::AddForm;
pub fn form() -> AddForm {
    AddForm::new().a("a").b("b") //~ R53
}
//@ a form beside JSON
use api::models::Pet;
pub async fn ask(client: &api::Client) {
    client.api().add(&Pet::new()).await.ok();
}
//@ a part of a multipart body becomes required
use api::operations::api::AddForm;
pub fn form() -> AddForm {
    AddForm::new().a("a").b("b") //~ R56
}
//@ a part of a multipart body is of another type, as the member of its JSON is
pub async fn ask(client: &api::Client) {
    use api::operations::api::AddForm;
    client.api().add(AddForm::new().age("3")).await.ok(); //~ R64
    client.api().keep(&api::models::Pet::new().age("3")).await.ok(); //~ R64
}
