//! Makes the bindings of the documents here.

use openapi_bindgen::cargo::Builder;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    for name in ["bench", "httpbin"] {
        Builder::new().document(format!("{name}.yaml")).out_file(format!("{name}.rs")).generate()?;
    }
    for name in ["soak", "transports"] {
        let builder = Builder::new().document(format!("{name}.yaml")).config(format!("{name}.bindings.yaml"));
        builder.out_file(format!("{name}.rs")).generate()?;
    }
    Ok(())
}
