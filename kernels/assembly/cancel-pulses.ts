import { realFftForward, realFftMake } from './fft-real';
import { allocate } from './memory';

// The shape in which a peak is taken down: the pulse whose spectrum follows what the music masks there. It is a
// sum of one fixed pulse per band, so a new one costs a small transform of the music and a weighted sum.

const PULSE_BANDS: usize = 24;
const LOWEST_HZ: f64 = 60;
const HIGHEST_HZ: f64 = 18000;
/** Spreading of excitation, dB per Bark. @source E. Zwicker, H. Fastl, Psychoacoustics: 27 below; 12 above, as for loud maskers */
const LOWER_SLOPE_DB: f64 = 27;
const UPPER_SLOPE_DB: f64 = 12;
/** What lies further under the strongest band is taken to mask no less, dB. */
const FLOOR_DB: f64 = 70;
/** A pulse's spectrum is the mask to this power: 1 hides in the bass what the ear counts per band, 0 clips. By PEAQ on a few pieces of 10 s, 0.5 and 0.6 are alike and best. */
const MASK_EXPONENT: f64 = 0.6;
/** A pulse ends here, or where the interpolation ends to be flat; its edge is this wide. */
const EDGE_HZ: f64 = 21500;
const FLAT_SHARE: f64 = 0.44;
const EDGE_WIDTH_HZ: f64 = 2000;
/** Steps of frequency in the design of the band pulses: their tapers are a twentieth of its period. */
const DESIGN_STEP_HZ: f64 = 40;

@unmanaged
export class PulseState {
  windowFrames: i32;
  /** Points on either side of the middle, a multiple of 16; a pulse has room for twice as many and four. */
  reach: i32;
  fft: usize;
  window: usize;
  windowed: usize;
  spectrum: usize;
  binBands: usize; // i32 per bin
  powers: usize; // f64 per band
  masks: usize; // f64 per band
  lowerStep: f64;
  upperStep: f64;
  /** f32[reach + 4] per band: from the middle outwards, then zeros. */
  bandPulses: usize;
  half: usize; // f32[reach + 4]
}

function bark(hz: f64): f64 {
  const x = hz / 650.0; // H. Traunmüller's asinh form: z = 7 asinh(f/650)
  return 7.0 * Math.log(x + Math.sqrt(x * x + 1.0));
}

const bandBark = (bark(HIGHEST_HZ) - bark(LOWEST_HZ)) / <f64>PULSE_BANDS;

/** Place of a frequency among the bands: 0 in the middle of the lowest. */
function bandOf(hz: f64): f64 {
  const place = (bark(hz) - bark(LOWEST_HZ)) / bandBark - 0.5;
  return max(0.0, min(<f64>(PULSE_BANDS - 1), place));
}

export function pulseMake(sampleRate: f64, windowFrames: i32, reach: i32, times: i32): usize {
  const state = changetype<PulseState>(allocate(offsetof<PulseState>()));
  state.windowFrames = windowFrames;
  state.reach = reach;
  state.fft = realFftMake(windowFrames);
  state.window = allocate((<usize>windowFrames) << 2);
  state.windowed = allocate((<usize>windowFrames) << 2);
  state.spectrum = allocate((<usize>windowFrames + 2) << 2);
  state.binBands = allocate((<usize>(windowFrames / 2 + 1)) << 2);
  state.powers = allocate(PULSE_BANDS << 3);
  state.masks = allocate(PULSE_BANDS << 3);
  state.lowerStep = Math.pow(10.0, (-LOWER_SLOPE_DB * bandBark) / 10.0);
  state.upperStep = Math.pow(10.0, (-UPPER_SLOPE_DB * bandBark) / 10.0);
  for (let n = 0; n < windowFrames; n++) {
    const hann = 0.5 - 0.5 * Math.cos((2.0 * Math.PI * (<f64>n + 0.5)) / <f64>windowFrames);
    store<f32>(state.window + ((<usize>n) << 2), <f32>hann);
  }
  for (let bin = 0; bin <= windowFrames / 2; bin++) {
    const band = <i32>Math.floor(bandOf((<f64>bin * sampleRate) / <f64>windowFrames) + 0.5);
    store<i32>(state.binBands + ((<usize>bin) << 2), band);
  }
  state.half = allocate((<usize>(reach + 4)) << 2);
  designBandPulses(state, sampleRate, sampleRate * <f64>times);
  return changetype<usize>(state);
}

/** Σ over frequency of triangle × edge × cos, times a Hann taper. The cosines by cos (k+1)θ = 2 cos θ cos kθ − cos (k−1)θ. */
function designBandPulses(state: PulseState, sampleRate: f64, pointRate: f64): void {
  const reach = state.reach;
  const stride = (<usize>(reach + 4)) << 2;
  state.bandPulses = allocate(stride * PULSE_BANDS);
  const sums = allocate(((<usize>(reach + 4)) << 3) * PULSE_BANDS);
  const end = min(EDGE_HZ, FLAT_SHARE * sampleRate);
  for (let hz = 0.5 * DESIGN_STEP_HZ; hz < end; hz += DESIGN_STEP_HZ) {
    const place = bandOf(hz);
    const band = min(<i32>PULSE_BANDS - 2, <i32>place);
    const into = max(0.0, (hz - end + EDGE_WIDTH_HZ) / EDGE_WIDTH_HZ);
    const edge = 0.5 + 0.5 * Math.cos(Math.PI * into);
    const upper = (place - <f64>band) * edge;
    const lower = edge - upper;
    let to = sums + <usize>band * (stride << 1);
    const turn = 2.0 * Math.cos((2.0 * Math.PI * hz) / pointRate);
    let before = 0.5 * turn;
    let value = 1.0;
    for (let k = 0; k < reach; k++, to += 8) {
      store<f64>(to, load<f64>(to) + lower * value);
      const above = to + (stride << 1);
      store<f64>(above, load<f64>(above) + upper * value);
      const next = turn * value - before;
      before = value;
      value = next;
    }
  }
  for (let band: usize = 0; band < PULSE_BANDS; band++) {
    for (let k = 0; k < reach; k++) {
      const taper = 0.5 + 0.5 * Math.cos((Math.PI * <f64>k) / <f64>reach);
      const sum = load<f64>(sums + band * (stride << 1) + ((<usize>k) << 3));
      store<f32>(state.bandPulses + band * stride + ((<usize>k) << 2), <f32>(taper * sum));
    }
  }
}

/**
 * The pulse for the music about a frame: 1 in the middle, even.
 *
 * @param from   I  the frame in the middle of the window
 * @param pulse  O  f32[2 · reach + 4]: the middle at `reach`
 */
export function pulseShape(state: PulseState, from: usize, pulse: usize): void {
  measureBands(state, from - ((<usize>state.windowFrames) << 1));
  spread(state);
  let middle = 0.0;
  const stride = (<usize>(state.reach + 4)) << 2;
  for (let band: usize = 0; band < PULSE_BANDS; band++) {
    middle += load<f64>(state.masks + (band << 3)) * <f64>load<f32>(state.bandPulses + band * stride);
  }
  memory.fill(state.half, 0, stride);
  for (let band: usize = 0; band < PULSE_BANDS; band++) {
    const weight = f32x4.splat(<f32>(load<f64>(state.masks + (band << 3)) / middle));
    const from = state.bandPulses + band * stride;
    for (let n: usize = 0; n < stride; n += 16) {
      const at = state.half + n;
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(weight, v128.load(from + n))));
    }
  }
  const reach = state.reach;
  for (let k = 0; k < reach + 4; k++) {
    const value = load<f32>(state.half + ((<usize>k) << 2));
    store<f32>(pulse + ((<usize>(reach + k)) << 2), value);
    if (k <= reach) store<f32>(pulse + ((<usize>(reach - k)) << 2), value);
  }
}

function measureBands(state: PulseState, from: usize): void {
  const bytes = (<usize>state.windowFrames) << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    v128.store(state.windowed + n, f32x4.mul(v128.load(from + n), v128.load(state.window + n)));
  }
  realFftForward(state.fft, state.windowed, state.spectrum);
  memory.fill(state.powers, 0, PULSE_BANDS << 3);
  const end = state.windowFrames / 2;
  for (let bin = 0; bin <= end; bin++) {
    const re = load<f32>(state.spectrum + ((<usize>bin) << 3));
    const im = load<f32>(state.spectrum + ((<usize>bin) << 3), 4);
    const at = state.powers + ((<usize>load<i32>(state.binBands + ((<usize>bin) << 2))) << 3);
    store<f64>(at, load<f64>(at) + <f64>(re * re + im * im));
  }
}

/** masks[band] = powers spread to both sides, over a floor, to the power of MASK_EXPONENT. */
function spread(state: PulseState): void {
  let rising = 0.0;
  let most = 1e-30;
  for (let band: usize = 0; band < PULSE_BANDS; band++) {
    rising = rising * state.upperStep + load<f64>(state.powers + (band << 3));
    store<f64>(state.masks + (band << 3), rising);
  }
  let falling = 0.0;
  for (let band: isize = <isize>PULSE_BANDS - 1; band >= 0; band--) {
    const at = state.masks + ((<usize>band) << 3);
    store<f64>(at, load<f64>(at) + falling * state.lowerStep);
    falling = falling * state.lowerStep + load<f64>(state.powers + ((<usize>band) << 3));
    most = max(most, load<f64>(at));
  }
  const floor = most * Math.pow(10.0, -FLOOR_DB / 10.0);
  for (let band: usize = 0; band < PULSE_BANDS; band++) {
    const at = state.masks + (band << 3);
    store<f64>(at, Math.pow(max(load<f64>(at), floor), MASK_EXPONENT));
  }
}
