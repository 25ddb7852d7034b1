pub fn absolute(of: Option<u8>) -> (&'static str, u8) { (file!(), of.expect("absolute")) }
