//! Which scrobbles a page holds, and where the next one goes on. Must not know whose they are, or what was played.

#[cfg(test)]
mod tests;

/// The largest page, and the one for whoever asks for none.
pub const MAX_ITEMS: i32 = 5000;

/// What orders scrobbles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When it was, in Unix seconds.
    pub time: i64,
    /// Its identifier, for those of the same second.
    pub id: i64,
}

/// Which scrobbles are wanted; both ends are included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range {
    /// Earliest time, in Unix seconds; `None` for no bound.
    pub from: Option<i64>,
    /// Latest time, in Unix seconds; `None` for no bound.
    pub to: Option<i64>,
}

/// What is asked of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Which scrobbles are wanted.
    pub range: Range,
    /// Whether the latest come first.
    pub descending: bool,
    /// Size of the page; anything but 1 to [`MAX_ITEMS`] means [`MAX_ITEMS`].
    pub max_items: i32,
    /// How many to skip; less than 0 means 0.
    pub offset: i32,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The positions of its scrobbles, in the order of the page.
    pub positions: Vec<usize>,
    /// What to ask for the next page; `None` after the last one.
    pub next: Option<Options>,
}

impl Range {
    /// Whether a time lies in it.
    #[must_use]
    pub fn contains(&self, time: i64) -> bool {
        self.from.is_none_or(|from| from <= time) && self.to.is_none_or(|to| time <= to)
    }
}

/// The page that the options ask for, of scrobbles in any order.
#[must_use]
pub fn page(scrobbles: &[Place], options: Options) -> Page {
    let max_items = match options.max_items {
        size @ 1..=MAX_ITEMS => size,
        _ => MAX_ITEMS,
    };
    let wanted = sorted(scrobbles, options.range, options.descending);
    let start = wanted.len().min(options.offset.max(0) as usize);
    let end = wanted.len().min(start + max_items as usize);
    let returned = wanted[start..end].last().filter(|_| end < wanted.len());
    Page {
        positions: wanted[start..end].to_vec(),
        next: returned.map(|last| {
            let time = scrobbles[*last].time;
            let ties = wanted[..end]
                .iter()
                .filter(|position| scrobbles[**position].time == time);
            Options {
                range: behind(options.range, options.descending, time),
                descending: options.descending,
                max_items,
                offset: ties.count() as i32,
            }
        }),
    }
}

fn sorted(scrobbles: &[Place], range: Range, descending: bool) -> Vec<usize> {
    let mut wanted: Vec<usize> = (0..scrobbles.len())
        .filter(|position| range.contains(scrobbles[*position].time))
        .collect();
    wanted.sort_by_key(|position| scrobbles[*position]);
    if descending {
        wanted.reverse();
    }
    wanted
}

/// The range with the bound that the pages move away from set to `time`.
fn behind(range: Range, descending: bool, time: i64) -> Range {
    match descending {
        true => Range {
            to: Some(time),
            ..range
        },
        false => Range {
            from: Some(time),
            ..range
        },
    }
}
