use super::*;

fn origin(symbol: &str) -> String {
    read(symbol, &mut Budget::default()).0.to_string()
}

#[test]
fn functions_are_of_the_crate_they_are_written_in() {
    for (symbol, expected) in [
        // A method of our own.
        ("_RNvMs3_CsciUMGOH01m6_1bNtB5_4Mine2me", "b"),
        // `Vec<Mine>::new`, and dropping one.
        (
            "_RNvMNtCsi9YzqDQQz2q_5alloc3vecINtB2_3VecNtCsciUMGOH01m6_1b4MineE3newBE_",
            "alloc",
        ),
        (
            "_RINvNtCsdHhIpgkcIfN_4core3ptr13drop_in_placeINtNtCsi9YzqDQQz2q_5alloc3vec3VecNtCsciUMGOH01m6_1b4MineEEB1f_",
            "core",
        ),
        // A trait of `core`, implemented in `std`.
        (
            "_RNvXs1b_NtCset5xJoy1xWQ_3std4pathNtB6_7DisplayNtNtCsdHhIpgkcIfN_4core3fmt7Display3fmt",
            "std",
        ),
        // A method that a trait of `core` provides, for a type of `std`.
        (
            "_RNvYINtNvNtCset5xJoy1xWQ_3std9panicking11begin_panic7PayloadReENtNtCsdHhIpgkcIfN_4core5panic12PanicPayload6as_strB9_",
            "core",
        ),
        // A closure in `std`.
        (
            "_RNCINvNtCset5xJoy1xWQ_3std9panicking11begin_panicReE0B6_",
            "std",
        ),
    ] {
        assert_eq!(origin(symbol), expected, "{symbol}");
    }
}

#[test]
fn older_symbols_are_read_as_far_as_they_say() {
    for (symbol, expected) in [
        ("_ZN1b1T8provided17ha8da4865fdcec80aE", "b"),
        (
            "_ZN1b86_$LT$impl$u20$core..convert..From$LT$b..Mine$GT$$u20$for$u20$alloc..string..String$GT$4from17haeeb73f4a7e8475aE",
            "b",
        ),
        // `<b::Mine as b::T>::other`, `<&[u8] as b::T>::other`, `<alloc::vec::Vec<u8> as b::T>::other`.
        (
            "_ZN32_$LT$b..Mine$u20$as$u20$b..T$GT$5other17ha07415b92c471336E",
            "b",
        ),
        (
            "_ZN41_$LT$$RF$$u5b$u8$u5d$$u20$as$u20$b..T$GT$5other17he0ff33211297e669E",
            "b",
        ),
        (
            "_ZN50_$LT$alloc..vec..Vec$LT$u8$GT$$u20$as$u20$b..T$GT$5other17ha94e24a4aa43f419E",
            "b",
        ),
        // `<b::Mine as core::fmt::Display>::fmt`.
        (
            "_ZN46_$LT$b..Mine$u20$as$u20$core..fmt..Display$GT$3fmt17h65b0eb99e8d6bac6E",
            "b",
        ),
        (
            "_ZN4core3ptr51drop_in_place$LT$alloc..vec..Vec$LT$b..Mine$GT$$GT$17h77210963728d235eE",
            "core",
        ),
        (
            "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$15try_allocate_in17hf05bab1b689e5c39E",
            "alloc",
        ),
    ] {
        assert_eq!(origin(symbol), expected, "{symbol}");
    }
}

#[test]
fn names_of_others_are_kept_as_they_are() {
    for symbol in ["memcpy", "nd_on_init", "_R", "_ZN", "", "_RNv", "ä"] {
        let (origin, name) = read(symbol, &mut Budget::default());
        assert_eq!((origin, name.as_str()), (Origin::C, symbol));
    }
}

#[test]
fn names_are_shown_without_what_makes_them_unique() {
    let (_, name) = read(
        "_ZN1b1T8provided17ha8da4865fdcec80aE",
        &mut Budget::default(),
    );
    assert_eq!(name, "b::T::provided");
}

#[test]
fn a_symbol_that_stands_for_an_endless_name_is_cut_off() {
    // Each tuple holds the one before it twice: 40 of them are 2^40 names.
    let mut symbol = "_RINvC1b1f".to_owned();
    let mut last = None;
    for _ in 0..40 {
        let start = symbol.len() - 2;
        match last {
            None => symbol.push_str("ThhE"),
            Some(position) => {
                let back = base_62_of(position);
                symbol.push_str(&format!("TB{back}B{back}E"));
            }
        }
        last = Some(start);
    }
    symbol.push('E');
    let mut budget = Budget::default();
    let (origin, name) = read(&symbol, &mut budget);
    assert_eq!(origin, Origin::Crate("b".to_owned()));
    assert!(name.ends_with('…') && name.len() <= LONGEST + '…'.len_utf8());
    assert!(budget.left >= TOTAL - LONGEST);
}

#[test]
fn a_symbol_that_leads_in_circles_is_given_up() {
    // The path of the name is at 3, and begins at 3 again.
    assert_eq!(root("_RNvB0_"), None);
    assert_eq!(root("_RB_"), None);
    assert_eq!(root("_RCs99999999999999999999_1b"), None);
    assert_eq!(root("_RC99999999999999999999b"), None);
    assert_eq!(root("_RC5ä"), None);
}

#[test]
fn after_enough_names_the_rest_is_not_read() {
    let mut budget = Budget { left: LONGEST - 1 };
    let symbol = "_ZN1b1T8provided17ha8da4865fdcec80aE";
    assert_eq!(
        read(symbol, &mut budget),
        (Origin::Unread, symbol.to_owned())
    );
}

fn base_62_of(position: usize) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let Some(mut rest) = position.checked_sub(1) else {
        return "_".to_owned();
    };
    let mut digits = vec!['_'];
    loop {
        digits.push(char::from(DIGITS[rest % 62]));
        rest /= 62;
        if rest == 0 {
            return digits.iter().rev().collect();
        }
    }
}
