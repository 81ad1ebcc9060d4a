//! Makes the bindings of the documents here.

use openapi_bindgen::cargo::Builder;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    for name in ["bench", "httpbin", "soak"] {
        Builder::new().document(format!("{name}.yaml")).out_file(format!("{name}.rs")).generate()?;
    }
    let transports = Builder::new().document("transports.yaml").config("transports.bindings.yaml");
    transports.out_file("transports.rs").generate()?;
    Ok(())
}
