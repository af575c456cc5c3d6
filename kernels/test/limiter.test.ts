import type { Kernels, LimiterParameters } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import {
  burst,
  defaults,
  ebuSine,
  ebuTransient,
  limitOffline,
  makeNoise,
  naivePeak,
} from './limiter-signals.ts';

const RATES = [44100, 48000, 96000, 192000];
const CEILING = 10 ** (-1 / 20);
const decibels = (gain: number): number => 20 * Math.log10(gain);

function tone(
  frequencyHz: number,
  amplitude: number,
  sampleRateHz: number,
  frameCount: number,
): Float32Array {
  const step = (2 * Math.PI * frequencyHz) / sampleRateHz;
  return Float32Array.from({ length: frameCount }, (_, n) => amplitude * Math.sin(step * n));
}

/** dB over the ceiling at 16 times the rate, by two kernels neither of which is the guard's. */
function over(signal: Float32Array): number {
  const peak = Math.max(naivePeak(signal, 96, 8, CEILING), naivePeak(signal, 256, 11, CEILING));
  return decibels(peak / CEILING);
}

/** Hard signals and the drive they are limited at. */
function hardSignals(sampleRateHz: number): [string, Float32Array, number][] {
  const noise = makeNoise(11);
  const frames = 4000;
  const sines = [
    [15, 4, 0.5, 0],
    [16, 4, 0.5, 45],
    [17, 6, 0.5, 60],
    [18, 8, 0.5, 67.5],
    [19, 4, 1.41, 45],
  ] as const;
  return [
    ...sines.map(([name, divisor, amplitude, phase]): [string, Float32Array, number] => [
      `EBU 3341 case ${name}`,
      ebuSine(divisor, amplitude, phase, sampleRateHz),
      12,
    ]),
    ...[0, 1, 2, 3].map((offset): [string, Float32Array, number] => [
      `EBU 3341 case ${20 + offset}`,
      ebuTransient(offset, sampleRateHz),
      12,
    ]),
    ...[1, 2, 3, 5, 10, 20, 50, 100].map((count): [string, Float32Array, number] => [
      `burst of ${count}`,
      burst(count, frames),
      0,
    ]),
    ['fs/4 + 1 Hz', tone(sampleRateHz / 4 + 1, 1, sampleRateHz, frames), 6],
    ['fs/4 − 1 Hz', tone(sampleRateHz / 4 - 1, 1, sampleRateHz, frames), 6],
    [
      'alternating noise',
      Float32Array.from({ length: frames }, (_, n) => (n % 2 ? 1 : -1) * Math.abs(noise())),
      6,
    ],
    ['white noise', Float32Array.from({ length: frames }, () => noise()), 6],
    ['square wave', tone(997, 1, sampleRateHz, frames).map(Math.sign), 6],
    ['low square wave', tone(100, 1, sampleRateHz, frames).map(Math.sign), 12],
  ];
}

function limitStream(
  kernels: Kernels,
  input: readonly Float32Array[],
  parameters: LimiterParameters,
  sampleRateHz: number,
  nextCount: () => number,
): Float32Array[] {
  const limiter = kernels.makeLimiter(parameters, sampleRateHz, input.length);
  const frameCount = input[0]!.length;
  const total = frameCount + limiter.latencyFrames;
  const outputs = input.map(() => new Float32Array(total));
  const block = kernels.makeBlock(input.length, 4096);
  for (let start = 0; start < total; ) {
    block.frameCount = Math.min(nextCount(), total - start);
    input.forEach((channel, c) => {
      block.channels[c]!.fill(0);
      block.channels[c]!.set(channel.subarray(start, Math.min(frameCount, start + block.frameCount)));
    });
    limiter.process(block);
    outputs.forEach((output, c) => {
      output.set(block.channels[c]!.subarray(0, block.frameCount), start);
    });
    start += block.frameCount;
  }
  return outputs.map(output => output.slice(limiter.latencyFrames));
}

/** Quiet, loud and quiet again, with bass, noise and spikes. */
function programme(frameCount: number, seed: number): Float32Array {
  const noise = makeNoise(seed);
  return Float32Array.from({ length: frameCount }, (_, n) => {
    const level = n % 20000 < 7000 ? 0.05 : 0.9;
    const spike = n % 3001 === 0 ? 1.5 : 0;
    return level * (0.5 * Math.sin(n * 0.009) + 0.5 * noise()) + spike;
  });
}

describe('limiter with guard', () => {
  it.each(RATES)('lets nothing over the ceiling at 16 times the rate, %i Hz', sampleRateHz => {
    const kernels = freshKernels();
    let worst = Number.NEGATIVE_INFINITY;
    let rounds = 0;
    for (const [name, signal, driveDb] of hardSignals(sampleRateHz)) {
      const limited = limitOffline(kernels, [signal], { ...defaults, driveDb }, sampleRateHz);
      const excess = over(limited.channels[0]!);
      expect(excess, name).toBeLessThanOrEqual(0);
      worst = Math.max(worst, excess);
      rounds = Math.max(rounds, limited.rounds);
    }
    expect(rounds).toBeLessThanOrEqual(4);
    console.log(
      `[bar] limiter, hard signals at ${sampleRateHz} Hz: worst ${worst.toFixed(4)} dB over, ${rounds} rounds`,
    );
  });

  it('keeps gain × demand at or below the ceiling in every frame', () => {
    const kernels = freshKernels();
    for (const driveDb of [0, 3, 6, 12, 24]) {
      const limited = limitOffline(kernels, [programme(60000, 3)], { ...defaults, driveDb }, 44100, false);
      const most = limited.gains.reduce((peak, gain, n) => Math.max(peak, gain * limited.demand[n]!), 0);
      expect(most).toBeLessThanOrEqual(CEILING);
    }
  });

  it('is never louder than asked', () => {
    const drive = 10 ** (9 / 20);
    const limited = limitOffline(freshKernels(), [programme(60000, 4)], { ...defaults, driveDb: 9 }, 48000);
    expect(Math.max(...limited.gains)).toBeLessThanOrEqual(Math.fround(drive));
  });

  it('keeps a 50 Hz tone at 6 dB of drive within 0.3 % THD', () => {
    const rate = 48000;
    const limited = limitOffline(
      freshKernels(),
      [tone(50, CEILING, rate, 2 * rate)],
      { ...defaults, driveDb: 6 },
      rate,
    );
    const amplitude = (frequencyHz: number): number => {
      let re = 0;
      let im = 0;
      for (let n = 0; n < rate; n++) {
        const sample = limited.channels[0]![rate / 2 + n]!;
        re += sample * Math.cos((2 * Math.PI * frequencyHz * n) / rate);
        im += sample * Math.sin((2 * Math.PI * frequencyHz * n) / rate);
      }
      return Math.hypot(re, im);
    };
    let harmonics = 0;
    for (let k = 2; k <= 20; k++) harmonics += amplitude(50 * k) ** 2;
    const percent = (100 * Math.sqrt(harmonics)) / amplitude(50);
    console.log(`[bar] limiter, 50 Hz at 6 dB drive: THD ${percent.toFixed(4)} %`);
    expect(percent).toBeLessThanOrEqual(0.3);
  });
});

describe('demand', () => {
  it('does not depend on how the programme is cut into passages', () => {
    const kernels = freshKernels();
    const demand = kernels.makeLimiterDemand(44100, 2);
    const { contextFrames: context, lowStrideFrames: stride } = demand;
    const frameCount = 40 * stride;
    const block = kernels.makeBlock(2, frameCount + 2 * context);
    block.channels[0]!.set(
      programme(frameCount + 2 * context, 5).map((x, n) => (n % 700 < 300 ? x * 0.02 : x)),
    );
    block.channels[1]!.set(programme(frameCount + 2 * context, 6).map(x => x * 0.03));
    const peaks = kernels.makeFloats(frameCount);
    const lows = kernels.makeFloats(40);
    demand.measure(block, frameCount, peaks, lows);
    const part = kernels.makeBlock(2, frameCount);
    const partPeaks = kernels.makeFloats(frameCount);
    const partLows = kernels.makeFloats(40);
    for (
      let first = 0, strides = 1;
      first < 40;
      first += strides, strides = Math.min(strides + 2, 40 - first)
    ) {
      const count = strides * stride;
      part.frameCount = count + 2 * context;
      block.channels.forEach((channel, c) => {
        part.channels[c]!.fill(9);
        part.channels[c]!.set(channel.subarray(first * stride, first * stride + part.frameCount));
      });
      demand.measure(part, count, partPeaks, partLows);
      expect(partPeaks.subarray(0, count)).toEqual(peaks.subarray(first * stride, first * stride + count));
      expect(partLows.subarray(0, strides)).toEqual(lows.subarray(first, first + strides));
    }
  });

  it('reads a sine between its samples within 0.03 dB up to 0.4 of the rate', () => {
    // eight points per frame under-read by cos(π 0.4/8) = 0.11 dB at worst; the phases of a long tone pass the crest
    const kernels = freshKernels();
    for (const cyclesPerSample of [0.01, 0.11, 0.23, 0.31, 0.4]) {
      const limited = limitOffline(kernels, [tone(cyclesPerSample, 0.5, 1, 8000)], defaults, 44100, false);
      const most = limited.demand.subarray(200, 7800).reduce((peak, value) => Math.max(peak, value), 0);
      expect(Math.abs(decibels(most / 0.5))).toBeLessThan(0.03);
    }
  });
});

describe('streaming limiter', () => {
  const parameters = { ...defaults, driveDb: 7 };

  it.each([44100, 96000])('gives the samples of the offline path at any block split, %i Hz', sampleRateHz => {
    const kernels = freshKernels();
    const input = [programme(30000, 7), programme(30000, 8)];
    const offline = limitOffline(kernels, input, parameters, sampleRateHz, false);
    const noise = makeNoise(9);
    const whole = limitStream(kernels, input, parameters, sampleRateHz, () => 4096);
    const pieces = limitStream(
      kernels,
      input,
      parameters,
      sampleRateHz,
      () => 1 + Math.floor(300 * Math.abs(noise())),
    );
    input.forEach((_, c) => {
      expect(whole[c]).toEqual(offline.channels[c]);
      expect(pieces[c]).toEqual(offline.channels[c]);
    });
  });

  it.each(RATES)('passes audio below the ceiling bit for bit at 0 dB, %i Hz', sampleRateHz => {
    const input = [programme(20000, 10).map(x => x * 0.3)];
    const output = limitStream(freshKernels(), input, defaults, sampleRateHz, () => 1000);
    expect(output[0]).toEqual(input[0]);
  });

  it('moves all channels by the same gain and bends none: a constant beside a loud tone shows it', () => {
    const rate = 48000;
    const witness = new Float32Array(rate).fill(0.25);
    const limited = limitOffline(
      freshKernels(),
      [tone(1000, 1, rate, rate), witness],
      parameters,
      rate,
      false,
    );
    for (let n = 0; n < rate; n++) {
      expect(limited.channels[1]![n]).toBe(Math.fround(0.25 * limited.gains[n]!));
    }
    expect(Math.min(...limited.gains.subarray(rate / 2))).toBeLessThan(0.95 * 10 ** (7 / 20));
  });

  it('keeps silence silent', () => {
    const output = limitStream(freshKernels(), [new Float32Array(5000)], parameters, 44100, () => 777);
    expect(output[0]!.every(sample => sample === 0)).toBe(true);
  });

  it('is as new after reset', () => {
    const kernels = freshKernels();
    const limiter = kernels.makeLimiter(parameters, 44100, 1);
    const block = kernels.makeBlock(1, 6000);
    const input = programme(6000, 12);
    block.channels[0]!.set(input);
    limiter.process(block);
    const first = block.channels[0]!.slice();
    limiter.reset();
    block.channels[0]!.set(input);
    limiter.process(block);
    expect(block.channels[0]).toEqual(first);
  });

  it('stays finite and under the ceiling at +20 dBFS, and rests afterwards', () => {
    const frames = 8 * 44100; // thirteen times the slow release
    const input = programme(frames, 13).map((x, n) => (n < 20000 ? 10 * x : 0.01 * x));
    const limited = limitOffline(freshKernels(), [input], parameters, 44100);
    expect(limited.channels[0]!.every(Number.isFinite)).toBe(true);
    expect(limited.gains[frames - 1]).toBe(Math.fround(10 ** (7 / 20)));
  });

  it('refuses parameters that are no numbers', () => {
    expect(() => freshKernels().makeLimiterGain({ ...defaults, driveDb: Number.NaN }, 44100)).toThrow(
      TypeError,
    );
  });
});
