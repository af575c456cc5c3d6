/** Numbers in [0, 1) that are the same on every run. */
export type Random = () => number;

/** @source G. Steele, S. Vigna: splitmix32-style mixing, as in mulberry32 (T. Ettinger) */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
