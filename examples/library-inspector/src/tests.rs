//! The plugin over folders of this machine, with a fake host around it. Must not need wasm.

mod inspection;
mod walk;

use nd_pdk::testing::json;
use std::fs;
use std::path::Path;

/// Makes files of these sizes below a folder, and the folders they are in.
fn fill(folder: &Path, files: &[(&str, usize)]) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, vec![0; *bytes]).unwrap();
    }
}

#[test]
fn sizes_are_written_for_people() {
    use crate::statistics::Size;

    assert_eq!(Size(1023).to_string(), "1023 bytes");
    assert_eq!(Size(1024).to_string(), "1.0 KiB");
    assert_eq!(Size(300 << 30).to_string(), "300.0 GiB");
    assert_eq!(Size(u64::MAX).to_string(), "16777216.0 TiB");
}

#[test]
fn a_report_is_kept_as_json_that_other_tools_can_read() {
    use crate::progress::Report;
    use crate::statistics::Statistics;
    use crate::walk::Entry;

    let _host = nd_pdk::testing::FakeHost::install();
    let mut statistics = Statistics::default();
    let path = "a/b.flac".into();
    statistics.add(Entry::File { path, bytes: 5 }, 1);

    let report = serde_json::to_value(Report::new("Music".into(), statistics)).unwrap();
    let count = json!({"files": 1, "bytes": 5});
    let expected = json!({
        "library": "Music", "finished": 1_767_225_600, "folders": 0, "unreadable": 0,
        "total": count, "extensions": {"flac": count},
        "largest": [{"path": "a/b.flac", "bytes": 5}],
    });
    assert_eq!(report, expected);
}

#[test]
fn the_largest_files_come_first_and_of_one_size_those_that_were_visited_first() {
    use crate::statistics::Statistics;
    use crate::walk::Entry;

    let mut statistics = Statistics::default();
    for (path, bytes) in [("a", 2), ("b", 3), ("c", 2), ("d", 3), ("e", 1)] {
        let path = path.into();
        statistics.add(Entry::File { path, bytes }, 3);
    }
    let largest = statistics.largest.iter();
    let paths: Vec<_> = largest.map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["b", "d", "a"]);
}
