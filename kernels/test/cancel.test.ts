import type { Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { naiveCancel } from './cancel-oracle.ts';
import { freshKernels } from './kernels.ts';
import { makeNoise, naivePeak } from './limiter-signals.ts';

const RATES = [8000, 22050, 44100, 48000, 96000, 192000];
const CEILING = 0.5;
const decibels = (gain: number): number => 20 * Math.log10(gain);
const sum = (values: Float32Array, of: (value: number, frame: number) => number): number =>
  values.reduce((total, value, frame) => total + of(value, frame), 0);

/** Noise that falls by 6 dB per octave, in bursts: much of it stands over the ceiling for a moment. */
function bursts(frameCount: number, seed: number): Float32Array {
  const noise = makeNoise(seed);
  let state = 0;
  return Float32Array.from({ length: frameCount }, (_, n) => {
    state = 0.9 * state + noise();
    const level = 0.06 + 0.35 * Math.exp(-((n % 7001) / 600));
    return level * (0.6 * state + 0.3 * noise());
  });
}

/** One channel cancelled as a passage from `startFrame` of a programme. */
function cancel(
  kernels: Kernels,
  programme: Float32Array,
  sampleRateHz: number,
  { from, to }: { readonly from: number; readonly to: number } = { from: 0, to: programme.length },
): Float32Array {
  const mark = kernels.mark();
  const canceller = kernels.makePeakCanceller(sampleRateHz);
  const { contextFrames } = canceller;
  const block = kernels.makeBlock(1, to - from + 2 * contextFrames);
  for (let n = 0; n < block.frameCount; n++) block.channels[0]![n] = programme[from - contextFrames + n] ?? 0;
  canceller.cancel(block, from, to - from, CEILING, kernels.makeFloats(to - from));
  const cancelled = block.channels[0]!.slice(contextFrames, contextFrames + to - from);
  kernels.release(mark);
  return cancelled;
}

describe('peak canceller', () => {
  it.each(RATES)(
    'leaves the guard 0.02 dB of bursts 5 dB over, with noise up to half the rate, %i Hz',
    sampleRateHz => {
      const programme = bursts(40000, 1);
      const cancelled = cancel(freshKernels(), programme, sampleRateHz);
      const over = decibels(naivePeak(cancelled, 96, 8, CEILING) / CEILING);
      console.log(
        `[bar] canceller at ${sampleRateHz} Hz: ${over.toFixed(3)} dB left of ${decibels(naivePeak(programme, 96, 8, CEILING) / CEILING).toFixed(1)} dB`,
      );
      expect(over).toBeLessThanOrEqual(0.02);
    },
  );

  it('passes bit for bit what stays under the ceiling', () => {
    const programme = bursts(40000, 2).map(x => 0.2 * x);
    expect(cancel(freshKernels(), programme, 44100)).toEqual(programme);
  });

  it('gives the same samples however the programme is cut into passages', () => {
    const kernels = freshKernels();
    const programme = bursts(70000, 3);
    const whole = cancel(kernels, programme, 48000);
    for (const [from, to] of [
      [0, 16384],
      [16383, 16385],
      [20000, 50001],
      [5, 700],
    ] as const) {
      const part = cancel(kernels, programme, 48000, { from, to });
      const same = Float32Array.from({ length: to - from }, (_, n) => whole[from + n] ?? 0);
      expect(part).toEqual(same);
    }
  });

  it('gives what the quadratic program gives by its definition, 40 dB under what it takes away', () => {
    const programme = new Float32Array(4096);
    const smooth = [0, 0, 0]; // no more near half the rate than would lower the ceiling there
    programme.set(
      bursts(3000, 5).map(x =>
        smooth.reduce((input, state, stage) => {
          smooth[stage] = state + 0.4 * (input - state);
          return smooth[stage]!;
        }, 2.5 * x),
      ),
      600,
    );
    const wanted = naiveCancel(programme, CEILING);
    const cancelled = cancel(freshKernels(), programme, 48000);
    const away = sum(cancelled, (x, n) => (x - wanted[n]!) ** 2);
    const taken = sum(programme, (x, n) => (x - wanted[n]!) ** 2);
    console.log(`[bar] canceller against its definition: ${(10 * Math.log10(away / taken)).toFixed(1)} dB`);
    // the definition holds the ceiling at the points alone, the kernel at the crests between them
    expect(10 * Math.log10(away / taken)).toBeLessThan(-40);
  });

  it('turns a steady tone of 1 kHz down instead of bending it: THD within 0.3 % at 6 dB over', () => {
    const rate = 48000;
    const programme = Float32Array.from(
      { length: rate },
      (_, n) => 2 * CEILING * Math.sin((2 * Math.PI * n) / 48),
    );
    const cancelled = cancel(freshKernels(), programme, rate);
    const amplitude = (harmonic: number): number => {
      let re = 0;
      let im = 0;
      for (let n = 12000; n < 36000; n++) {
        re += cancelled[n]! * Math.cos((2 * Math.PI * harmonic * n) / 48);
        im += cancelled[n]! * Math.sin((2 * Math.PI * harmonic * n) / 48);
      }
      return Math.hypot(re, im);
    };
    const harmonics = Math.hypot(...[2, 3, 4, 5, 6, 7, 8, 9].map(amplitude));
    const percent = (100 * harmonics) / amplitude(1);
    console.log(`[bar] canceller, 1 kHz 6 dB over: THD ${percent.toFixed(3)} %`);
    expect(percent).toBeLessThanOrEqual(0.3);
  });

  it('finds the best masked of all corrections: one in which every peak that gave something touches the ceiling', () => {
    // complementary slackness of the quadratic program: where nothing touches, nothing is taken away
    const programme = bursts(30000, 7);
    const cancelled = cancel(freshKernels(), programme, 48000);
    const reach = 64;
    for (let n = reach; n < programme.length - reach; n += 16) {
      const around = cancelled.subarray(n - reach, n + reach + 1);
      const most = around.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
      if (most < 0.8 * CEILING) expect(Math.abs(cancelled[n]! - programme[n]!)).toBeLessThan(1e-6);
    }
  });
});

describe('sustained demand', () => {
  const rate = 48000;

  function sustainedOf(
    kernels: Kernels,
    peaks: Float32Array,
    lows: (stride: number) => number,
  ): Float32Array {
    const demand = kernels.makeLimiterDemand(rate, 1);
    const { lowStrideFrames: stride, sustainFrames: around } = demand;
    const strides = peaks.length / stride;
    const inPeaks = kernels.makeFloats(peaks.length);
    inPeaks.set(peaks);
    const inLows = kernels.makeFloats(strides);
    inLows.forEach((_, s) => {
      inLows[s] = lows(s);
    });
    const sustained = kernels.makeFloats(strides - (2 * around) / stride);
    demand.measureSustained(inPeaks, inLows, peaks.length, sustained);
    return sustained.slice();
  }

  it('is the opening of the envelope, by the plainest minima and maxima', () => {
    const kernels = freshKernels();
    const { lowStrideFrames: stride, sustainFrames: around } = kernels.makeLimiterDemand(rate, 1);
    const noise = makeNoise(9);
    const peaks = Float32Array.from({ length: 900 * stride }, () => Math.abs(noise()) ** 4);
    const lows = Float32Array.from({ length: 900 }, () => 0.9 * Math.abs(noise()));
    const join = Math.ceil((0.006 * rate) / stride);
    const stay = (around / stride - join) / 2;
    const slide = (values: readonly number[], reach: number, of: (...all: number[]) => number): number[] =>
      values.map((_, n) => of(...values.slice(Math.max(0, n - reach), n + reach + 1)));
    const open = (levels: readonly number[]): number[] => {
      const envelope = slide(levels, join, Math.max);
      const opened = slide(slide(envelope, stay, Math.min), stay, Math.max);
      return opened.map((level, n) => Math.min(level, envelope[n]!));
    };
    const perStride = Array.from({ length: 900 }, (_, s) =>
      Math.fround(Math.fround(0.891) * Math.max(...peaks.subarray(s * stride, (s + 1) * stride))),
    );
    const byAll = open(perStride);
    const byBass = open([...lows]);
    const wanted = Float32Array.from(byAll.map((level, s) => Math.max(level, byBass[s]!)));
    expect(sustainedOf(kernels, peaks, s => lows[s]!)).toEqual(
      wanted.slice(around / stride, -around / stride),
    );
  });

  it('lets a stroke of 50 ms through and keeps a note of 200 ms', () => {
    const kernels = freshKernels();
    const { lowStrideFrames: stride } = kernels.makeLimiterDemand(rate, 1);
    const frames = stride * Math.ceil(rate / stride);
    const ofLength = (seconds: number) =>
      Float32Array.from({ length: frames }, (_, n) => (Math.abs(n / frames - 0.5) < seconds / 2 ? 1 : 0.1));
    const most = (seconds: number) => Math.max(...sustainedOf(kernels, ofLength(seconds), () => 0));
    expect(most(0.05)).toBeLessThan(0.1);
    expect(most(0.2)).toBeCloseTo(0.891, 6);
  });
});
