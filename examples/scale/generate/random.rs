//! Numbers by chance, the same for the same seed, and ranks by a law of frequency.

/// Sebastiano Vigna's `SplitMix64`: small, and good enough to choose words by.
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    pub(super) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len())).copied().unwrap_or_default()
    }
}

/// The exponent and the offset of the Zipf-Mandelbrot law, as measured on news of both languages.
const ZIPF: (f64, f64) = (1.1, 2.7);

/// Ranks by the Zipf-Mandelbrot law, drawn in constant time by Walker's alias method (Vose 1991): each rank keeps a
/// part of its own slot and lends the rest to another.
pub(super) struct Zipf(Vec<(f32, u32)>);

impl Zipf {
    pub(super) fn new(size: usize) -> Self {
        let weights: Vec<f64> = (0..size).map(|rank| (rank as f64 + ZIPF.1).powf(-ZIPF.0)).collect();
        let mean = weights.iter().sum::<f64>() / size as f64;
        let mut shares: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..size).partition(|&rank| shares[rank] < 1.0);
        let mut slots: Vec<(f32, u32)> = (0..size as u32).map(|rank| (1.0, rank)).collect();
        while let (Some(little), Some(&much)) = (small.pop(), large.last()) {
            slots[little] = (shares[little] as f32, much as u32);
            shares[much] -= 1.0 - shares[little];
            if shares[much] < 1.0 {
                large.pop();
                small.push(much);
            }
        }
        Self(slots)
    }

    pub(super) fn rank(&self, random: &mut Random) -> usize {
        let at = random.unit() * self.0.len() as f64;
        let slot = (at as usize).min(self.0.len() - 1);
        let (own, lent) = self.0[slot];
        if at.fract() < f64::from(own) { slot } else { lent as usize }
    }
}
