import { allocate } from './memory';

// How strong audio is near half its rate, where interpolation is at its limits and good meters disagree.

const WINDOW_FRAMES: i32 = 32;
const HOP_FRAMES: i32 = 16;

/** Hann window on alternating signs: reads the amplitude near half the rate. */
export function nyquistTable(): usize {
  const table = allocate((<usize>WINDOW_FRAMES) << 2);
  for (let n = 0; n < WINDOW_FRAMES; n++) {
    const phase = (2.0 * Math.PI * (<f64>n + 0.5)) / <f64>WINDOW_FRAMES;
    const weight = (1.0 - Math.cos(phase)) / <f64>WINDOW_FRAMES;
    store<f32>(table + ((<usize>n) << 2), <f32>((n & 1) === 0 ? weight : -weight));
  }
  return table;
}

/** The largest such amplitude in the windows over and beside `frameCount` frames. */
export function nyquistAmplitude(from: usize, frameCount: i32, table: usize): f32 {
  let most: f32 = 0;
  for (let start = -WINDOW_FRAMES; start <= frameCount; start += HOP_FRAMES) {
    const at = from + ((<isize>start) << 2);
    let sum = f32x4.splat(0);
    for (let n: usize = 0; n < (<usize>WINDOW_FRAMES) << 2; n += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(at + n), v128.load(table + n)));
    }
    const even = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2);
    most = max(most, abs(even + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3)));
  }
  return most;
}
