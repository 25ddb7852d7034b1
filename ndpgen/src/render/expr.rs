//! Expressions and statements, broken over lines where rustfmt would break them. Covers what the emitters write: calls, method chains, arrays, tuples,
//! struct literals, references and closures; anything else stays on its line.

use super::flat::{flat, flat_list};
use super::{INDENT, MAX_WIDTH, pad};
use quote::ToTokens;
use syn::{AngleBracketedGenericArguments, Block, Expr, ExprCall, PathArguments, Stmt};

// rustfmt's limits for what may share a line, at 100 columns.
const CALL_WIDTH: usize = 60;
const CHAIN_WIDTH: usize = 60;
const ARRAY_WIDTH: usize = 60;
const STRUCT_WIDTH: usize = 18;

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Indentation of the line it starts on.
    pub(super) indent: usize,
    /// Columns taken before it on that line, indentation included.
    pub(super) before: usize,
    /// Columns that what follows it needs on its last line: `;`, `?` …
    pub(super) after: usize,
}

impl Place {
    fn own_line(indent: usize, after: usize) -> Self {
        Place {
            indent,
            before: indent,
            after,
        }
    }

    fn room(self) -> usize {
        MAX_WIDTH.saturating_sub(self.before + self.after)
    }

    fn shifted(self, columns: usize) -> Self {
        Place {
            before: self.before + columns,
            ..self
        }
    }
}

/// A block with its braces, for a line that is indented by `indent`.
pub(super) fn render_block(block: &Block, indent: usize) -> String {
    let statements = render_statements(&block.stmts, indent + INDENT);
    if statements.is_empty() {
        return "{}".to_owned();
    }
    format!("{{\n{statements}{}}}", pad(indent))
}

fn render_statements(statements: &[Stmt], indent: usize) -> String {
    statements
        .iter()
        .map(|statement| render_statement(statement, indent))
        .collect()
}

fn render_statement(statement: &Stmt, indent: usize) -> String {
    let pad = pad(indent);
    match statement {
        Stmt::Expr(expr, semicolon) => {
            let end = if semicolon.is_some() { ";" } else { "" };
            let text = render_expr(expr, Place::own_line(indent, end.len()));
            format!("{pad}{text}{end}\n")
        }
        Stmt::Local(local) => {
            let Some(init) = &local.init else {
                return format!("{pad}let {};\n", flat(&local.pat));
            };
            let head = format!("let {} = ", flat(&local.pat));
            let here = Place {
                indent,
                before: indent + head.len(),
                after: 1,
            };
            let below = Place::own_line(indent + INDENT, 1);
            if !fits(&init.expr, here) && fits(&init.expr, below) {
                let value = render_expr(&init.expr, below);
                let inner = super::pad(below.indent);
                return format!("{pad}{}\n{inner}{value};\n", head.trim_end());
            }
            format!("{pad}{head}{};\n", render_expr(&init.expr, here))
        }
        Stmt::Item(_) | Stmt::Macro(_) => format!("{pad}{}\n", flat(statement)),
    }
}

/// The expression, starting at its place; further lines carry their own indentation.
pub(super) fn render_expr(expr: &Expr, at: Place) -> String {
    let line = flat(expr);
    if fits(expr, at) {
        return line;
    }
    match expr {
        Expr::Reference(reference) => {
            let sign = if reference.mutability.is_some() {
                "&mut "
            } else {
                "&"
            };
            format!(
                "{sign}{}",
                render_expr(&reference.expr, at.shifted(sign.len()))
            )
        }
        Expr::Call(call) => render_call(call, at),
        Expr::Tuple(tuple) => render_list("(", tuple.elems.iter(), ")", at),
        Expr::Array(array) => render_list("[", array.elems.iter(), "]", at),
        Expr::Struct(literal) => {
            let fields = literal.fields.iter().map(|field| {
                let head = format!("{}: ", flat(&field.member));
                let inner = Place::own_line(at.indent + INDENT, 1).shifted(head.len());
                format!("{head}{}", render_expr(&field.expr, inner))
            });
            vertical(
                &format!("{} {{", flat(&literal.path)),
                fields,
                "}",
                at.indent,
            )
        }
        Expr::MethodCall(_) => render_chain(expr, at),
        Expr::Try(attempt) => {
            let inner = Place {
                after: at.after + 1,
                ..at
            };
            format!("{}?", render_expr(&attempt.expr, inner))
        }
        _ => line,
    }
}

/// A call whose path is too long for a line gets its generic arguments one a line.
fn render_call(call: &ExprCall, at: Place) -> String {
    let path = flat(&call.func);
    let Some(generics) = generics_of(&call.func).filter(|_| path.len() > at.room()) else {
        return render_list(&format!("{path}("), call.args.iter(), ")", at);
    };
    let name = path.strip_suffix(&flat(generics)).unwrap_or(&path);
    let arguments = generics.args.iter().map(flat);
    let head = vertical(&format!("{name}::<"), arguments, ">(", at.indent);
    let after_head = Place {
        before: at.indent + ">(".len(),
        ..at
    };
    let args = flat_list(&call.args);
    let one_line = call.args.iter().all(may_share_line) && args.len() <= CALL_WIDTH;
    if one_line && args.len() < after_head.room() {
        return format!("{head}{args})");
    }
    render_list(
        &head,
        call.args.iter(),
        ")",
        Place {
            before: after_head.before - 2,
            ..at
        },
    )
}

/// The generic arguments at the end of a path.
fn generics_of(path: &Expr) -> Option<&AngleBracketedGenericArguments> {
    let Expr::Path(path) = path else { return None };
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(generics) => Some(generics),
        PathArguments::None | PathArguments::Parenthesized(_) => None,
    }
}

/// Whether the expression stays on one line.
fn fits(expr: &Expr, at: Place) -> bool {
    flat(expr).len() <= at.room() && may_share_line(expr)
}

/// Whether rustfmt leaves the expression on one line when the line is long enough.
fn may_share_line(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => {
            flat_list(&call.args).len() <= CALL_WIDTH && call.args.iter().all(may_share_line)
        }
        Expr::Tuple(tuple) => {
            flat_list(&tuple.elems).len() <= CALL_WIDTH && tuple.elems.iter().all(may_share_line)
        }
        Expr::Array(array) => {
            flat_list(&array.elems).len() <= ARRAY_WIDTH && array.elems.iter().all(may_share_line)
        }
        Expr::Struct(literal) => flat_list(&literal.fields).len() <= STRUCT_WIDTH,
        Expr::MethodCall(call) => {
            let chain = Chain::of(expr);
            let fits = chain.calls.len() == 1 || flat(expr).len() <= CHAIN_WIDTH;
            fits && flat_list(&call.args).len() <= CALL_WIDTH
                && call.args.iter().all(may_share_line)
                && may_share_line(chain.root)
        }
        Expr::Reference(reference) => may_share_line(&reference.expr),
        Expr::Try(attempt) => may_share_line(&attempt.expr),
        Expr::Closure(closure) => may_share_line(&closure.body),
        _ => true,
    }
}

/// `head`, the elements one a line, `tail`.
fn render_list<'a>(
    head: &str,
    elements: impl ExactSizeIterator<Item = &'a Expr> + Clone,
    tail: &str,
    at: Place,
) -> String {
    if elements.len() == 1
        && let Some(only) = elements.clone().next()
        && let Some(only) = render_hugged(only, at.shifted(head.len()))
    {
        return format!("{head}{only}{tail}");
    }
    let indent = at.indent + INDENT;
    let elements = elements.map(|element| render_expr(element, Place::own_line(indent, 1)));
    vertical(head, elements, tail, at.indent)
}

/// A closure or a struct literal that is the only element hugs the brackets; so only its own braces are broken.
fn render_hugged(only: &Expr, at: Place) -> Option<String> {
    match only {
        Expr::Struct(_) => Some(render_expr(only, at)),
        Expr::Closure(closure) => {
            let head = format!("|{}| {{", flat_list(&closure.inputs));
            let indent = at.indent + INDENT;
            let body = render_expr(&closure.body, Place::own_line(indent, 0));
            let text = format!("{head}\n{}{body}\n{}}}", pad(indent), pad(at.indent));
            (at.before + head.len() <= MAX_WIDTH).then_some(text)
        }
        _ => None,
    }
}

fn vertical(head: &str, parts: impl Iterator<Item = String>, tail: &str, indent: usize) -> String {
    let inner = pad(indent + INDENT);
    let parts: String = parts.map(|part| format!("{inner}{part},\n")).collect();
    format!("{head}\n{parts}{}{tail}", pad(indent))
}

/// A method chain: what it starts from, and the calls in order.
struct Chain<'a> {
    root: &'a Expr,
    /// How often `?` follows the root.
    root_tries: usize,
    calls: Vec<Link<'a>>,
}

struct Link<'a> {
    call: &'a syn::ExprMethodCall,
    tries: usize,
}

impl<'a> Chain<'a> {
    fn of(expr: &'a Expr) -> Self {
        let (mut root, mut tries, mut calls) = (expr, 0, Vec::new());
        loop {
            match root {
                Expr::Try(attempt) => {
                    tries += 1;
                    root = &attempt.expr;
                }
                Expr::MethodCall(call) => {
                    calls.push(Link { call, tries });
                    tries = 0;
                    root = &call.receiver;
                }
                _ => break,
            }
        }
        calls.reverse();
        Chain {
            root,
            root_tries: tries,
            calls,
        }
    }
}

fn render_chain(expr: &Expr, at: Place) -> String {
    let Chain {
        root,
        root_tries,
        calls,
    } = Chain::of(expr);
    let root = render_expr(
        root,
        Place {
            after: root_tries,
            ..at
        },
    );
    let indent = if root.contains('\n') {
        at.indent
    } else {
        at.indent + INDENT
    };
    let links = calls.iter().map(|Link { call, tries }| {
        let head = format!(
            ".{}{}(",
            flat(&call.method),
            flat(&call.turbofish.to_token_stream())
        );
        let args = flat_list(&call.args);
        let place = Place::own_line(indent, tries + at.after);
        let text = if args.len() <= CALL_WIDTH && head.len() + args.len() < place.room() {
            format!("{head}{args})")
        } else {
            render_list(&head, call.args.iter(), ")", place)
        };
        format!("\n{}{text}{}", pad(indent), "?".repeat(*tries))
    });
    format!(
        "{root}{}{}",
        "?".repeat(root_tries),
        links.collect::<String>()
    )
}
