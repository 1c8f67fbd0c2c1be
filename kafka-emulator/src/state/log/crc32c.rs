//! CRC-32C (Castagnoli), eight bytes at a time: the checksum of record batches.

/// The polynomial 0x1EDC6F41, its bits reversed.
const POLYNOMIAL: u32 = 0x82F6_3B78;

/// In the table `n` stands what a byte becomes that `n` bytes follow.
static TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let (mut crc, mut bit) = (byte as u32, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = before >> 8 ^ tables[0][before as usize & 0xff];
            byte += 1;
        }
        table += 1;
    }
    tables
}

/// The checksum of the bytes.
pub(crate) fn crc32c(bytes: &[u8]) -> u32 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let crc = chunks.iter().fold(!0, |crc, chunk| eight(crc, *chunk));
    !rest.iter().fold(crc, |crc, byte| crc >> 8 ^ TABLES[0][(crc as u8 ^ byte) as usize])
}

fn eight(crc: u32, chunk: [u8; 8]) -> u32 {
    let word = u64::from_le_bytes(chunk) ^ u64::from(crc);
    let bytes = word.to_le_bytes().into_iter().zip(TABLES.iter().rev());
    bytes.fold(0, |crc, (byte, table)| crc ^ table[byte as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3720, B.4, and the check value of the catalogue of CRCs.
    #[test]
    fn rfc_3720_examples() {
        let ascending: Vec<u8> = (0..32).collect();
        let descending: Vec<u8> = (0..32).rev().collect();
        let table: [(&[u8], u32); 6] = [
            (&[0; 32], 0x8A91_36AA),
            (&[0xff; 32], 0x62A8_AB43),
            (&ascending, 0x46DD_794E),
            (&descending, 0x113F_DB5C),
            (b"123456789", 0xE306_9283),
            (b"", 0),
        ];
        for (bytes, crc) in table {
            assert_eq!(crc32c(bytes), crc, "{bytes:?}");
        }
    }

    /// A bit at a time, as the definition has it.
    fn slowly(bytes: &[u8]) -> u32 {
        let mut crc = !0;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
            }
        }
        !crc
    }

    #[test]
    fn every_length_is_as_the_definition_has_it() {
        let bytes: Vec<u8> = (0..100_u8).map(|n| n.wrapping_mul(37) ^ 0x5a).collect();
        for length in 0..bytes.len() {
            assert_eq!(crc32c(&bytes[..length]), slowly(&bytes[..length]), "{length}");
        }
    }
}
