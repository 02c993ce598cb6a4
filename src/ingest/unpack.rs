//! Packed files (`.gz`, `.xz`, `.zst`) as what is in them, known by their first bytes whatever they are called.
//!
//! What comes out is bounded: a reader of articles takes no more than it can use, and a file that unpacks to far more
//! than text ever does is no text. Nothing is written to disk.

use std::io::{self, BufRead, BufReader, Read};

/// The memory that unpacking may take, in bytes: the largest window that the packers make unless they are forced to.
const MEMORY: usize = 128 << 20;

/// Text packs to a tenth; lists of the same words to a fiftieth. A bomb packs to a thousandth.
const RATIO: u64 = 400;

/// Below so many bytes no ratio is judged.
const SMALL: u64 = 64 << 20;

/// Bytes that are read at once.
const BUFFER: usize = 64 << 10;

/// A reader of what is in a file.
pub(super) type Unpacked = Box<dyn BufRead + Send>;

/// What a packed file begins with.
const GZIP: &[u8] = &[0x1F, 0x8B];
const XZ: &[u8] = &[0xFD, b'7', b'z', b'X', b'Z', 0];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// What a file holds: itself, or what was packed into it.
///
/// # Errors
/// Those of the reader, when its first bytes are read. Later ones come when they are met: a packed file that is
/// damaged, one that needs more than 128 MB to unpack, and one that unpacks without end.
pub(super) fn unpack(file: impl Read + Send + 'static) -> io::Result<Unpacked> {
    let mut file = BufReader::with_capacity(BUFFER, Counted { inner: file, count: Count::default() });
    let count = file.get_ref().count.clone();
    let head = file.fill_buf()?;
    let inner: Box<dyn Read + Send> = if head.starts_with(GZIP) {
        Box::new(flate2::bufread::MultiGzDecoder::new(file))
    } else if head.starts_with(XZ) {
        Box::new(lzma_rust2::XzReader::new_mem_limit(file, true, (MEMORY >> 10) as u32))
    } else if head.starts_with(ZSTD) {
        let mut decoder = zstd::Decoder::with_buffer(file)?;
        decoder.window_log_max(MEMORY.ilog2())?;
        Box::new(decoder)
    } else {
        return Ok(Box::new(file));
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, Bounded { inner, packed: count, unpacked: 0 })))
}

/// How many bytes were read, shared between the two ends of an unpacker.
type Count = std::sync::Arc<std::sync::atomic::AtomicU64>;

struct Counted<R> {
    inner: R,
    count: Count,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, std::sync::atomic::Ordering::Relaxed);
        Ok(read)
    }
}

/// What comes out of an unpacker, as long as that is in proportion to what went in.
struct Bounded {
    inner: Box<dyn Read + Send>,
    packed: Count,
    unpacked: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        let packed = self.packed.load(std::sync::atomic::Ordering::Relaxed);
        if self.unpacked > SMALL && self.unpacked / RATIO > packed {
            let what = format!("it unpacks to more than {RATIO} times its size, which no text does");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn all(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        unpack(io::Cursor::new(bytes))?.read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn what_is_packed_comes_out_and_what_is_not_stays() {
        let text = "ﻻ a page\n".repeat(2_000);
        assert_eq!(all(text.clone().into_bytes()).unwrap(), text);
        assert_eq!(all(Vec::new()).unwrap(), "");
        assert_eq!(all(gzip(text.as_bytes())).unwrap(), text);
        // Two members, as `cat a.gz b.gz` makes them.
        assert_eq!(all([gzip(b"one "), gzip(b"two")].concat()).unwrap(), "one two");
        assert_eq!(all(zstd::encode_all(text.as_bytes(), 3).unwrap()).unwrap(), text);
        // `printf 'hello\n' | xz`, for the library here only unpacks.
        let xz = [
            0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21, 0x01,
            0x16, 0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0x01, 0x00, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f,
            0x0a, 0x00, 0x00, 0x00, 0xa5, 0x60, 0x97, 0xf1, 0x94, 0xf6, 0xfd, 0xe0, 0x00, 0x01, 0x1e, 0x06,
            0xc1, 0x2f, 0xa4, 0x1d, 0x1f, 0xb6, 0xf3, 0x7d, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
        ];
        assert_eq!(all(xz.to_vec()).unwrap(), "hello\n");
    }

    #[test]
    fn a_damaged_file_and_a_bomb_are_errors() {
        let whole = gzip("a page\n".repeat(5_000).as_bytes());
        assert!(all(whole[..whole.len() / 2].to_vec()).is_err());
        let mut packer = zstd::Encoder::new(Vec::new(), 3).unwrap();
        let zeros = vec![b' '; 1 << 20];
        (0..80).for_each(|_| packer.write_all(&zeros).unwrap());
        let bomb = packer.finish().unwrap();
        let error = all(bomb).unwrap_err();
        assert!(error.to_string().contains("times its size"), "{error}");
    }
}
