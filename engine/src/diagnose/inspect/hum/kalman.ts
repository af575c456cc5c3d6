import { naturalLog } from '../../../units/index.ts';

/** A phase, its frequency and how fast that changes, driven by chance. */
export interface Walk {
  /** Hz per √s that the frequency walks by. */
  readonly frequency: number;
  /** Hz/s per √s that its rate of change walks by: 0 for a frequency that has no rate of its own. */
  readonly rate: number;
}

/** A phase track as the readings make it likeliest. */
export interface Smoothed {
  readonly phases: Float64Array;
  /** Variance of each phase, turns². */
  readonly spread: Float64Array;
  readonly likelihood: number;
}

/** Nothing is known at the start: any phase, any frequency within half a hertz, a rate of 0.05 Hz/s. */
const FIRST_PHASE = 4;
const FIRST_FREQUENCY = 0.25;
const FIRST_RATE = 0.0025;
/** Numbers kept per reading: three states, six covariances, error, its variance, and the reading's information. */
const KEPT = 12;
/**
 * What a reading may be off by, in squares of what it should: beyond, it counts as uncertain as it is wrong, so that a
 * note neither pulls the track nor makes a nervous walk likely (Huber's weights).
 */
const MOST_OFF = 4;

/**
 * Kalman filter of phase, frequency and rate (Hz/s), and the smoother of Bierman (1973) after Bryson and Frazier, which inverts
 * nothing.
 *
 * @param seen        phases, turns
 * @param information 1/variance of each, 1/turns²; 0 where nothing is seen
 */
export function smoothTrack(seen: Float64Array, information: Float64Array, dt: number, walk: Walk): Smoothed {
  const kept = new Float64Array(KEPT * seen.length);
  const likelihood = filter(seen, information, dt, walk, kept);
  return { ...smoothBack(kept, seen.length, dt), likelihood };
}

function filter(
  seen: Float64Array,
  information: Float64Array,
  dt: number,
  walk: Walk,
  kept: Float64Array,
): number {
  const qf = walk.frequency ** 2 * dt;
  const qr = walk.rate ** 2 * dt;
  const half = (dt * dt) / 2;
  let [x, v, r] = [0, 0, 0];
  let [xx, xv, xr] = [FIRST_PHASE, 0, 0];
  let [vv, vr, rr] = [FIRST_FREQUENCY, 0, walk.rate > 0 ? FIRST_RATE : 0];
  let likelihood = 0;
  for (let k = 0; k < seen.length; k++) {
    // whole turns are the same to every harmonic
    const error = seen[k]! - x - Math.round(seen[k]! - x);
    const isSeen = information[k]! > 0;
    const claimed = isSeen ? xx + 1 / information[k]! : Number.POSITIVE_INFINITY;
    const variance = Math.max(claimed, error ** 2 / MOST_OFF);
    const before = xx;
    if (isSeen) {
      likelihood -= error ** 2 / variance + naturalLog(variance);
      const [kx, kv, kr] = [xx / variance, xv / variance, xr / variance];
      [x, v, r] = [x + kx * error, v + kv * error, r + kr * error];
      [vv, vr, rr] = [vv - kv * xv, vr - kv * xr, rr - kr * xr];
      [xx, xv, xr] = [xx - kx * xx, xv - kx * xv, xr - kx * xr];
    }
    const at = KEPT * k;
    kept[at] = x;
    kept[at + 1] = v;
    kept[at + 2] = r;
    kept[at + 3] = xx;
    kept[at + 4] = xv;
    kept[at + 5] = xr;
    kept[at + 6] = vv;
    kept[at + 7] = vr;
    kept[at + 8] = rr;
    kept[at + 9] = error;
    kept[at + 10] = variance;
    kept[at + 11] = isSeen ? 1 / (variance - before) : 0;
    [x, v] = [x + dt * v + half * r, v + dt * r];
    // P ← F P Fᵀ + Q
    const [ax, av, ar] = [xx + dt * xv + half * xr, xv + dt * vv + half * vr, xr + dt * vr + half * rr];
    const [bv, br] = [vv + dt * vr, vr + dt * rr];
    xx = ax + dt * av + half * ar + (qf * dt * dt) / 3;
    xv = av + dt * ar + (qf * dt) / 2;
    xr = ar;
    vv = bv + dt * br + qf;
    vr = br;
    rr += qr;
  }
  return likelihood;
}

/** Backwards: x̂ = x − P λ, P̂ = P − P Λ P; λ and Λ gather what the later readings say. */
function smoothBack(
  kept: Float64Array,
  count: number,
  dt: number,
): { phases: Float64Array; spread: Float64Array } {
  const phases = new Float64Array(count);
  const spread = new Float64Array(count);
  const half = (dt * dt) / 2;
  let [l0, l1, l2] = [0, 0, 0];
  let [m00, m01, m02, m11, m12, m22] = [0, 0, 0, 0, 0, 0];
  for (let k = count - 1; k >= 0; k--) {
    const at = KEPT * k;
    const [p0, p1, p2] = [kept[at + 3]!, kept[at + 4]!, kept[at + 5]!];
    // Λ p, of use to the variance and, as Λ K, to the step backwards: K = p · seen
    const g0 = m00 * p0 + m01 * p1 + m02 * p2;
    const g1 = m01 * p0 + m11 * p1 + m12 * p2;
    const g2 = m02 * p0 + m12 * p1 + m22 * p2;
    const along = p0 * l0 + p1 * l1 + p2 * l2;
    const across = p0 * g0 + p1 * g1 + p2 * g2;
    phases[k] = kept[at]! - along;
    spread[k] = Math.max(0, p0 - across);
    const seen = kept[at + 11]!;
    if (seen > 0) {
      l0 -= seen * along + kept[at + 9]! / kept[at + 10]!;
      m00 += seen * (seen * across - 2 * g0) + 1 / kept[at + 10]!;
      m01 -= seen * g1;
      m02 -= seen * g2;
    }
    [l1, l2] = [dt * l0 + l1, half * l0 + dt * l1 + l2];
    // Λ ← Fᵀ Λ F
    const [a10, a11] = [dt * m00 + m01, dt * m01 + m11];
    const [a20, a21, a22] = [
      half * m00 + dt * m01 + m02,
      half * m01 + dt * m11 + m12,
      half * m02 + dt * m12 + m22,
    ];
    [m01, m02] = [a10, a20];
    [m11, m12] = [dt * a10 + a11, dt * a20 + a21];
    m22 = half * a20 + dt * a21 + a22;
  }
  return { phases, spread };
}
