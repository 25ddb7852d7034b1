use super::*;

fn read(text: &str) -> (Vec<u8>, Module) {
    let wasm = wat::parse_str(text).unwrap();
    let module = Module::read(&wasm).unwrap();
    (wasm, module)
}

#[test]
fn imports_and_exports_have_their_types() {
    let (_, module) = read(
        r#"(module
            (import "a" "f" (func (param i64) (result i32)))
            (import "a" "m" (memory 1))
            (func (export "g") (param f32))
            (export "f" (func 0)))"#,
    );
    let function = |params: &[ValType], results: &[ValType]| {
        let (params, results) = (params.into(), results.into());
        Kind::Function(Some(Signature { params, results }))
    };
    let imports: Vec<&Kind> = module.imports.iter().map(|it| &it.kind).collect();
    let expected = function(&[ValType::I64], &[ValType::I32]);
    assert_eq!(imports, [&expected, &Kind::Memory]);
    assert_eq!(module.exports[0].kind, function(&[ValType::F32], &[]));
    assert_eq!(module.exports[1].kind, expected);
    assert_eq!(module.functions_from("a").collect::<Vec<_>>(), ["f"]);
}

#[test]
fn the_sections_and_the_header_are_the_whole_file() {
    let (wasm, module) = read(
        r#"(module (func (export "f")) (memory 1) (data (i32.const 0) "x") (@custom "note" "hello"))"#,
    );
    let sizes: u64 = module.sections.iter().map(|section| section.size).sum();
    assert_eq!(sizes + HEADER, wasm.len() as u64);
    assert!(
        module
            .sections
            .iter()
            .any(|it| it.name == "code" && !it.is_custom)
    );
}

#[test]
fn custom_sections_are_read_by_name() {
    let (wasm, module) = read(
        r#"(module (@custom "note" "hello") (@custom "empty" "") (@custom "note" "again") (memory (export "type") 1))"#,
    );
    assert_eq!(module.custom_section(&wasm, "note"), Some(&b"hello"[..]));
    assert_eq!(module.custom_section(&wasm, "empty"), Some(&b""[..]));
    assert_eq!(
        module.custom_section(&wasm, "export"),
        None,
        "no custom section"
    );
    assert_eq!(
        module.custom_section(&wasm[..10], "note"),
        None,
        "another file"
    );
}

#[test]
fn a_component_is_no_module() {
    let component = wat::parse_str("(component)").unwrap();
    let error = format!("{:#}", Module::read(&component).unwrap_err());
    assert!(
        error.ends_with("it is a component, not a module"),
        "{error}"
    );
}

/// A section that says how many entries it has.
fn module_with(section: u8, contents: &[u8]) -> Vec<u8> {
    let mut wasm = b"\0asm\x01\0\0\0".to_vec();
    wasm.push(section);
    let mut length = contents.len();
    while length >= 0x80 {
        wasm.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    wasm.push(u8::try_from(length).unwrap());
    wasm.extend(contents);
    wasm
}

#[test]
fn what_would_take_too_much_memory_is_no_module() {
    // 200,000 exports `` of function 0.
    let mut exports = vec![0xc0, 0x9a, 0x0c];
    exports.extend([0, 0, 0].repeat(200_000));
    // 2,000 types of functions that take 1,000 numbers each.
    let one = [&[0x60, 0xe8, 0x07][..], &[0x7f; 1_000], &[0]].concat();
    let values = [&[0xd0, 0x0f][..], &one.repeat(2_000)].concat();
    // 2,000,000 types of functions that neither take nor give anything.
    let mut types = vec![0x80, 0x89, 0x7a];
    types.extend([0x60, 0, 0].repeat(2_000_000));
    let sections = module_with(0, &[0]).split_off(HEADER as usize);
    let sections = [&b"\0asm\x01\0\0\0"[..], &sections.repeat(200_000)].concat();
    for wasm in [
        module_with(7, &exports),
        module_with(1, &types),
        module_with(1, &values),
        sections,
    ] {
        let error = format!("{:#}", Module::read(&wasm).unwrap_err());
        assert!(error.contains("more than"), "{error}");
    }
}
