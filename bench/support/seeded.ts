/** Chance from a seed, 0 … 1 (xorshift32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Between two values, even. */
export function between(next: () => number, from: number, to: number): number {
  return from + (to - from) * next();
}

/** Between two frequencies, even in octaves. */
export function betweenHz(next: () => number, fromHz: number, toHz: number): number {
  return fromHz * (toHz / fromHz) ** next();
}
