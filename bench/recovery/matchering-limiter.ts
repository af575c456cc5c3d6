/** Settings of Matchering's limiter as published: attack and hold 1 ms, hold filter 7 Hz, release 3000 ms. */
const ATTACK_SECONDS = 0.001;
const HOLD_SECONDS = 0.001;
const HOLD_FILTER_HZ = 7;
const RELEASE_HZ = 800 / 3000;

/**
 * An offline limiter on sample peaks, in place: the gain is the least of what each sample needs, of its zero-phase attack
 * and of its hold and release.
 */
export function limitPeaks(
  [left, right]: readonly [Float32Array, Float32Array],
  thresholdGain: number,
  rate: number,
): void {
  const needed = left.map((x, n) => {
    const peak = Math.max(Math.abs(x), Math.abs(right[n]!));
    return peak > thresholdGain ? 1 - thresholdGain / peak : 0;
  });
  if (needed.every(reduction => reduction === 0)) return;
  const attackFrames = Math.round(ATTACK_SECONDS * rate);
  const slid = slidingMaximum(needed, 2 * attackFrames + 1, attackFrames);
  const attackPole = Math.exp(-2 / (ATTACK_SECONDS * rate));
  const attack = lowPass(lowPass(slid, attackPole).reverse(), attackPole).reverse();
  const held = slidingMaximum(slid, Math.round(HOLD_SECONDS * rate), 0);
  const hold = maximum(held, lowPass(held, poleOf(HOLD_FILTER_HZ, rate)));
  const release = maximum(hold, lowPass(hold, poleOf(RELEASE_HZ, rate)));
  for (let n = 0; n < left.length; n++) {
    const gain = 1 - Math.max(needed[n]!, attack[n]!, release[n]!);
    left[n]! *= gain;
    right[n]! *= gain;
  }
}

const poleOf = (cutoffHz: number, rate: number): number => Math.exp((-2 * Math.PI * cutoffHz) / rate);

function lowPass(values: Float32Array, pole: number): Float32Array {
  let state = 0;
  return values.map(value => {
    state = pole * state + (1 - pole) * value;
    return state;
  });
}

const maximum = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, n) => Math.max(value, b[n]!));

/** Largest of the last `frames` values, `ahead` of them still to come. */
function slidingMaximum(values: Float32Array, frames: number, ahead: number): Float32Array {
  const queue: number[] = [];
  let first = 0;
  const output = new Float32Array(values.length);
  for (let n = 0; n < values.length + ahead; n++) {
    if (n < values.length) {
      while (queue.length > first && values[queue[queue.length - 1]!]! <= values[n]!) queue.pop();
      queue.push(n);
    }
    while (queue[first]! <= n - frames) first++;
    if (n >= ahead) output[n - ahead] = values[queue[first]!]!;
  }
  return output;
}
