import type { AudioBlock, Kernels, Resampler } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

/** The ratios of the BEST cases of libsamplerate's snr_bw_test, as the nearest that whole rates express. */
const BEST_CASES = [
  { name: '3.0', fromHz: 44_100, toHz: 132_300 },
  { name: '0.6', fromHz: 50_000, toHz: 30_000 },
  { name: '0.3', fromHz: 50_000, toHz: 15_000 },
  { name: '1.0', fromHz: 44_100, toHz: 44_100 },
  { name: '1.001', fromHz: 10_000, toHz: 10_010 },
  { name: '1.9999', fromHz: 10_000, toHz: 19_999 },
  { name: '0.456789', fromHz: 100_000, toHz: 45_679 },
  { name: '1.33', fromHz: 10_000, toHz: 13_300 },
];
const OTHER_RATES = [
  { fromHz: 44_100, toHz: 48_000 },
  { fromHz: 48_000, toHz: 44_100 },
  { fromHz: 96_000, toHz: 44_100 },
  { fromHz: 192_000, toHz: 44_100 },
  { fromHz: 8_000, toHz: 384_000 },
  { fromHz: 11_025, toHz: 48_000 },
  { fromHz: 44_056, toHz: 44_100 },
];

interface Tone {
  readonly hz: number;
  readonly gain: number;
}

function setTones(block: AudioBlock, rateHz: number, tones: readonly Tone[]): void {
  for (const channel of block.channels) {
    for (let i = 0; i < block.frameCount; i++)
      channel[i] = tones.reduce((x, { hz, gain }) => x + gain * Math.sin((2 * Math.PI * hz * i) / rateHz), 0);
  }
}

/** The whole programme at once. */
function converted(kernels: Kernels, resampler: Resampler, input: AudioBlock): AudioBlock {
  const output = kernels.makeBlock(input.channels.length, resampler.outputFrames(input.frameCount));
  resampler.convert(input, 0, output, 0);
  return output;
}

function setNoise(block: AudioBlock): void {
  let state = 3;
  for (const channel of block.channels) {
    for (let i = 0; i < block.frameCount; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      channel[i] = state / 2 ** 31 - 1;
    }
  }
}

/** A tone sent through both; away from the ends. The expected output is known exactly: the same tone. */
function measure(fromHz: number, toHz: number, tones: readonly Tone[]) {
  const kernels = freshKernels();
  const resampler = kernels.makeResampler({ fromHz, toHz });
  const input = kernels.makeBlock(1, 2 * resampler.contextFrames + Math.ceil((6000 * fromHz) / toHz));
  setTones(input, fromHz, tones);
  const output = converted(kernels, resampler, input).channels[0]!;
  const skip = Math.ceil((resampler.contextFrames * toHz) / fromHz) + 1;
  let signal = 0;
  let error = 0;
  let found = 0;
  for (let i = skip; i < output.length - skip; i++) {
    const exact = tones.reduce((x, { hz, gain }) => x + gain * Math.sin((2 * Math.PI * hz * i) / toHz), 0);
    signal += exact ** 2;
    error += (output[i]! - exact) ** 2;
    found += output[i]! * exact;
  }
  return { snrDb: 10 * Math.log10(signal / error), gainDb: 20 * Math.log10(found / signal) };
}

describe('resampler', () => {
  it.each(BEST_CASES)(
    'ratio $name keeps one and two tones 145 dB above the error',
    ({ name, fromHz, toHz }) => {
      // libsamplerate tests/snr_bw_test.c, SRC_SINC_BEST_QUALITY: 145 to 148 dB between the lowest tone and the highest
      // peak of the noise. Here it is the whole noise, gain, phase and float32 rounding of input and output included.
      const nyquistHz = Math.min(fromHz, toHz) / 2;
      const one = measure(fromHz, toHz, [{ hz: 0.0222222 * nyquistHz, gain: 0.99 }]);
      const two = measure(fromHz, toHz, [
        { hz: 0.0111 * nyquistHz, gain: 0.45 },
        { hz: 0.6498 * nyquistHz, gain: 0.5 },
      ]);
      console.log(
        `[bar] resampler ratio ${name}: SNR ${one.snrDb.toFixed(1)} dB, two tones ${two.snrDb.toFixed(1)} dB`,
      );
      expect(one.snrDb).toBeGreaterThan(145);
      expect(two.snrDb).toBeGreaterThan(145);
    },
  );

  it.each(OTHER_RATES)('$fromHz → $toHz Hz keeps a tone 145 dB above the error', ({ fromHz, toHz }) => {
    const { snrDb } = measure(fromHz, toHz, [{ hz: 997, gain: 0.99 }]);
    console.log(`[bar] resampler ${fromHz} → ${toHz} Hz: SNR ${snrDb.toFixed(1)} dB at 997 Hz`);
    expect(snrDb).toBeGreaterThan(145);
  });

  it.each([
    { fromHz: 96_000, toHz: 44_100 },
    { fromHz: 44_100, toHz: 96_000 },
    { fromHz: 44_100, toHz: 48_000 },
    { fromHz: 44_056, toHz: 44_100 },
  ])('$fromHz → $toHz Hz is flat within 0.001 dB to 20 kHz', ({ fromHz, toHz }) => {
    const gains = [20, 997, 10_000, 15_000, 18_000, 19_000, 19_500, 19_900, 20_000].map(
      // 44056 Hz has its own 20 kHz a thousandth lower
      hz => measure(fromHz, toHz, [{ hz: (hz * Math.min(fromHz, toHz, 44_100)) / 44_100, gain: 0.9 }]).gainDb,
    );
    const worst = Math.max(...gains.map(Math.abs));
    console.log(`[bar] resampler ${fromHz} → ${toHz} Hz: pass band ±${worst.toFixed(5)} dB to 20 kHz`);
    expect(worst).toBeLessThan(0.001);
  });

  it.each([22_100, 23_000, 25_000, 40_000, 47_000])('96 → 44.1 kHz takes away %d Hz by 150 dB', hz => {
    const kernels = freshKernels();
    const resampler = kernels.makeResampler({ fromHz: 96_000, toHz: 44_100 });
    const input = kernels.makeBlock(1, 10_000);
    setTones(input, 96_000, [{ hz, gain: 0.9 }]);
    const output = converted(kernels, resampler, input).channels[0]!.subarray(300, 4200);
    const power = output.reduce((sum, y) => sum + y * y, 0) / output.length;
    const rejectionDb = 10 * Math.log10(power / 0.405);
    console.log(`[bar] resampler 96000 → 44100 Hz: ${hz} Hz at ${rejectionDb.toFixed(1)} dB`);
    expect(rejectionDb).toBeLessThan(-150);
  });

  it.each([...BEST_CASES, ...OTHER_RATES])('$fromHz → $toHz Hz has exactly ceil(n·to/from) frames', rates => {
    const resampler = freshKernels().makeResampler(rates);
    for (const frames of [0, 1, 2, 1000, 44_100, 441_001, 691_200_000]) {
      const exact = (BigInt(frames) * BigInt(rates.toHz) + BigInt(rates.fromHz - 1)) / BigInt(rates.fromHz);
      expect(BigInt(resampler.outputFrames(frames))).toBe(exact);
    }
  });

  it.each([
    { fromHz: 96_000, toHz: 44_100 },
    { fromHz: 44_100, toHz: 48_000 },
    { fromHz: 44_056, toHz: 44_100 },
    { fromHz: 48_000, toHz: 48_000 },
  ])('$fromHz → $toHz Hz: any cut, with just the input it asks for, gives the same samples', rates => {
    const kernels = freshKernels();
    const resampler = kernels.makeResampler(rates);
    const input = kernels.makeBlock(2, 5000);
    setNoise(input);
    const whole = converted(kernels, resampler, input);
    for (const [start, count] of [
      [0, 1],
      [0, 700],
      [1, 333],
      [777, 1024],
      [whole.frameCount - 400, 400],
    ] as const) {
      const range = resampler.inputRange(start, count);
      const part = kernels.makeBlock(2, range.end - range.start);
      part.channels.forEach((channel, c) => {
        for (let i = 0; i < part.frameCount; i++) channel[i] = input.channels[c]![range.start + i] ?? 0;
      });
      const output = kernels.makeBlock(2, count);
      resampler.convert(part, range.start, output, start);
      for (const c of [0, 1]) {
        expect([...output.channels[c]!]).toEqual([...whole.channels[c]!.subarray(start, start + count)]);
      }
      expect(range.end).toBeLessThanOrEqual(
        Math.ceil(((start + count) * rates.fromHz) / rates.toHz) + resampler.contextFrames + 1,
      );
      expect(range.start).toBeGreaterThanOrEqual(
        Math.floor((start * rates.fromHz) / rates.toHz) - resampler.contextFrames,
      );
    }
  });

  it('equal rates copy the samples', () => {
    // libsamplerate asks for 155 dB at ratio 1.0.
    const kernels = freshKernels();
    const input = kernels.makeBlock(2, 1000);
    setNoise(input);
    const output = converted(kernels, kernels.makeResampler({ fromHz: 48_000, toHz: 48_000 }), input);
    expect(output.channels.map(channel => [...channel])).toEqual(input.channels.map(channel => [...channel]));
  });

  it('an impulse comes out as the sampled sinc under its window, symmetric about its own time', () => {
    // The definition with the same design: Kaiser, 158 dB, in float64 by the series of I0.
    const kernels = freshKernels();
    const resampler = kernels.makeResampler({ fromHz: 48_000, toHz: 44_100 });
    const half = resampler.contextFrames;
    const input = kernels.makeBlock(1, 2 * half + 1);
    input.channels[0]![half] = 1;
    const output = converted(kernels, resampler, input).channels[0]!;
    const bessel = (x: number) => {
      let sum = 1;
      let term = 1;
      for (let k = 1; k < 80; k++) {
        term *= (x / 2 / k) ** 2;
        sum += term;
      }
      return sum;
    };
    const cutoff = ((0.899 + 1) / 2) * (44_100 / 48_000);
    const beta = 0.1102 * (158 - 8.7);
    let worst = 0;
    output.forEach((y, m) => {
      const u = (m * 48_000) / 44_100 - half;
      const x = Math.PI * cutoff * u;
      const sinc = x === 0 ? cutoff : (cutoff * Math.sin(x)) / x;
      const inside = Math.max(0, 1 - (u / half) ** 2);
      const exact = inside > 0 ? (sinc * bessel(beta * Math.sqrt(inside))) / bessel(beta) : 0;
      worst = Math.max(worst, Math.abs(y - exact));
    });
    // Half a unit in the last place of float32 below 1.
    expect(worst).toBeLessThan(2 ** -24);
  });

  it('passes silence and does not mix channels', () => {
    const kernels = freshKernels();
    const resampler = kernels.makeResampler({ fromHz: 44_100, toHz: 48_000 });
    const input = kernels.makeBlock(3, 2000);
    setTones({ channels: [input.channels[1]!], frameCount: 2000 }, 44_100, [{ hz: 1000, gain: 1 }]);
    const output = converted(kernels, resampler, input);
    expect(Math.max(...output.channels[0]!.map(Math.abs))).toBe(0);
    expect(Math.max(...output.channels[1]!.map(Math.abs))).toBeGreaterThan(0.9);
    expect(Math.max(...output.channels[2]!.map(Math.abs))).toBe(0);
  });

  it('records its speed', () => {
    for (const { fromHz, toHz } of OTHER_RATES) {
      const kernels = freshKernels();
      const resampler = kernels.makeResampler({ fromHz, toHz });
      const input = kernels.makeBlock(2, Math.ceil((20_000 * fromHz) / toHz));
      setNoise(input);
      const output = kernels.makeBlock(2, 20_000);
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 8; run++) {
        const start = performance.now();
        resampler.convert(input, 0, output, 0);
        best = Math.min(best, performance.now() - start);
      }
      const times = 20_000 / toHz / (best / 1000);
      console.log(`[bar] resampler ${fromHz} → ${toHz} Hz: ${times.toFixed(0)}× real time, stereo`);
      expect(times).toBeGreaterThan(0);
    }
  });

  it.each([0, -1, 44_100.5, Number.NaN])('refuses a rate of %d Hz', rate => {
    expect(() => freshKernels().makeResampler({ fromHz: rate, toHz: 48_000 })).toThrow(TypeError);
    expect(() => freshKernels().makeResampler({ fromHz: 48_000, toHz: rate })).toThrow(TypeError);
  });
});
