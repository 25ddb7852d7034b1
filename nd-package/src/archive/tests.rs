use super::*;
use crate::Package;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Where fields are in an entry of the list, which begins with `PK\x01\x02`.
const FLAGS: usize = 8;
const METHOD: usize = 10;
const CHECKSUM: usize = 16;
const PACKED_SIZE: usize = 20;
const SIZE: usize = 24;
const EXTRA_LENGTH: usize = 30;
const OFFSET: usize = 42;

fn archive() -> Vec<u8> {
    let package = Package {
        id: "hello".to_owned(),
        manifest: "{}".to_owned(),
        wasm: vec![7; 4096],
    };
    package.archive().unwrap()
}

fn pack(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Where the entry at this place of the list begins.
fn listed(bytes: &[u8], index: usize) -> usize {
    let mut signatures = bytes.windows(4).enumerate();
    let mut starts = signatures.by_ref().filter(|(_, it)| it == b"PK\x01\x02");
    starts.nth(index).unwrap().0
}

/// The archive with a field of its first entry in the list changed.
fn with(mut bytes: Vec<u8>, field: usize, value: &[u8]) -> Vec<u8> {
    let at = listed(&bytes, 0) + field;
    bytes[at..at + value.len()].copy_from_slice(value);
    bytes
}

fn unpack(bytes: &[u8], name: &str) -> Result<Vec<u8>, Unreadable> {
    let archive = Archive::read(bytes).unwrap();
    archive.unpack(archive.find(name).unwrap(), 1 << 20)
}

#[test]
fn what_is_packed_is_listed_and_unpacked() {
    let bytes = archive();
    let archive = Archive::read(&bytes).unwrap();
    let names: Vec<&[u8]> = archive
        .entries()
        .iter()
        .map(|entry| &entry.name[..])
        .collect();
    assert_eq!(names, [&b"manifest.json"[..], b"plugin.wasm"]);
    let wasm = archive.find("plugin.wasm").unwrap();
    assert_eq!((wasm.size, wasm.method), (4096, Method::Deflated));
    assert_eq!(archive.unpack(wasm, 4096).unwrap(), vec![7; 4096]);
    assert_eq!(archive.unpack(wasm, 4095), Err(Unreadable::TooLarge));
}

#[test]
fn what_is_cut_off_at_any_length_is_no_archive() {
    let bytes = archive();
    for length in 0..bytes.len() {
        let expected = match length < 4 {
            true => Damage::NoArchive,
            false => Damage::CutOff,
        };
        assert_eq!(
            Archive::read(&bytes[..length]).unwrap_err(),
            expected,
            "{length}"
        );
    }
}

#[test]
fn what_stands_before_and_behind_an_archive_does_not_matter() {
    let bytes = archive();
    for (before, behind) in [
        (&b"junk"[..], &b""[..]),
        (b"", b"junk"),
        (b"PK\x05\x06", b""),
    ] {
        let bytes = [before, &bytes, behind].concat();
        assert_eq!(unpack(&bytes, "manifest.json").unwrap(), b"{}");
    }
}

#[test]
fn names_are_bytes_and_may_be_there_twice() {
    let mut bytes = pack(&[("a", b"first"), ("b", b"second"), ("../c", b"")]);
    for index in [0, 1] {
        let name = listed(&bytes, index) + 46;
        bytes[name] = 0xff;
    }
    let archive = Archive::read(&bytes).unwrap();
    let names: Vec<&[u8]> = archive
        .entries()
        .iter()
        .map(|entry| &entry.name[..])
        .collect();
    assert_eq!(names, [&b"\xff"[..], b"\xff", b"../c"]);
    assert_eq!(archive.entries()[0].shown_name(), "\u{fffd}");
    let twice = pack(&[("a", b"first"), ("b", b"second")]);
    let mut twice = with(twice, 46, b"b");
    assert_eq!(
        unpack(&twice, "b").unwrap(),
        b"second",
        "the last one counts"
    );
    let second = listed(&twice, 1) + 46;
    twice[second] = b'a';
    assert!(Archive::read(&twice).unwrap().find("a").is_some());
}

#[test]
fn sizes_that_are_lies_cost_nothing() {
    let stored = pack(&[("a", b"contents")]);
    for (field, value) in [
        (SIZE, u32::MAX - 1),
        (SIZE, 0),
        (SIZE, u32::MAX),
        (PACKED_SIZE, 1),
        (OFFSET, u32::MAX - 1),
    ] {
        let lie = with(stored.clone(), field, &value.to_le_bytes());
        let unpacked = unpack(&lie, "a");
        assert!(
            matches!(unpacked, Err(Unreadable::Damaged(_))),
            "{field} {value}: {unpacked:?}"
        );
    }
    // What is packed knows where it ends.
    let lie = with(stored.clone(), PACKED_SIZE, &(u32::MAX - 1).to_le_bytes());
    assert_eq!(unpack(&lie, "a").unwrap(), b"contents");
    // All bits stand for a number of 64 bits elsewhere, and there is none.
    for field in [PACKED_SIZE, OFFSET] {
        let lie = with(stored.clone(), field, &[0xff; 4]);
        assert!(matches!(Archive::read(&lie), Err(Damage::Broken(_))));
    }
    let lie = with(stored, EXTRA_LENGTH, &[0xff, 0xff]);
    assert!(matches!(Archive::read(&lie), Err(Damage::Broken(_))));
}

#[test]
fn what_unfolds_to_more_than_allowed_is_not_unfolded() {
    let zeros = vec![0; 64 << 20];
    let bomb = pack(&[("a", &zeros)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(unpack(&bomb, "a"), Err(Unreadable::TooLarge));
    // Nor if it says that it is small.
    let liar = with(bomb, SIZE, &[1, 0, 0, 0]);
    assert!(matches!(unpack(&liar, "a"), Err(Unreadable::Damaged(_))));
}

#[test]
fn entries_that_share_their_bytes_are_read_like_others() {
    let mut bytes = pack(&[("a", b"contents"), ("b", b"contents")]);
    let (first, second) = (listed(&bytes, 0) + OFFSET, listed(&bytes, 1) + OFFSET);
    bytes.copy_within(first..first + 4, second);
    assert_eq!(unpack(&bytes, "b").unwrap(), b"contents");
}

#[test]
fn what_the_server_cannot_unpack_is_not_unpacked() {
    let mut encrypted = with(archive(), FLAGS, &[1]);
    assert_eq!(
        unpack(&encrypted, "manifest.json").unwrap(),
        b"{}",
        "the flag alone is not looked at"
    );
    encrypted[30 + "manifest.json".len()] ^= 0xff;
    assert_eq!(
        unpack(&encrypted, "manifest.json"),
        Err(Unreadable::Encrypted)
    );
    let zstd = with(archive(), METHOD, &[93]);
    let error = unpack(&zstd, "manifest.json").unwrap_err();
    assert_eq!(error, Unreadable::Method(Method::Other(93)));
    assert!(error.to_string().contains("ZSTD"), "{error}");
    let unknown = with(archive(), METHOD, &[77]);
    let error = unpack(&unknown, "manifest.json").unwrap_err();
    assert!(error.to_string().contains("method 77"), "{error}");
}

#[test]
fn damage_is_seen() {
    let whole = archive();
    let contents = 30 + "manifest.json".len();
    // Behind the first three bytes are bits that say nothing.
    for at in contents..contents + 3 {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 0x40;
        let unpacked = unpack(&spoilt, "manifest.json");
        assert!(
            matches!(unpacked, Err(Unreadable::Damaged(_))),
            "{at}: {unpacked:?}"
        );
    }
}

#[test]
fn a_million_entries_are_too_many() {
    let one = pack(&[("a", b"")]);
    let start = listed(&one, 0);
    let end = one.len() - 22;
    let mut many = one[..start].to_vec();
    many.extend(one[start..end].repeat(1_000_000));
    many.extend(&one[end..]);
    assert_eq!(Archive::read(&many).unwrap_err(), Damage::TooManyEntries);
}

/// The archive with a field of the record at its end changed.
fn with_end(mut bytes: Vec<u8>, field: usize, value: &[u8]) -> Vec<u8> {
    let at = bytes.len() - 22 + field;
    bytes[at..at + value.len()].copy_from_slice(value);
    bytes
}

/// What Go's `archive/zip` makes of each of these was seen by giving them to it.
#[test]
fn what_is_not_quite_sound_is_read_as_by_the_server() {
    let whole = archive();
    let list = u32::try_from(listed(&whole, 0)).unwrap();
    let other = Package {
        id: "hello".to_owned(),
        manifest: "[]".to_owned(),
        wasm: vec![7; 4096],
    };
    let two = [&whole[..], &other.archive().unwrap()].concat();
    let no_checksum = with(whole.clone(), CHECKSUM, &[0; 4]);
    for readable in [
        // The first list is where the second one should be.
        two,
        no_checksum,
        // Not all of a record.
        [&whole[..], b"PK\x05\x06", &[0; 10]].concat(),
        [&whole[..], &[0; 65 * 1024 - 22]].concat(),
        // Neither disks nor the entries of this disk are looked at.
        with_end(whole.clone(), 4, &[9; 6]),
    ] {
        assert_eq!(unpack(&readable, "manifest.json").unwrap(), b"{}");
    }
    let beyond = u32::try_from(whole.len()).unwrap();
    for (unreadable, damage) in [
        ([&whole[..], &[0; 65 * 1024]].concat(), Damage::CutOff),
        (
            [&whole[..], b"PK\x05\x06", &[0xff; 18]].concat(),
            Damage::CutOff,
        ),
        (
            with_end(whole.clone(), 12, &beyond.to_le_bytes()),
            misplaced(),
        ),
    ] {
        assert_eq!(Archive::read(&unreadable).unwrap_err(), damage);
    }
    for unreadable in [
        // The list is right before the record at the end, and whatever that says of its place shifts the entries.
        with_end(whole.clone(), 16, &(list - 1).to_le_bytes()),
        with_end(whole.clone(), 16, &(list + 1).to_le_bytes()),
        // There is no checksum behind the contents.
        with(whole, FLAGS, &[8]),
    ] {
        let unpacked = unpack(&unreadable, "manifest.json");
        assert!(
            matches!(unpacked, Err(Unreadable::Damaged(_))),
            "{unpacked:?}"
        );
    }
}

fn misplaced() -> Damage {
    Damage::Broken("the list of its entries is not where it says".to_owned())
}

#[test]
fn an_archive_with_64_bits_is_read() {
    let mut bytes = archive();
    let end = bytes.split_off(bytes.len() - 22);
    let (start, list) = (bytes.len() as u64, listed(&bytes, 0) as u64);
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [2, 2, start - list, list] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(start.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend(&end);
    let bytes = with_end(bytes, 8, &[0xff; 12]);
    assert_eq!(unpack(&bytes, "manifest.json").unwrap(), b"{}");
    // Neither the record nor what leads to it may be missing, or speak of other disks.
    let locator = start + 56;
    for at in [start, locator, locator + 4, locator + 16] {
        let mut spoilt = bytes.clone();
        spoilt[usize::try_from(at).unwrap()] ^= 3;
        assert!(matches!(Archive::read(&spoilt), Err(Damage::Broken(_))));
    }
}

#[test]
fn a_checksum_behind_the_contents_counts() {
    let mut writer = ZipWriter::new_stream(Vec::new());
    writer
        .start_file("a", SimpleFileOptions::default())
        .unwrap();
    writer.write_all(b"contents").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(unpack(&bytes, "a").unwrap(), b"contents");
    let checksum = listed(&bytes, 0) - 12;
    let mut spoilt = bytes.clone();
    spoilt[checksum] ^= 1;
    assert!(matches!(unpack(&spoilt, "a"), Err(Unreadable::Damaged(_))));
    let unsigned = [&bytes[..checksum - 4], &bytes[checksum..]].concat();
    let list = u32::try_from(listed(&unsigned, 0)).unwrap();
    let unsigned = with_end(unsigned, 16, &list.to_le_bytes());
    assert_eq!(unpack(&unsigned, "a").unwrap(), b"contents");
}
