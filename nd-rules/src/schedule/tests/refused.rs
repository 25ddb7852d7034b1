//! Expressions that are no schedules.

use super::parse;

#[test]
fn what_the_server_refuses_is_refused_with_its_text() {
    for (expression, text) in [
        ("", "empty spec string"),
        ("   ", "expected 5 to 6 fields, found 0: []"),
        ("* * * *", "expected 5 to 6 fields, found 4: [* * * *]"),
        (
            "0 0 0 1 1 ? 2027",
            "expected 5 to 6 fields, found 7: [0 0 0 1 1 ? 2027]",
        ),
        (" @daily", "expected 5 to 6 fields, found 1: [@daily]"),
        ("@fortnightly", "unrecognized descriptor: @fortnightly"),
        ("@Daily", "unrecognized descriptor: @Daily"),
        ("@every", "unrecognized descriptor: @every"),
        (
            "@every 5",
            r#"failed to parse duration @every 5: time: missing unit in duration "5""#,
        ),
        (
            "@every 1~5m",
            r#"failed to parse duration @every 1~5m: time: unknown unit "~" in duration "1~5m""#,
        ),
        (
            "TZ=Mars/Olympus 0 3 * * *",
            "provided bad location Mars/Olympus: unknown time zone Mars/Olympus",
        ),
        (
            "TZ=europe/berlin 0 3 * * *",
            "provided bad location europe/berlin: unknown time zone europe/berlin",
        ),
        (
            "TZ=../zone 0 3 * * *",
            "provided bad location ../zone: time: invalid location name",
        ),
        ("60 * * * *", "end of range (60) above maximum (59): 60"),
        ("* 24 * * *", "end of range (24) above maximum (23): 24"),
        ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("* * * 13 *", "end of range (13) above maximum (12): 13"),
        ("* * * * 7", "end of range (7) above maximum (6): 7"),
        (
            "30-10 * * * *",
            "beginning of range (30) beyond end of range (10): 30-10",
        ),
        (
            "1,*/0 * * * *",
            "step of range should be a positive number: */0",
        ),
        ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("*/2/3 * * * *", "too many slashes: */2/3"),
        ("*/-5 * * * *", "negative number (-5) not allowed: -5"),
        (
            "-5 * * * *",
            r#"failed to parse int from : strconv.Atoi: parsing "": invalid syntax"#,
        ),
        (
            "* * L * *",
            r#"failed to parse int from L: strconv.Atoi: parsing "L": invalid syntax"#,
        ),
        (
            "* * 15W * *",
            r#"failed to parse int from 15W: strconv.Atoi: parsing "15W": invalid syntax"#,
        ),
        (
            "* * * * MON#2",
            r#"failed to parse int from MON#2: strconv.Atoi: parsing "MON#2": invalid syntax"#,
        ),
        (
            "MON * * * *",
            r#"failed to parse int from MON: strconv.Atoi: parsing "MON": invalid syntax"#,
        ),
        (
            "99999999999999999999 * * * *",
            "failed to parse int from 99999999999999999999: strconv.Atoi: parsing \"99999999999999999999\": value out of range",
        ),
        (
            "1\u{7} * * * *",
            "failed to parse int from 1\u{7}: strconv.Atoi: parsing \"1\\a\": invalid syntax",
        ),
        ("0~60 * * * *", "end of range (60) above maximum (59): 0~60"),
        (
            "9~3 * * * *",
            "beginning of range (9) beyond end of range (3): 9~3",
        ),
        ("1~2~3 * * * *", "too many tildes: 1~2~3"),
        (
            "0~5,9 * * * *",
            "random range not allowed in a list or with a step: 0~5,9",
        ),
        (
            "~/5 * * * *",
            "random range not allowed in a list or with a step: ~/5",
        ),
    ] {
        let error = parse(expression).expect_err(expression);
        assert_eq!(error.to_string(), text, "{expression}");
        assert!(!error.is_trap(), "{expression}");
    }
}

#[test]
fn a_zone_without_a_space_after_it_is_a_trap() {
    for expression in ["TZ=Europe/Berlin", "CRON_TZ=", "TZ=UTC@daily"] {
        let error = parse(expression).unwrap_err();
        assert!(error.is_trap(), "{error}");
        assert!(error.to_string().contains(expression), "{error}");
    }
}
