// Persistent empirical Wiener shrinkage: a coefficient is scaled by max(0, 1 − λ²/W²), where W² is the mean energy of
// its neighbourhood of 3 bins and 7 rows (mirrored at the edges), and not its own energy alone: what persists in time
// stays. M. Kowalski, K. Siedenburg, M. Dörfler, IEEE Trans. Signal Processing 61 (2013);
// K. Siedenburg, M. Kowalski, M. Dörfler, ICASSP 2014.

// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { DeclipState, REACH_ROWS, RING_ROWS } from './declip-frame';
import { evens, odds } from './fft-complex';

/** Coefficients that a neighbourhood holds. */
const NEIGHBOURS: f32 = 21;
/** Keeps the quotient finite where there is nothing at all. */
const TINY: f32 = 1e-30;

/** Energies of a row of coefficients, each added to those of both its neighbours, into the ring. */
export function measureEnergies(s: DeclipState, row: i32): void {
  const bins = <usize>s.points >> 1;
  const powers = s.powers;
  let z = s.ahead + <usize>row * s.rowBytes;
  for (let k: usize = 0; k <= bins; k += 4, z += 32) {
    const low = v128.load(z, 0),
      high = v128.load(z, 16);
    const re = evens(low, high),
      im = odds(low, high);
    v128.store(powers + (k << 2), f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im)));
  }
  store<f32>(powers - 4, load<f32>(powers, 4));
  store<f32>(powers + ((bins + 1) << 2), load<f32>(powers + ((bins - 1) << 2)));
  const to = s.ring + <usize>(row & (RING_ROWS - 1)) * s.ringBytes;
  for (let n: usize = 0; n <= bins << 2; n += 16) {
    const sides = f32x4.add(v128.load(powers + n - 4), v128.load(powers + n + 4));
    v128.store(to + n, f32x4.add(v128.load(powers + n), sides));
  }
}

/** Address of the energies of a row, mirrored at the first and the last. */
function energiesOf(s: DeclipState, row: i32): usize {
  const last = s.rowCount - 1;
  const inside = row < 0 ? -row : row > last ? 2 * last - row : row;
  return s.ring + <usize>(inside & (RING_ROWS - 1)) * s.ringBytes;
}

/** shrunk ← z·gain; ahead ← shrunk + momentum·(shrunk − shrunk before). */
export function shrinkRow(s: DeclipState, row: i32, lambda: f32, momentum: f32): void {
  const e0 = energiesOf(s, row - REACH_ROWS),
    e1 = energiesOf(s, row - 2),
    e2 = energiesOf(s, row - 1),
    e3 = energiesOf(s, row),
    e4 = energiesOf(s, row + 1),
    e5 = energiesOf(s, row + 2),
    e6 = energiesOf(s, row + REACH_ROWS);
  const bytes = (<usize>s.points) << 1;
  const level = f32x4.splat(lambda * lambda * NEIGHBOURS),
    tiny = f32x4.splat(TINY),
    one = f32x4.splat(1),
    zero = f32x4.splat(0),
    pull = f32x4.splat(momentum);
  let z = s.ahead + <usize>row * s.rowBytes,
    c = s.shrunk + <usize>row * s.rowBytes;
  for (let n: usize = 0; n <= bytes; n += 16, z += 32, c += 32) {
    const before = f32x4.add(f32x4.add(v128.load(e0 + n), v128.load(e1 + n)), v128.load(e2 + n));
    const after = f32x4.add(f32x4.add(v128.load(e4 + n), v128.load(e5 + n)), v128.load(e6 + n));
    const energy = f32x4.add(f32x4.add(before, after), f32x4.add(v128.load(e3 + n), tiny));
    const gain = f32x4.max(zero, f32x4.sub(one, f32x4.div(level, energy)));
    const low = f32x4.mul(v128.load(z), v128.shuffle<f32>(gain, gain, 0, 0, 1, 1));
    const high = f32x4.mul(v128.load(z, 16), v128.shuffle<f32>(gain, gain, 2, 2, 3, 3));
    v128.store(z, f32x4.add(low, f32x4.mul(pull, f32x4.sub(low, v128.load(c)))));
    v128.store(z, f32x4.add(high, f32x4.mul(pull, f32x4.sub(high, v128.load(c, 16)))), 16);
    v128.store(c, low);
    v128.store(c, high, 16);
  }
}
