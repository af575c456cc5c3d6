/**
 * Decibels and back, from the four IEEE operations alone: `Math.log10`, `pow` and `exp` may differ between JavaScript
 * engines, and a plan made on one machine must be the plan made on every other.
 */

const LN2_HIGH = 6.9314718036912381649e-1; // ln 2 split so that exponent × LN2_HIGH is exact (fdlibm e_log.c)
const LN2_LOW = 1.90821492927058770002e-10;
const LOG10_E = Math.LOG10E;
const LN_10 = Math.LN10;

const scratch = new DataView(new ArrayBuffer(8));

/** 2^exponent for −1022…1023, built from the bits. */
function powerOfTwo(exponent: number): number {
  scratch.setUint32(0, (exponent + 1023) << 20);
  scratch.setUint32(4, 0);
  return scratch.getFloat64(0);
}

/**
 * Natural logarithm.
 * @returns −Infinity at 0, NaN below
 * @error < 2 ulp
 */
export function naturalLog(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x > 0 ? x : Number.NaN;
  const scaled = x < 2.2250738585072014e-308 ? x * 2 ** 54 : x;
  scratch.setFloat64(0, scaled);
  const high = scratch.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (scaled === x ? 0 : 54);
  scratch.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = scratch.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh(s) = 2 (s + s³/3 + s⁵/5 …), |s| ≤ 0.172: eleven terms reach 1e-17
  const s = (mantissa - 1) / (mantissa + 1);
  const s2 = s * s;
  let series = 0;
  for (let k = 21; k >= 3; k -= 2) series = (series + 1 / k) * s2;
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}

/**
 * e^x.
 * @returns 0 below −745, Infinity above 709.78
 * @error < 2 ulp
 */
export function exponential(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const exponent = Math.round(x / Math.LN2);
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW; // |rest| ≤ 0.347: fifteen Taylor terms reach 1e-18
  let sum = 1;
  for (let k = 15; k >= 1; k--) sum = 1 + (rest * sum) / k;
  const half = exponent >> 1; // in two steps, so that subnormal results are reached
  return sum * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** Amplitude gain of a level difference in dB; 0 for −Infinity. */
export function dbToGain(db: number): number {
  return exponential((db * LN_10) / 20);
}

/** Power ratio of a level difference in dB; 0 for −Infinity. */
export function dbToPower(db: number): number {
  return exponential((db * LN_10) / 10);
}

/** Level in dB of an amplitude gain; −Infinity for 0. */
export function gainToDb(gain: number): number {
  return 20 * LOG10_E * naturalLog(gain);
}

/** Level in dB of a power ratio; −Infinity for 0. */
export function powerToDb(power: number): number {
  return 10 * LOG10_E * naturalLog(power);
}

/** log₂ x, for octaves. */
export function log2(x: number): number {
  return naturalLog(x) / Math.LN2;
}

/** A finite number rounded to `decimals` places, or null for ±Infinity and NaN: how levels enter JSON. */
export function jsonNumber(value: number, decimals = 3): number | null {
  if (!Number.isFinite(value)) return null;
  const scale = 10 ** decimals;
  const rounded = Math.round(value * scale) / scale;
  return rounded === 0 ? 0 : rounded;
}
