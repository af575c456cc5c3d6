import type { AudioBlock, ResampleKernels, Resampler } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Stop band of the Kaiser window, beyond what float32 can tell from silence. */
const STOPBAND_DB = 158;
/** Kaiser's β for more than 50 dB: 0.1102·(A − 8.7). A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 7.5.3 */
const BETA: number = 0.1102 * (STOPBAND_DB - 8.7);
/**
 * Pass band and stop band of Nyquist of the lower rate. 20 kHz of 44.1 kHz are 0.907; the window's own accuracy is
 * reached at 0.899, the 0.001 dB that are wanted in the pass band at 0.908.
 */
const PASS_FRACTION = 0.899;
const STOP_FRACTION = 1;
/** As in kernels/assembly/resample.ts: the middle, and the steps in which the tails grow. */
const MIDDLE_TAPS = 16;
const TAIL_STEP = 32;
/** Largest table that is stored whole, in taps: 4 MiB. */
const MAX_TABLE_TAPS = 1 << 20;
/** Rows per frame of the lower rate where rows are interpolated. */
const DENSE_ROWS = 256;

export function makeResampleKernels(arena: Arena): ResampleKernels {
  return { makeResampler: options => makeResampler(arena, options.fromHz, options.toHz) };
}

function makeResampler(arena: Arena, fromHz: number, toHz: number): Resampler {
  for (const rate of [fromHz, toHz]) {
    if (!(Number.isInteger(rate) && rate > 0)) throw new TypeError(`a sample rate of ${rate} Hz`);
  }
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const outputFrames = (inputFrames: number): number => Math.ceil((inputFrames * up) / down);
  return up === down ? makeCopy(outputFrames) : makeSinc(arena, { up, down }, outputFrames);
}

function makeCopy(outputFrames: Resampler['outputFrames']): Resampler {
  return {
    outputFrames,
    contextFrames: 0,
    inputRange: (start, count) => ({ start, end: start + count }),
    convert(input, inputStart, output, outputStart) {
      const from = Math.max(0, inputStart - outputStart);
      const to = Math.min(output.frameCount, inputStart + input.frameCount - outputStart);
      output.channels.forEach((channel, i) => {
        channel.fill(0, 0, output.frameCount);
        const shift = outputStart - inputStart;
        if (to > from) channel.set(input.channels[i]!.subarray(from + shift, to + shift), from);
      });
    },
  };
}

interface Ratio {
  readonly up: number;
  readonly down: number;
}

function makeSinc(arena: Arena, { up, down }: Ratio, outputFrames: Resampler['outputFrames']): Resampler {
  const { exports } = arena;
  const lower = Math.min(1, up / down);
  const taps = tapCount(lower);
  const rowCount = up * taps <= MAX_TABLE_TAPS ? up : Math.ceil(DENSE_ROWS * lower);
  const cutoff = (lower * (PASS_FRACTION + STOP_FRACTION)) / 2;
  const pointer = exports.resampleMake(up, down, taps, rowCount, cutoff, BETA);

  /** Whole frames of input, and the rest in units of 1/up, at an output frame. */
  function place(outputFrame: number): { readonly whole: number; readonly rest: number } {
    const whole = Math.floor((outputFrame * down) / up);
    const rest = outputFrame * down - whole * up;
    // the quotient may have been rounded across a whole number
    if (rest < 0) return { whole: whole - 1, rest: rest + up };
    return rest >= up ? { whole: whole + 1, rest: rest - up } : { whole, rest };
  }

  return {
    outputFrames,
    contextFrames: taps / 2,
    inputRange(outputStart, count) {
      const start = place(outputStart).whole - taps / 2 + 1;
      return count > 0
        ? { start, end: place(outputStart + count - 1).whole + taps / 2 + 1 }
        : { start, end: start };
    },
    convert(input, inputStart, output, outputStart) {
      const { whole, rest } = place(outputStart);
      for (let channel = 0; channel < output.channels.length; channel += 2) {
        const pair = [channel, Math.min(channel + 1, output.channels.length - 1)];
        const [left, right] = pair.map(i => arena.addressOf(frames(input, i)));
        const [toLeft, toRight] = pair.map(i => arena.addressOf(frames(output, i)));
        exports.resampleConvert(
          pointer,
          left!,
          right!,
          input.frameCount,
          whole - inputStart,
          rest,
          toLeft!,
          toRight!,
          output.frameCount,
        );
      }
    },
  };
}

/** Kaiser's estimate, (A − 7.95)/(2.285·Δω) + 1, then whole steps. @param lower Nyquist of the lower rate of the input's */
function tapCount(lower: number): number {
  const transition = Math.PI * (STOP_FRACTION - PASS_FRACTION) * lower;
  const taps = (STOPBAND_DB - 7.95) / (2.285 * transition) + 1;
  return MIDDLE_TAPS + TAIL_STEP * Math.round((taps - MIDDLE_TAPS) / TAIL_STEP);
}

function frames(block: AudioBlock, channel: number): Float32Array {
  const samples = block.channels[channel];
  if (samples === undefined || samples.length < block.frameCount)
    throw new TypeError(`a block of ${block.frameCount} frames without channel ${channel}`);
  return samples;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
