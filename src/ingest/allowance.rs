//! A reader that gives up where one record takes more than a record may: a quote that is never closed would gather the
//! whole file, however large, in memory.
//!
//! It counts bytes, and knows no form.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How many bytes may still be read for the record that is being read.
#[derive(Clone)]
pub(super) struct Allowance {
    left: Rc<Cell<u64>>,
    most: u64,
    told: &'static str,
}

impl Allowance {
    /// So many bytes for each record, and what a person is told of a longer one.
    pub(super) fn new(most: u64, told: &'static str) -> Self {
        Self { left: Rc::new(Cell::new(most)), most, told }
    }

    /// A record is read: the next one has the whole allowance.
    pub(super) fn renew(&self) {
        self.left.set(self.most);
    }

    /// A reader that keeps to it.
    pub(super) fn of<R: Read>(&self, inner: R) -> Allowed<R> {
        Allowed { inner, allowance: self.clone() }
    }
}

/// A reader with an [`Allowance`].
pub(super) struct Allowed<R> {
    inner: R,
    allowance: Allowance,
}

impl<R: Read> Read for Allowed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.allowance.left.get().checked_sub(read as u64);
        self.allowance.left.set(left.ok_or_else(|| io::Error::other(self.allowance.told))?);
        Ok(read)
    }
}
