import type { AudioBlock, Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

/** The definition's kernel: a sinc whose window is 1 to 128 samples and falls as a raised cosine to 0 at 384. */
function longKernel(tau: number): number {
  const distance = Math.abs(tau);
  if (distance >= 384) return 0;
  const window = distance <= 128 ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (distance - 128)) / 256);
  return tau === 0 ? 1 : (Math.sin(Math.PI * tau) / (Math.PI * tau)) * window;
}

const TABLE = Array.from({ length: 16 }, (_, phase) =>
  Float64Array.from({ length: 768 }, (_, j) => longKernel(phase / 16 - (j - 383))),
);

/** The definition, point by point: the passage at sixteen times the rate, or at four. */
function truePeakOracle(channel: Float32Array, from: number, frameCount: number, step = 1): number {
  let peak = 0;
  for (let n = from; n < from + frameCount; n++) {
    for (let phase = 0; phase < 16; phase += step) {
      const table = TABLE[phase]!;
      let sum = 0;
      for (let j = 0; j < 768; j++) sum += table[j]! * channel[n + j - 383]!;
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return peak;
}

/** A block with context around `frameCount` frames of a function of the frame; frames before 0 are context. */
function makePassage(
  kernels: Kernels,
  frameCount: number,
  ...signals: ((frame: number) => number)[]
): AudioBlock {
  const context = kernels.peakContextFrames;
  const block = kernels.makeBlock(signals.length, frameCount + 2 * context);
  signals.forEach((signal, c) => {
    for (let i = 0; i < block.frameCount; i++) block.channels[c]![i] = signal(i - context);
  });
  return block;
}

function toDb(gain: number): number {
  return 20 * Math.log10(gain);
}

function makeNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function random(seed: number): (frame: number) => number {
  return makeNoise(seed);
}

/** Twelve partials with slow swells, their highs falling by 6 dB an octave as music's do. */
function musicLike(seed: number): (frame: number) => number {
  const noise = makeNoise(seed);
  const partials = Array.from({ length: 12 }, () => {
    const frequency = 0.002 * 220 ** ((noise() + 1) / 2);
    return { frequency, phase: 3 * noise(), gain: 0.1 / Math.sqrt(frequency * 40), swell: noise() / 3000 };
  });
  return frame =>
    partials.reduce(
      (sum, { frequency, phase, gain, swell }) =>
        sum + gain * Math.sin(2 * Math.PI * frequency * frame + phase) * Math.cos(swell * frame),
      0,
    );
}

function quieter(signal: (frame: number) => number, gain: number): (frame: number) => number {
  return frame => gain * signal(frame);
}

function joined(a: (frame: number) => number, b: (frame: number) => number): (frame: number) => number {
  return frame => a(frame) + b(frame);
}

function clipped(signal: (frame: number) => number, gain: number): (frame: number) => number {
  return frame => Math.max(-0.8, Math.min(0.8, gain * signal(frame)));
}

/** A short tone whose one peak lies exactly at `centre`. */
function swell(centre: number, cyclesPerFrame: number): (frame: number) => number {
  return frame =>
    Math.exp(-(((frame - centre) / 20) ** 2)) * Math.cos(2 * Math.PI * cyclesPerFrame * (frame - centre));
}

/** Samples ±1 with the signs of a sinc around a point half way between two, zeros elsewhere. */
function burst(centre: number, samplesEachSide: number): (frame: number) => number {
  return frame => {
    const k = frame >= centre ? frame - centre : centre - 1 - frame;
    return k < samplesEachSide ? (k % 2 === 0 ? 1 : -1) : 0;
  };
}

/** The burst's exact peak: (4/π) Σ 1/(2k+1). */
function burstPeakDb(samplesEachSide: number): number {
  let sum = 0;
  for (let k = 0; k < samplesEachSide; k++) sum += 1 / (2 * k + 1);
  return toDb((4 / Math.PI) * sum);
}

describe('the true peak', () => {
  // 2e-6: float32 sums of 768 products against doubles.
  it.each([
    ['white noise', random(1)],
    ['more white noise', random(2)],
    ['partials', musicLike(3)],
    ['other partials', musicLike(4)],
    ['clipped partials', clipped(musicLike(5), 3)],
    ['partials clipped hard', clipped(musicLike(13), 9)],
    [
      'a quarter of the rate with hiss',
      joined(n => Math.sin((Math.PI * n) / 2 + 0.7), quieter(random(14), 0.01)),
    ],
    ['a third of the rate, its peaks between the half samples', n => Math.sin((2 * Math.PI * n) / 3)],
    ['a swell around a quarter sample', swell(1200.25, 0.3)],
    ['a swell around an eighth of a sample', swell(1200.125, 0.3)],
    ['a swell around a sixteenth of a sample', swell(1200.0625, 0.46)],
    ['0.36 of the rate, clipped', clipped(n => Math.sin(2.27 * n), 1.5)],
    ['0.48 of the rate', n => 0.9 * Math.sin(0.96 * Math.PI * n)],
    ['clipped noise', clipped(random(6), 2)],
    ['partials with a burst', joined(musicLike(7), quieter(burst(600, 40), 0.3))],
    ['a bass note with hiss', (n: number) => Math.sin(n / 150) + 1e-3 * Math.sin(2.9 * n)],
    ['silence', () => 0],
    ['one sample', (n: number) => (n === 700 ? 0.7 : 0)],
  ])('of %s equals that of every point computed', (_, signal) => {
    const kernels = freshKernels();
    const frames = 2403;
    const block = makePassage(kernels, frames, signal);
    const expected = truePeakOracle(block.channels[0]!, kernels.peakContextFrames, frames);
    // With a floor just below, everything that may be skipped is skipped.
    for (const floorGain of [0, 0.99999 * expected]) {
      const actual = kernels.measureTruePeak(block, frames, floorGain);
      expect(Math.abs(actual - expected)).toBeLessThan(2e-6 * Math.max(1, expected));
    }
  });

  it('of passages side by side is that of the whole', () => {
    const kernels = freshKernels();
    const signals = [clipped(musicLike(8), 2), random(9)];
    const whole = makePassage(kernels, 3000, ...signals);
    const peaks = kernels.makeDoubles(2);
    kernels.measureTruePeak(whole, 3000, 0, peaks);
    const peaksOfParts = kernels.makeDoubles(2);
    for (const [from, to] of [
      [0, 1],
      [1, 1000],
      [1000, 1777],
      [1777, 3000],
    ] as const) {
      const channels = whole.channels.map(channel => channel.subarray(from));
      const frameCount = to - from + 2 * kernels.peakContextFrames;
      kernels.measureTruePeak({ channels, frameCount }, to - from, 0, peaksOfParts);
    }
    expect([...peaksOfParts]).toEqual([...peaks]);
  });

  it('starts from its floors and gives the larger', () => {
    const kernels = freshKernels();
    const block = makePassage(kernels, 500, random(1), quieter(random(2), 0.1));
    const loud = kernels.measureTruePeak(block, 500, 0);
    expect(kernels.measureTruePeak(block, 500, loud + 1)).toBe(loud + 1);
    const peaks = kernels.makeDoubles(2);
    peaks.set([9, 0]);
    expect(kernels.measureTruePeak(block, 500, 0, peaks)).toBe(9);
    expect(peaks[0]).toBe(9);
    expect(peaks[1]).toBeLessThan(0.5 * loud);
    expect(peaks[1]).toBeGreaterThan(0.095);
  });

  it('refuses a passage without its context', () => {
    const kernels = freshKernels();
    const block = kernels.makeBlock(1, 2 * kernels.peakContextFrames + 10);
    expect(() => kernels.measureTruePeak(block, 11, 0)).toThrow(RangeError);
  });

  it.each([1, 2, 3, 5, 10, 20, 50, 100])('of a burst of 2·%i samples is within 0.05 dB of exact', samples => {
    const kernels = freshKernels();
    const block = makePassage(kernels, 1000, burst(500, samples));
    const peakDb = toDb(kernels.measureTruePeak(block, 1000, 0));
    const errorDb = peakDb - burstPeakDb(samples);
    console.log(
      `[bar] burst of 2·${samples}: ${peakDb.toFixed(3)} dBTP, exact ${burstPeakDb(samples).toFixed(3)}, error ${errorDb.toFixed(4)} dB`,
    );
    expect(Math.abs(errorDb)).toBeLessThan(0.05);
  });

  it('of sines to 0.45 of the rate is within 0.02 dB of exact', () => {
    const kernels = freshKernels();
    let worstDb = 0;
    for (let i = 1; i <= 45; i++) {
      for (const phase of [0, 0.3, Math.PI / 4, 1.2]) {
        const signal = (n: number) => 0.5 * Math.sin((2 * Math.PI * i * n) / 100 + phase);
        const peakDb = toDb(kernels.measureTruePeak(makePassage(kernels, 600, signal), 600, 0) / 0.5);
        if (Math.abs(peakDb) > Math.abs(worstDb)) worstDb = peakDb;
      }
    }
    console.log(`[bar] true peak of sines to 0.45 of the rate: worst error ${worstDb.toFixed(4)} dB`);
    expect(Math.abs(worstDb)).toBeLessThan(0.02);
  });
});

/** EBU Tech 3341 (2023) table 1: a sine with 10 ms fades at both ends. */
function fadedSine(
  cyclesPerSample: number,
  gain: number,
  degrees: number,
  frames: number,
): (n: number) => number {
  return n => {
    if (n < 0 || n >= frames) return 0;
    const fade = Math.min(1, n / 480, (frames - n) / 480);
    return gain * fade * Math.sin(2 * Math.PI * cyclesPerSample * n + (Math.PI * degrees) / 180);
  };
}

describe('EBU Tech 3341 cases 15 to 19', () => {
  it.each([
    [15, 1 / 4, 0.5, 0, toDb(0.5)],
    [16, 1 / 4, 0.5, 45, toDb(0.5)],
    [17, 1 / 6, 0.5, 60, toDb(0.5)],
    [18, 1 / 8, 0.5, 67.5, toDb(0.5)],
    [19, 1 / 4, 1.41, 45, toDb(1.41)],
  ])('case %i is within 0.02 dB of exact', (number, frequency, gain, degrees, exactDb) => {
    const kernels = freshKernels();
    const block = makePassage(kernels, 9600, fadedSine(frequency, gain, degrees, 9600));
    const peakDb = toDb(kernels.measureTruePeak(block, 9600, 0));
    console.log(`[bar] EBU Tech 3341 case ${number}: ${peakDb.toFixed(4)} dBTP, exact ${exactDb.toFixed(4)}`);
    expect(Math.abs(peakDb - exactDb)).toBeLessThan(0.02);
  });
});

/**
 * EBU Tech 3341 cases 20 to 23: at four times the rate a sine of fs/6, 0.5, with one period of fs/4 at full scale;
 * low-passed and decimated with an offset of 0 to 3. The low-pass here is a Hann-windowed sinc over 2·32 samples with its
 * edge at half the rate.
 */
function decimatedPeriod(offset: number): (n: number) => number {
  const total = 4 * 2400;
  // The period begins and ends where the slow sine crosses zero: phase-continuous.
  const start = 24 * 200;
  const high = (m: number): number => {
    if (m < 0 || m >= total) return 0;
    const fade = Math.min(1, m / 1920, (total - m) / 1920);
    if (m < start) return 0.5 * fade * Math.sin((2 * Math.PI * m) / 24);
    if (m < start + 16) return Math.sin((2 * Math.PI * (m - start)) / 16);
    return 0.5 * fade * Math.sin((2 * Math.PI * (m - start - 16)) / 24);
  };
  const reach = 128;
  const taps = Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const tau = (i - reach) / 4;
    const sinc = tau === 0 ? 1 : Math.sin(Math.PI * tau) / (Math.PI * tau);
    return (sinc * (0.5 + 0.5 * Math.cos((Math.PI * tau) / 32))) / 4;
  });
  return n => taps.reduce((sum, tap, i) => sum + tap * high(4 * n + offset + i - reach), 0);
}

describe('EBU Tech 3341 cases 20 to 23', () => {
  it.each([0, 1, 2, 3])('with an offset of %i read 0.0 within 0.12 dB', offset => {
    const kernels = freshKernels();
    const block = makePassage(kernels, 2400, decimatedPeriod(offset));
    const peakDb = toDb(kernels.measureTruePeak(block, 2400, 0));
    console.log(`[bar] EBU Tech 3341 case ${20 + offset}: ${peakDb.toFixed(4)} dBTP, expected 0.0`);
    expect(Math.abs(peakDb)).toBeLessThan(0.12);
  });
});

describe('hop peaks', () => {
  // 0.4 %: what the short kernels err by up to 0.42 of the rate, 0.03 dB.
  it('are the maxima of each hop over all channels at four times the rate', () => {
    const kernels = freshKernels();
    const frames = 2205;
    const block = makePassage(kernels, frames, musicLike(11), clipped(musicLike(12), 2), () => 0.05);
    const starts = [0, 110, 220, 221, 331, 1500];
    const hopStarts = kernels.makeInts(starts.length);
    hopStarts.set(starts);
    const peaks = kernels.makeFloats(starts.length + 1).fill(7);
    kernels.measureHopPeaks(block, frames, hopStarts, starts.length, peaks);
    starts.forEach((start, hop) => {
      const hopFrames = (starts[hop + 1] ?? frames) - start;
      const expected = Math.max(
        ...block.channels.map(channel =>
          truePeakOracle(channel, kernels.peakContextFrames + start, hopFrames, 4),
        ),
      );
      expect(Math.abs(peaks[hop]! / expected - 1)).toBeLessThan(0.004);
    });
    expect(peaks[starts.length]).toBe(7);
  });
});
