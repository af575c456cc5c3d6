// One channel moved against the others: whole frames through a delay line, parts of a frame by a windowed sinc.

import { allocate } from './memory';
import { kaiser } from './sinc';

/** Taps on either side of a point between samples: with β = 10, flat within 0.01 dB to 0.9 of Nyquist. */
const HALF_TAPS: i32 = 64;
const BETA: f64 = 10;

@unmanaged
class Align {
  gain: f32;
  delayFrames: i32;
  /** Taps of the fractional part; 1 where it is zero. */
  tapCount: i32;
  taps: usize;
  /** Twice as long as needed, so that the taps always see one stretch. */
  line: usize;
  lineFrames: i32;
  at: i32;
}

/** Frames by which every channel is late where one of them moves by a part of a frame. */
export function alignHalfTaps(): i32 {
  return HALF_TAPS;
}

/**
 * @param wholeFrames frames of delay
 * @param fraction    0…1 of a frame more; with 0 samples pass unchanged
 * @param gain        factor: −1 inverts
 */
export function alignMake(wholeFrames: i32, fraction: f64, gain: f32): usize {
  const state = changetype<Align>(allocate(offsetof<Align>()));
  state.gain = gain;
  state.tapCount = fraction === 0 ? 1 : 2 * HALF_TAPS;
  state.taps = allocate((<usize>state.tapCount) << 2);
  // with taps the middle pair stands HALF_TAPS − 1 and HALF_TAPS frames back
  state.delayFrames = fraction === 0 ? wholeFrames : wholeFrames - HALF_TAPS + 1;
  if (fraction === 0) store<f32>(state.taps, 1);
  else designTaps(state.taps, fraction);
  state.lineFrames = wholeFrames + state.tapCount + 1;
  state.line = allocate((<usize>state.lineFrames) << 3);
  return changetype<usize>(state);
}

/** Tap k belongs to the sample k frames back; the point is HALF_TAPS − 1 + fraction frames back. */
function designTaps(taps: usize, fraction: f64): void {
  const point = <f64>(HALF_TAPS - 1) + fraction;
  let sum = 0.0;
  for (let k = 0; k < 2 * HALF_TAPS; k++) sum += tap(<f64>k - point);
  for (let k = 0; k < 2 * HALF_TAPS; k++) {
    store<f32>(taps + ((<usize>k) << 2), <f32>(tap(<f64>k - point) / sum));
  }
}

function tap(distance: f64): f64 {
  const window = kaiser(distance / <f64>HALF_TAPS, BETA);
  return distance === 0 ? window : (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
}

export function alignReset(pointer: usize): void {
  const state = changetype<Align>(pointer);
  memory.fill(state.line, 0, (<usize>state.lineFrames) << 3);
  state.at = 0;
}

export function alignProcess(pointer: usize, samples: usize, frameCount: i32): void {
  const state = changetype<Align>(pointer);
  const length = state.lineFrames;
  let at = state.at;
  for (let n = 0; n < frameCount; n++, samples += 4) {
    at = at === 0 ? length - 1 : at - 1;
    const line = state.line + ((<usize>at) << 2);
    const x = load<f32>(samples);
    store<f32>(line, x);
    store<f32>(line + ((<usize>length) << 2), x);
    let from = line + ((<usize>state.delayFrames) << 2);
    if (state.tapCount === 1) {
      store<f32>(samples, state.gain * load<f32>(from));
      continue;
    }
    let sums = f32x4.splat(0);
    for (
      let t = state.taps, end = state.taps + ((<usize>state.tapCount) << 2);
      t < end;
      t += 16, from += 16
    ) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(t), v128.load(from)));
    }
    const sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    store<f32>(samples, state.gain * sum);
  }
  state.at = at;
}
