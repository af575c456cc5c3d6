/** Power spectrum and complex spectrum of real signals of one length, a power of two; nothing is allocated per call. */
export interface RealFft {
  readonly frameCount: number;
  /** Real parts of bins 0…frameCount/2 after `forward`. */
  readonly real: Float64Array;
  /** Imaginary parts of the same bins. */
  readonly imaginary: Float64Array;
  /** Transforms `frameCount` samples of `input`. */
  forward(input: Float64Array): void;
}

/** Makes the transform: a complex one of half the length, then the split into bins of the real one. */
export function makeRealFft(frameCount: number): RealFft {
  const half = frameCount / 2;
  const cosines = new Float64Array(half);
  const sines = new Float64Array(half);
  for (let n = 0; n < half; n++) {
    cosines[n] = Math.cos((2 * Math.PI * n) / frameCount);
    sines[n] = -Math.sin((2 * Math.PI * n) / frameCount);
  }
  const order = bitReversal(half);
  const re = new Float64Array(half);
  const im = new Float64Array(half);
  const real = new Float64Array(half + 1);
  const imaginary = new Float64Array(half + 1);
  const forward = (input: Float64Array): void => {
    for (let n = 0; n < half; n++) {
      re[n] = input[2 * order[n]!]!;
      im[n] = input[2 * order[n]! + 1]!;
    }
    butterflies(re, im, cosines, sines);
    for (let k = 0; k <= half; k++) {
      const a = k % half;
      const b = (half - k) % half;
      const evenRe = (re[a]! + re[b]!) / 2;
      const evenIm = (im[a]! - im[b]!) / 2;
      const oddRe = (im[a]! + im[b]!) / 2;
      const oddIm = (re[b]! - re[a]!) / 2;
      const c = k === half ? -1 : cosines[k]!;
      const s = k === half ? 0 : sines[k]!;
      real[k] = evenRe + c * oddRe - s * oddIm;
      imaginary[k] = evenIm + c * oddIm + s * oddRe;
    }
  };
  return { frameCount, real, imaginary, forward };
}

function bitReversal(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let n = 1; n < count; n++) order[n] = (order[n >> 1]! >> 1) | (n & 1 ? count >> 1 : 0);
  return order;
}

/** Decimation in time; the twiddle tables are those of twice the length. */
function butterflies(re: Float64Array, im: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const count = re.length;
  for (let width = 1; width < count; width *= 2) {
    const step = count / width;
    for (let k = 0; k < width; k++) {
      const c = cosines[k * step]!;
      const s = sines[k * step]!;
      for (let a = k; a < count; a += 2 * width) {
        const b = a + width;
        const x = re[b]! * c - im[b]! * s;
        const y = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - x;
        im[b] = im[a]! - y;
        re[a]! += x;
        im[a]! += y;
      }
    }
  }
}
