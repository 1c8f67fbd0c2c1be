//! Puts the page together: `page MODULE.wasm PAGE.html`. It is one file, which needs no server and no network.

use std::error::Error;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const PAGE: &str = include_str!("../page.html");
const STYLE: &str = include_str!("../page.css");
const SCRIPT: &str = include_str!("../page.js");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [module, page] = &arguments[..] else { return Err("page MODULE.wasm PAGE.html".into()) };
    let module = STANDARD.encode(std::fs::read(module)?);
    let text = PAGE
        .replace("/*style*/", STYLE)
        .replace("/*script*/", SCRIPT)
        .replace("/*module*/", &module);
    if let Some(folder) = Path::new(page).parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(page, text)?)
}
