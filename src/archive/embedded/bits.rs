//! A set of small numbers as bits: the documents or ranks that a search matches.
//!
//! No growth: its size is that of what it indexes.

/// A set of numbers below a size that is fixed when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    size: usize,
}

impl Bits {
    /// No number of `size`.
    pub(super) fn none(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)], size }
    }

    /// Every number below `size`.
    pub(super) fn all(size: usize) -> Self {
        let mut all = Self { words: vec![u64::MAX; size.div_ceil(64)], size };
        if let Some(last) = all.words.last_mut()
            && !size.is_multiple_of(64)
        {
            *last = (1 << (size % 64)) - 1;
        }
        all
    }

    /// Adds a number; one beyond the size is left out.
    pub(super) fn insert(&mut self, at: u32) {
        let at = at as usize;
        if at < self.size {
            self.words[at / 64] |= 1 << (at % 64);
        }
    }

    pub(super) fn contains(&self, at: u32) -> bool {
        self.words.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Adds the number that stands in `names` at each of these places; one beyond the size is left out.
    pub(super) fn insert_named(&mut self, places: &[u32], names: &[u32]) {
        for place in places {
            if let Some(name) = names.get(*place as usize) {
                self.insert(*name);
            }
        }
    }

    /// How many numbers there are.
    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds the numbers of another set of the same size.
    pub(super) fn or(&mut self, other: &Self) {
        self.zip(other, |a, b| a | b);
    }

    /// Keeps what the other set has too.
    pub(super) fn and(&mut self, other: &Self) {
        self.zip(other, |a, b| a & b);
    }

    /// Takes out what the other set has.
    pub(super) fn and_not(&mut self, other: &Self) {
        self.zip(other, |a, b| a & !b);
    }

    fn zip(&mut self, other: &Self, both: impl Fn(u64, u64) -> u64) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a = both(*a, *b);
        }
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(i, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    i as u32 * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_holds_nothing_beyond_the_size() {
        for size in [0, 1, 63, 64, 65, 130] {
            let all = Bits::all(size);
            assert_eq!(all.iter().map(|n| n as usize).collect::<Vec<_>>(), (0..size).collect::<Vec<_>>());
        }
    }

    #[test]
    fn numbers_come_by_their_names() {
        let mut bits = Bits::none(10);
        // The second is named by a number beyond the size, the last has no name.
        bits.insert_named(&[0, 1, 2, 7], &[3, u32::MAX, 9]);
        assert_eq!(bits.iter().collect::<Vec<_>>(), [3, 9]);
    }

    #[test]
    fn sets_combine_and_a_number_beyond_the_size_is_left_out() {
        let mut a = Bits::none(100);
        let mut b = Bits::none(100);
        for n in [1, 70, 99, 100, 5000] {
            a.insert(n);
        }
        b.insert(70);
        assert_eq!(a.iter().collect::<Vec<_>>(), [1, 70, 99]);
        let mut both = a.clone();
        both.and(&b);
        assert_eq!(both.iter().collect::<Vec<_>>(), [70]);
        a.and_not(&b);
        assert!(!a.contains(70) && a.contains(99) && !a.contains(5000));
        a.or(&b);
        assert_eq!(a.iter().collect::<Vec<_>>(), [1, 70, 99]);
        assert_eq!((a.count(), Bits::none(100).count()), (3, 0));
    }
}
