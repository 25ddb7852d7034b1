use nd_pdk::Config;

#[derive(Config)]
struct Tuple(String);

#[derive(Config)]
struct Unit;

#[derive(Config)]
struct Generic<T> {
    value: T,
}

#[derive(Config)]
struct Borrowed<'a> {
    value: &'a str,
}

#[derive(Config)]
enum Data {
    Empty,
    Full(String),
    Named { text: String },
}

#[derive(Config)]
enum Nothing {}

#[derive(Config)]
union Either {
    one: u8,
}

fn main() {}
