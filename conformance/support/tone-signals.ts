/** Deterministic noise, −1 … 1 (xorshift32). */
function noise(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  };
}

/** Rate of these signals. */
export const RATE_HZ = 44100;

/** A burst: where it begins and how long it lasts, seconds. */
export type Span = readonly [startSeconds: number, seconds: number];

/** Something like speech: noise through one pole at 500 Hz, four syllables a second. */
export function voiceLike(seconds: number, seed: number): Float32Array {
  const next = noise(seed);
  let low = 0;
  let lower = 0;
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, n) => {
    low += 0.07 * (next() - low);
    lower += 0.02 * (low - lower); // what lies below 140 Hz is taken out
    const syllable = 0.96 - 0.04 * Math.cos((2 * Math.PI * 4 * n) / RATE_HZ);
    return 1.2 * syllable * (low - lower);
  });
}

/** Adds bursts of noise above 5 kHz. */
export function addHiss(signal: Float32Array, spans: readonly Span[], gain: number): Float32Array {
  const next = noise(77);
  return addSpans(signal, spans, gain, n => {
    const x = next();
    // a carrier in the middle of the sibilant band, spread by noise of 2 kHz
    return x * Math.sin((2 * Math.PI * 7000 * n) / RATE_HZ);
  });
}

/** Adds thumps of 60 Hz that swell, as breath does. */
export function addBreath(signal: Float32Array, spans: readonly Span[], gain: number): Float32Array {
  return addSpans(signal, spans, gain, n => Math.sin((2 * Math.PI * 60 * n) / RATE_HZ));
}

/** Adds kick drums: the same thumps with a click at their beginning. */
export function addKicks(signal: Float32Array, spans: readonly Span[], gain: number): Float32Array {
  const output = addBreath(signal, spans, gain);
  const next = noise(5);
  for (const [start] of spans) {
    const from = Math.round(start * RATE_HZ);
    for (let n = 0; n < 400; n++) output[from + n]! += gain * next() * (1 - n / 400);
  }
  return output;
}

function addSpans(
  signal: Float32Array,
  spans: readonly Span[],
  gain: number,
  sound: (n: number) => number,
): Float32Array {
  const output = signal.slice();
  for (const [start, seconds] of spans) {
    const from = Math.round(start * RATE_HZ);
    const count = Math.round(seconds * RATE_HZ);
    for (let n = 0; n < count; n++) {
      output[from + n]! += gain * sound(n) * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / count));
    }
  }
  return output;
}
