//! CRC-64, in the variant of the xz format. It finds accidents, which is all that is asked here; and its state is a number, so it can be put aside in
//! the middle of a file. Must not read anything.

/// The polynomial, its bits reversed.
const POLYNOMIAL: u64 = 0xC96C_5795_D787_0F42;

const TABLE: [u64; 256] = table();

/// The checksum of what was added so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Checksum(u64);

impl Checksum {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self::default().and(bytes)
    }

    /// The checksum of all before, and of these bytes after it.
    pub(crate) fn and(self, bytes: &[u8]) -> Self {
        let crc = bytes.iter().fold(!self.0, |crc, byte| {
            let [low, ..] = crc.to_le_bytes();
            TABLE[usize::from(low ^ byte)] ^ (crc >> 8)
        });
        Self(!crc)
    }

    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < table.len() {
        let (mut value, mut bit) = (index as u64, 0);
        while bit < 8 {
            let carry = value & 1;
            value >>= 1;
            if carry == 1 {
                value ^= POLYNOMIAL;
            }
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}
