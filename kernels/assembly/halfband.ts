// Linear-phase FIR filters along time, four frames at once, and the halving and doubling of the rate made of them.
//
// Buffers hold their history before the address that is given: buffer[−1] is the frame before the first. Frames past
// the end may be computed from what lies there; they are not used.

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: f64): f64 {
  let term: f64 = 1;
  let sum: f64 = 1;
  const y = 0.25 * x * x;
  for (let k: f64 = 1; k < 60; k++) {
    term *= y / (k * k);
    sum += term;
  }
  return sum;
}

/** Kaiser window of 100 dB: β = 0.1102 (A − 8.7) (Kaiser 1974). `x` from −1 to 1. */
function kaiser(x: f64): f64 {
  const beta = 10.06;
  return bessel0(beta * NativeMath.sqrt(max(0, 1 - x * x))) / bessel0(beta);
}

/**
 * An even number of taps, symmetric, of a low-pass that cuts at `cutoff` cycles per sample; they sum to `sum`.
 * With cutoff ½ these are the taps that interpolate between two frames.
 */
export function designTaps(taps: usize, count: i32, cutoff: f64, sum: f64): void {
  const half = 0.5 * <f64>count;
  let total: f64 = 0;
  for (let k = 0; k < count; k++) {
    const t = <f64>k - half + 0.5;
    const angle = 2 * NativeMath.PI * cutoff * t;
    total += (NativeMath.sin(angle) / angle) * kaiser(t / half);
  }
  for (let k = 0; k < count; k++) {
    const t = <f64>k - half + 0.5;
    const angle = 2 * NativeMath.PI * cutoff * t;
    const tap = ((NativeMath.sin(angle) / angle) * kaiser(t / half) * sum) / total;
    store<f32>(taps + ((<usize>k) << 2), <f32>tap);
  }
}

/** output[n] = Σ taps[k · stride] · input[n − k]; frames up to the next multiple of 16. */
export function convolve(
  taps: usize,
  count: i32,
  stride: usize,
  input: usize,
  output: usize,
  frameCount: i32,
): void {
  for (let n: usize = 0, end = (<usize>frameCount) << 2; n < end; n += 64) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let from = input + n;
    let at = taps;
    for (let k = 0; k < count; k++, from -= 4, at += stride << 2) {
      const tap = v128.load32_splat(at);
      a = f32x4.add(a, f32x4.mul(tap, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(tap, v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(tap, v128.load(from, 32)));
      d = f32x4.add(d, f32x4.mul(tap, v128.load(from, 48)));
    }
    v128.store(output + n, a);
    v128.store(output + n, b, 16);
    v128.store(output + n, c, 32);
    v128.store(output + n, d, 48);
  }
}

/** even, odd → one stream of twice the rate. */
export function weave(even: usize, odd: usize, output: usize, frameCount: i32): void {
  for (let n: usize = 0, end = (<usize>frameCount) << 2; n < end; n += 16) {
    const e = v128.load(even + n);
    const o = v128.load(odd + n);
    v128.store(output + 2 * n, i32x4.shuffle(e, o, 0, 4, 1, 5));
    v128.store(output + 2 * n, i32x4.shuffle(e, o, 2, 6, 3, 7), 16);
  }
}

/** One stream → even, odd, of `frameCount` frames each. */
export function unweave(input: usize, even: usize, odd: usize, frameCount: i32): void {
  for (let n: usize = 0, end = (<usize>frameCount) << 2; n < end; n += 16) {
    const low = v128.load(input + 2 * n);
    const high = v128.load(input + 2 * n, 16);
    v128.store(even + n, i32x4.shuffle(low, high, 0, 2, 4, 6));
    v128.store(odd + n, i32x4.shuffle(low, high, 1, 3, 5, 7));
  }
}

/** output += input; frames up to the next multiple of 4. */
export function addScaled(output: usize, input: usize, gain: f32, frameCount: i32): void {
  const factor = f32x4.splat(gain);
  for (let n: usize = 0, end = (<usize>frameCount) << 2; n < end; n += 16) {
    v128.store(output + n, f32x4.add(v128.load(output + n), f32x4.mul(factor, v128.load(input + n))));
  }
}

/** Keeps the last `history` frames of a run before the buffer's start. */
export function keepHistory(buffer: usize, history: i32, frameCount: i32): void {
  memory.copy(
    buffer - ((<usize>history) << 2),
    buffer + ((<usize>(frameCount - history)) << 2),
    (<usize>history) << 2,
  );
}
