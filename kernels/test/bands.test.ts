import type { AudioBlock, Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

/** Noise whose level moves, from a seed. */
function noise(frameCount: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: frameCount }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * (0.6 + 0.4 * Math.sin(i / 3000));
  });
}

function toBlock(kernels: Kernels, channels: readonly Float32Array[]): AudioBlock {
  const block = kernels.makeBlock(channels.length, channels[0]!.length);
  block.channels.forEach((channel, i) => {
    channel.set(channels[i]!);
  });
  return block;
}

/** A biquad in direct form, float64: Butterworth low- or high-pass. R. Bristow-Johnson, Audio EQ Cookbook. */
function butterworth(x: ArrayLike<number>, hz: number, rateHz: number, kind: 'low' | 'high'): Float64Array {
  const w = (2 * Math.PI * hz) / rateHz;
  const alpha = Math.sin(w) / Math.SQRT2;
  const sign = kind === 'low' ? 1 : -1;
  const b1 = sign * (1 - sign * Math.cos(w));
  const b0 = (sign * b1) / 2;
  const a0 = 1 + alpha;
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const past = b1 * (x[i - 1] ?? 0) + b0 * (x[i - 2] ?? 0);
    const fed = -2 * Math.cos(w) * (y[i - 1] ?? 0) + (1 - alpha) * (y[i - 2] ?? 0);
    y[i] = (b0 * x[i]! + past - fed) / a0;
  }
  return y;
}

/** The second crossover splits the whole, the first what is below it, the others in turn what is above. */
function naiveBands(x: Float32Array, crossoversHz: readonly number[], rateHz: number): Float64Array[] {
  const pass = (signal: ArrayLike<number>, hz: number, kind: 'low' | 'high') =>
    butterworth(butterworth(signal, hz, rateHz, kind), hz, rateHz, kind);
  const [first, second, ...others] = crossoversHz;
  if (first === undefined) return [Float64Array.from(x)];
  if (second === undefined) return [pass(x, first, 'low'), pass(x, first, 'high')];
  const below = pass(x, second, 'low');
  const bands = [pass(below, first, 'low'), pass(below, first, 'high')];
  let rest = pass(x, second, 'high');
  for (const hz of others) {
    bands.push(pass(rest, hz, 'low'));
    rest = pass(rest, hz, 'high');
  }
  return [...bands, rest];
}

/** Levels of every whole hop from `firstHop` on; the channels begin with that hop, or `primed` frames before it. */
function naiveLevels(
  channels: readonly Float32Array[],
  options: { crossoversHz: readonly number[]; sampleRateHz: number; firstHop: number; primed: number },
): { peaks: number[]; powers: number[] } {
  const { crossoversHz, sampleRateHz, firstHop, primed } = options;
  const split = channels.map(channel => naiveBands(channel, crossoversHz, sampleRateHz));
  const boundary = (hop: number) =>
    Math.floor((hop * sampleRateHz) / 10) - Math.floor((firstHop * sampleRateHz) / 10) + primed;
  const peaks: number[] = [];
  const powers: number[] = [];
  for (let hop = firstHop; boundary(hop + 1) <= channels[0]!.length; hop++) {
    for (let band = 0; band <= crossoversHz.length; band++) {
      const parts = split.map(bands => bands[band]!.subarray(boundary(hop), boundary(hop + 1)));
      peaks.push(Math.max(...parts.map(part => part.reduce((peak, y) => Math.max(peak, Math.abs(y)), 0))));
      const sums = parts.map(part => part.reduce((sum, y) => sum + y * y, 0));
      powers.push(sums.reduce((a, b) => a + b, 0) / channels.length);
    }
  }
  return { peaks, powers };
}

const CASES = [
  { sampleRateHz: 44_100, crossoversHz: [120, 1000, 6000], channelCount: 2 },
  { sampleRateHz: 192_000, crossoversHz: [120, 1000, 6000], channelCount: 2 },
  { sampleRateHz: 48_000, crossoversHz: [200], channelCount: 1 },
  { sampleRateHz: 11_025, crossoversHz: [120, 2000], channelCount: 2 },
  { sampleRateHz: 96_000, crossoversHz: [60, 250, 2000, 8000], channelCount: 3 },
  { sampleRateHz: 8_000, crossoversHz: [], channelCount: 2 },
];

function makeLevels(kernels: Kernels, options: (typeof CASES)[number], firstHop = 0) {
  return kernels.makeBandLevels({ ...options, firstHop, hopCapacity: 16 });
}

describe('band levels', () => {
  it.each(CASES)(
    '$channelCount channels at $sampleRateHz Hz split at $crossoversHz agree with the biquads',
    options => {
      const frames = Math.ceil(options.sampleRateHz * 0.55);
      const channels = Array.from({ length: options.channelCount }, (_, i) => noise(frames, 11 + i));
      const expected = naiveLevels(channels, { ...options, firstHop: 0, primed: 0 });
      const kernels = freshKernels();
      const levels = makeLevels(kernels, options);
      expect(levels.process(toBlock(kernels, channels))).toBe(5);
      // A meter: every band within −90 dB of the whole signal, in amplitude and in power.
      const bandCount = options.crossoversHz.length + 1;
      let worst = 0;
      for (let i = 0; i < expected.peaks.length; i++) {
        const hop = Math.floor(i / bandCount) * bandCount;
        const whole = expected.powers.slice(hop, hop + bandCount).reduce((a, b) => a + b, 0);
        const peakError = Math.abs(levels.peaks[i]! - expected.peaks[i]!);
        const powerError =
          Math.abs(levels.powers[i]! - expected.powers[i]!) / Math.sqrt(whole * expected.powers[i]!);
        worst = Math.max(worst, peakError, powerError);
      }
      console.log(
        `[bar] bands at ${options.sampleRateHz} Hz: error ${(20 * Math.log10(worst)).toFixed(1)} dB`,
      );
      expect(20 * Math.log10(worst)).toBeLessThan(-90);
    },
  );

  it('a band 60 dB under a loud one keeps its level within 0.1 dB at 192 kHz', () => {
    // 10 kHz at full scale, 40 Hz at −60 dBFS: the low band must not drown in the rounding of the other.
    const kernels = freshKernels();
    const channel = Float32Array.from(
      { length: 192_000 },
      (_, i) =>
        0.99 * Math.sin((2 * Math.PI * 10_000 * i) / 192_000) +
        0.001 * Math.sin((2 * Math.PI * 40 * i) / 192_000),
    );
    const levels = makeLevels(kernels, CASES[1]!);
    levels.process(toBlock(kernels, [channel, channel]));
    const rmsDb = 10 * Math.log10(levels.powers[4 * 9]! / 19_200) + 60 + 10 * Math.log10(2);
    // LR4 at a third of its crossover: −0.106 dB
    console.log(`[bar] bands: 40 Hz at −60 dB beside 10 kHz at 192 kHz reads ${rmsDb.toFixed(3)} dB off`);
    expect(Math.abs(rmsDb + 0.106)).toBeLessThan(0.1);
  });

  it.each(CASES)(
    'any cut into blocks gives the same values, $channelCount channels at $sampleRateHz Hz',
    options => {
      const kernels = freshKernels();
      const frames = Math.ceil(options.sampleRateHz * 0.35);
      const channels = Array.from({ length: options.channelCount }, (_, i) => noise(frames, 3 + i));
      const whole = makeLevels(kernels, options, 7);
      whole.process(toBlock(kernels, channels));
      const cut = makeLevels(kernels, options, 7);
      let hops = 0;
      for (let at = 0, step = 1; at < frames; at += step, step = (step * 7) % 2011) {
        hops = cut.process(
          toBlock(
            kernels,
            channels.map(channel => channel.slice(at, at + step)),
          ),
        );
      }
      expect(hops).toBe(3);
      expect([...cut.peaks]).toEqual([...whole.peaks]);
      expect([...cut.powers]).toEqual([...whole.powers]);
    },
  );

  it('primed filters count as if they had run from there', () => {
    const kernels = freshKernels();
    const options = CASES[0]!;
    const channels = [noise(20_000, 5), noise(20_000, 6)];
    const expected = naiveLevels(channels, { ...options, firstHop: 3, primed: 5000 });
    const levels = makeLevels(kernels, options, 3);
    levels.prime(
      toBlock(
        kernels,
        channels.map(channel => channel.slice(0, 5000)),
      ),
    );
    const hops = levels.process(
      toBlock(
        kernels,
        channels.map(channel => channel.slice(5000)),
      ),
    );
    expect(hops * 4).toBe(expected.powers.length);
    // As above, for a signal near full scale.
    expected.powers.forEach((power, i) => {
      expect(Math.abs(levels.powers[i]! / power - 1)).toBeLessThan(1e-4);
    });
  });

  it('reset is as fresh, and silence reads nothing', () => {
    const kernels = freshKernels();
    const options = CASES[0]!;
    const levels = makeLevels(kernels, options);
    levels.process(toBlock(kernels, [noise(10_000, 1), noise(10_000, 2)]));
    levels.reset();
    expect(levels.process(kernels.makeBlock(2, 44_100))).toBe(10);
    expect(Math.max(...levels.peaks, ...levels.powers)).toBe(0);
  });

  it('a mono channel reads as two equal ones', () => {
    const kernels = freshKernels();
    const channel = noise(20_000, 9);
    const [mono, dual] = [1, 2].map(channelCount => {
      const levels = makeLevels(kernels, { ...CASES[0]!, channelCount });
      levels.process(
        toBlock(
          kernels,
          Array.from({ length: channelCount }, () => channel),
        ),
      );
      return [...levels.peaks, ...levels.powers];
    });
    expect(mono).toEqual(dual);
  });

  it('records its speed', () => {
    const kernels = freshKernels();
    const block = toBlock(kernels, [noise(44_100, 1), noise(44_100, 2)]);
    const levels = kernels.makeBandLevels({ ...CASES[0]!, firstHop: 0, hopCapacity: 1000 });
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 60; run++) {
      const start = performance.now();
      levels.process(block);
      best = Math.min(best, performance.now() - start);
    }
    console.log(`[bar] bands: ${((best * 1e6) / 44_100).toFixed(1)} ns a stereo frame with 3 crossovers`);
    expect(best).toBeGreaterThan(0);
  });

  it('refuses crossovers that do not ascend, reach Nyquist or are too many', () => {
    const kernels = freshKernels();
    for (const crossoversHz of [[500, 100], [0], [22_050], [1, 2, 3, 4, 5]]) {
      expect(() => makeLevels(kernels, { ...CASES[0]!, crossoversHz })).toThrow(TypeError);
    }
  });
});
