pub fn place(of: Option<u8>) -> (&'static str, u8) { (file!(), of.expect("shared")) }
