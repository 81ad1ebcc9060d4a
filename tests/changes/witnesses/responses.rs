//@ a success of the same content is added
pub async fn ask(client: &api::Client) -> Option<i64> {
    client.api().pets().await.ok()
}
//@ a success of another content is added
pub async fn ask(client: &api::Client) -> Option<i64> {
    client.api().pets().await.ok() //~ R103
}
//@ a success of another content is removed
use api::operations::api::PetsOutput; //~ R104
pub fn is_made(output: &PetsOutput) -> bool {
    matches!(output, PetsOutput::Created(_))
}
//@ one of three contents is removed
use api::operations::api::PetsOutput;
pub fn text(output: &PetsOutput) -> &str {
    match output {
        PetsOutput::Ok(_) => "200",
        PetsOutput::Accepted(_) => "202", //~ R104
        _ => "other",
    }
}
//@ back: one of three contents is removed
use api::operations::api::PetsOutput;
pub fn text(output: &PetsOutput) -> &str {
    match output {
        PetsOutput::Ok(_) => "200",
        PetsOutput::Created(_) => "201",
        _ => "other",
    }
}
//@ a success loses its body
pub async fn ask(client: &api::Client) -> Option<i64> {
    client.api().pets().await.ok() //~ R105
}
//@ the first declared error is added
pub async fn ask(client: &api::Client) -> Result<i64, api::Error<()>> {
    client.api().pets().await //~ R106
}
//@ an error without a body is added
pub async fn ask(client: &api::Client) -> Result<i64, api::Error<()>> {
    client.api().pets().await
}
//@ an error is removed
pub async fn ask(client: &api::Client) -> Option<i64> {
    let error: api::Error<i64> = client.api().pets().await.err()?; //~ R107
    error.api().copied()
}
//@ a range of errors is added
pub async fn ask(client: &api::Client) -> Result<i64, api::Error<()>> {
    client.api().pets().await //~ R108
}
//@ default is removed
pub async fn ask(client: &api::Client) -> Result<i64, i64> {
    match client.api().pets().await {
        Ok(pets) => Ok(pets),
        Err(api::Error::Api { error, .. }) => Err(*error), //~ R108
        Err(_) => Err(-1),
    }
}
//@ the body of an error changes
pub async fn ask(client: &api::Client) -> i64 {
    match client.api().pets().await {
        Err(api::Error::Api { error, .. }) => *error, //~ R109
        _ => 0,
    }
}
//@ a media type is added that is not read
pub async fn ask(client: &api::Client) -> Result<i64, api::Error<()>> {
    client.api().pets().await //~ R110
}
//@ the media type that is read is gone
use api::operations::api::PetsOutput; //~ R111
pub fn count(output: &PetsOutput) -> Option<i64> {
    match output {
        PetsOutput::Ok(pets) => Some(*pets),
        _ => None,
    }
}
//@ the type of a success changes
pub async fn ask(client: &api::Client) -> Option<i64> {
    client.api().pets().await.ok() //~ R64
}
//@ a header is added
pub async fn ask(client: &api::Client) -> Option<i64> {
    client.api().pets().send().await.ok().map(|response| response.output)
}
//@ a header is removed
use api::operations::api::Pets;
pub async fn total(client: &api::Client) -> Option<i64> {
    client.api().pets().send().await.ok()?.header(Pets::X_TOTAL).ok()? //~ R113
}
//@ a header becomes optional
use api::operations::api::Pets;
pub async fn total(client: &api::Client) -> Option<i64> {
    let response = client.api().pets().send().await.ok()?;
    let total: i64 = response.header(Pets::X_TOTAL).ok()?; //~ R113
    Some(total)
}
//@ a header becomes required
use api::operations::api::Pets;
pub async fn total(client: &api::Client) -> Option<i64> {
    client.api().pets().send().await.ok()?.header(Pets::X_TOTAL).ok()? //~ R113
}
//@ the members of a header are written otherwise
use api::operations::api::Pets;
pub fn name() -> &'static str {
    Pets::X_MAP.name()
}
//@ the type of a header changes
use api::operations::api::Pets;
pub async fn total(client: &api::Client) -> Option<i64> {
    client.api().pets().send().await.ok()?.header(Pets::X_TOTAL).ok()? //~ R64
}
//@ an error with a header is removed
use api::operations::api::Pets;
pub async fn wait(client: &api::Client) -> Option<i64> {
    client.api().pets().await.err()?.header(Pets::RETRY_AFTER).ok()? //~ R113
}
//@ another response keeps the header that one loses
use api::operations::api::Pets;
pub async fn total(client: &api::Client) -> Option<i64> {
    client.api().pets().await.err()?.header(Pets::X_TOTAL).ok()?
}
//@ a header is added
pub fn ask(client: &api::Client) -> Option<i64> {
    let answer = client.api().pets().send_blocking().ok()?;
    Some(answer.output)
}
//@ a header is removed
use api::operations::api::Pets;
pub fn ask(client: &api::Client) -> Option<i64> {
    let answer = client.api().pets().send_blocking().ok()?;
    answer.header(Pets::X_TOTAL).ok()? //~ R113
}
//@ a header becomes optional
use api::operations::api::Pets;
pub fn ask(client: &api::Client) -> Option<i64> {
    let answer = client.api().pets().send_blocking().ok()?;
    let total: i64 = answer.header(Pets::X_TOTAL).ok()?; //~ R113
    Some(total)
}
//@ a header becomes required
use api::operations::api::Pets;
pub fn ask(client: &api::Client) -> Option<i64> {
    let answer = client.api().pets().send_blocking().ok()?;
    answer.header(Pets::X_TOTAL).ok()? //~ R113
}
//@ the members of a header are written otherwise
use api::operations::api::Pets;
pub fn ask(client: &api::Client) -> bool {
    let answer = client.api().pets().send_blocking();
    answer.is_ok_and(|answer| answer.header(Pets::X_MAP).is_ok())
}
//@ the type of a header changes
use api::operations::api::Pets;
pub fn ask(client: &api::Client) -> Option<i64> {
    let answer = client.api().pets().send_blocking().ok()?;
    answer.header(Pets::X_TOTAL).ok()? //~ R64
}
//@ a header gets a value more
use api::models::PetsHeaderXKind;
pub fn ask(client: &api::Client) -> bool {
    let answer = client.api().pets().send_blocking();
    let kind = answer.ok().and_then(|it| it.header(api::operations::api::Pets::X_KIND).ok()?);
    kind == Some(PetsHeaderXKind::A)
}
