fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    std::fs::write(format!("{out}/generated.rs"), "pub fn generated(of: Option<u8>) -> (&'static str, u8) { (file!(), of.expect(\"generated\")) }").unwrap();
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    println!("cargo::rustc-env=ABSOLUTE={root}/src/absolute.rs");
}
