/** Deterministic noise, −1 … 1 (xorshift32). */
export function noise(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  };
}

export interface MixOptions {
  readonly seconds?: number;
  readonly sampleRateHz?: number;
  readonly seed?: number;
  /** Gain of what each side has for itself; the middle has 1. */
  readonly sideGain?: number;
}

/**
 * A mix without faults: shared and own noise with a tilt towards the bass, swelling every 0.2 to 0.7 s by chance, silent
 * for 50 ms at either end with fades of 100 ms into it.
 */
export function makeMix({
  seconds = 8,
  sampleRateHz = 44100,
  seed = 1,
  sideGain = 0.4,
}: MixOptions = {}): Float32Array[] {
  const frameCount = Math.round(seconds * sampleRateHz);
  const next = noise(seed);
  const shared = swelling(frameCount, sampleRateHz, next);
  const sides = [0, 1].map(() => swelling(frameCount, sampleRateHz, next));
  return sides.map(side =>
    shared.map((x, n) => {
      const toEnd = Math.min(n, frameCount - 1 - n) / sampleRateHz;
      const fade = Math.min(1, Math.max(0, (toEnd - 0.05) / 0.1));
      return 0.12 * (x + sideGain * side[n]!) * fade * fade;
    }),
  );
}

function swelling(frameCount: number, rate: number, next: () => number): Float32Array {
  const samples = new Float32Array(frameCount);
  let [low, gain, wanted, left] = [0, 0.5, 0.5, 0];
  for (let n = 0; n < frameCount; n++) {
    if (left-- <= 0) {
      left = Math.round(rate * (0.45 + 0.25 * next()));
      wanted = 0.25 + 0.75 * Math.abs(next());
    }
    gain += (wanted - gain) / (0.03 * rate);
    const white = next();
    low += 0.05 * (white - low);
    samples[n] = gain * (2.5 * low + 0.3 * white);
  }
  return samples;
}

/** Samples on the grid of `bits`, rounded; with `next`, after triangular dither. */
export function quantise(samples: Float32Array, bits: number, next?: () => number): Float32Array {
  const steps = 2 ** (bits - 1);
  return samples.map(x => Math.round(x * steps + (next === undefined ? 0 : (next() + next()) / 2)) / steps);
}
