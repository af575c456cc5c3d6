import { rotate } from '../../../units/index.ts';

/** A complex transform of a small power of two, in place; double precision, for spectra of a few readings. */
export interface SmallFourier {
  forward(re: Float64Array, im: Float64Array): void;
}

/** @param size a power of two */
export function makeSmallFourier(size: number): SmallFourier {
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  const angle = { cosine: 1, sine: 0 };
  for (let k = 0; k < size / 2; k++) {
    rotate(-k / size, angle);
    cosines[k] = angle.cosine;
    sines[k] = angle.sine;
  }
  return {
    forward(re, im) {
      reverseBits(re, im, size);
      for (let half = 1; half < size; half *= 2) pass(re, im, half, size, cosines, sines);
    },
  };
}

function reverseBits(re: Float64Array, im: Float64Array, size: number): void {
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const swapRe = re[i]!;
      re[i] = re[j]!;
      re[j] = swapRe;
      const swapIm = im[i]!;
      im[i] = im[j]!;
      im[j] = swapIm;
    }
  }
}

function pass(
  re: Float64Array,
  im: Float64Array,
  half: number,
  size: number,
  cosines: Float64Array,
  sines: Float64Array,
): void {
  const stride = size / (2 * half);
  for (let start = 0; start < size; start += 2 * half) {
    for (let k = 0; k < half; k++) {
      const c = cosines[k * stride]!;
      const s = sines[k * stride]!;
      const a = start + k;
      const b = a + half;
      const tRe = re[b]! * c - im[b]! * s;
      const tIm = re[b]! * s + im[b]! * c;
      re[b] = re[a]! - tRe;
      im[b] = im[a]! - tIm;
      re[a]! += tRe;
      im[a]! += tIm;
    }
  }
}
