import { allocate, mark, release } from './memory';

// What is sustained in a demand: its crests joined to an envelope, of that the level which is kept to the end of a stay, and
// that level over the whole stay (a morphological opening). Strokes fall through it; notes stand.

/** Sustained levels count 1 dB less: so much of a dense mix is taken one peak at a time. */
const SUSTAINED_SHARE: f32 = 0.891;

/**
 * Per stride of a passage the demand that is sustained: by all that is heard, less 1 dB, or by the bass alone.
 *
 * @param peaks       I  f32[strideFrames · strideCount], `reachStrides` strides before and behind the passage included
 * @param lows        I  f32[strideCount], likewise
 * @param joinStrides    to either side over which crests are joined
 * @param stayStrides    half the length of a stay
 * @param sustained   O  f32[strideCount − 2 · (joinStrides + 2 · stayStrides)]
 */
export function limiterSustained(
  peaks: usize,
  lows: usize,
  strideFrames: i32,
  strideCount: i32,
  joinStrides: i32,
  stayStrides: i32,
  sustained: usize,
): void {
  const before = mark();
  const bytes = (<usize>strideCount) << 2;
  const levels = allocate(bytes);
  const envelope = allocate(bytes);
  const opened = allocate(bytes);
  const order = allocate(bytes);
  const first = joinStrides + 2 * stayStrides;
  for (let s = 0; s < strideCount; s++) {
    let most: f32 = 0;
    const from = peaks + ((<usize>(s * strideFrames)) << 2);
    for (let n = 0; n < strideFrames; n++) most = max(most, load<f32>(from + ((<usize>n) << 2)));
    store<f32>(levels + ((<usize>s) << 2), SUSTAINED_SHARE * most);
  }
  for (let part = 0; part < 2; part++) {
    slide(part === 0 ? levels : lows, envelope, strideCount, joinStrides, 1, order);
    slide(envelope, levels, strideCount, stayStrides, -1, order);
    slide(levels, opened, strideCount, stayStrides, 1, order);
    for (let s = first; s < strideCount - first; s++) {
      const offset = (<usize>s) << 2;
      const level = min(load<f32>(opened + offset), load<f32>(envelope + offset));
      const to = sustained + ((<usize>(s - first)) << 2);
      store<f32>(to, part === 0 ? level : max(level, load<f32>(to)));
    }
  }
  release(before);
}

/** Largest (sign 1) or smallest (−1) value from `reach` before to `reach` behind each; nothing lies beyond the ends. */
function slide(from: usize, to: usize, count: i32, reach: i32, sign: f32, order: usize): void {
  let first = 0;
  let end = 0; // order[first … end): indices whose values fall
  for (let n = 0; n < count + reach; n++) {
    if (n < count) {
      const value = sign * load<f32>(from + ((<usize>n) << 2));
      while (end > first && sign * valueAt(from, order, end - 1) <= value) end--;
      store<i32>(order + ((<usize>end) << 2), n);
      end++;
    }
    const at = n - reach;
    if (at < 0) continue;
    while (load<i32>(order + ((<usize>first) << 2)) < at - reach) first++;
    store<f32>(to + ((<usize>at) << 2), valueAt(from, order, first));
  }
}

function valueAt(from: usize, order: usize, place: i32): f32 {
  return load<f32>(from + ((<usize>load<i32>(order + ((<usize>place) << 2))) << 2));
}

/** The demand on the gain: peaks, less what the canceller takes, or what is sustained. In place. */
export function limiterLeave(
  peaks: usize,
  sustained: usize,
  strideFrames: i32,
  frameCount: i32,
  share: f32,
): void {
  const shares = f32x4.splat(share);
  for (let start = 0; start < frameCount; start += strideFrames, sustained += 4) {
    const least = v128.load32_splat(sustained);
    for (let n = start; n < start + strideFrames; n += 4) {
      const at = peaks + ((<usize>n) << 2);
      v128.store(at, f32x4.pmax(f32x4.mul(shares, v128.load(at)), least));
    }
  }
}
