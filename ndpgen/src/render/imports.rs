//! `use` declarations: on one line where that fits, else names filled line by line.

use super::attr::render_outer_attributes;
use super::flat::flat;
use super::{INDENT, MAX_WIDTH, pad};
use syn::{ItemUse, UseTree};

pub(super) fn render_use(item: &ItemUse, indent: usize) -> String {
    let vis = flat(&item.vis);
    let head = if vis.is_empty() {
        "use ".to_owned()
    } else {
        format!("{vis} use ")
    };
    let (path, names) = path_and_names(&item.tree);
    let line = match names.as_slice() {
        [] => format!("{head}{path};"),
        names => format!("{head}{path}{{{}}};", names.join(", ")),
    };
    let text = if indent + line.len() <= MAX_WIDTH || names.is_empty() {
        line
    } else {
        format!(
            "{head}{path}{{\n{}{}}};",
            fill(&names, indent + INDENT),
            pad(indent)
        )
    };
    format!(
        "{}{}{text}\n",
        render_outer_attributes(&item.attrs, indent),
        pad(indent)
    )
}

/// `a::b::{c, d}` as `a::b::` and its names.
fn path_and_names(tree: &UseTree) -> (String, Vec<String>) {
    match tree {
        UseTree::Path(path) => {
            let (rest, names) = path_and_names(&path.tree);
            (format!("{}::{rest}", path.ident), names)
        }
        UseTree::Group(group) => (String::new(), group.items.iter().map(flat).collect()),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => (flat(tree), Vec::new()),
    }
}

fn fill(names: &[String], indent: usize) -> String {
    let mut text = pad(indent);
    let mut column = indent;
    for (position, name) in names.iter().enumerate() {
        let width = name.len() + 1;
        if position > 0 {
            // rustfmt keeps a column free here.
            if column + 1 + width >= MAX_WIDTH {
                text.push('\n');
                text.push_str(&pad(indent));
                column = indent;
            } else {
                text.push(' ');
                column += 1;
            }
        }
        text.push_str(name);
        text.push(',');
        column += width;
    }
    text.push('\n');
    text
}
