import type { DitherName, Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

const SHAPED = ['modified-e', 'wannamaker-3', 'lipshitz', 'f-weighted', 'improved-e'] as const;
const NAMES = ['none', 'tpdf', ...SHAPED] as const;
const DEPTHS = [16, 20, 24] as const;
const BLOCK = 8192;

interface Options {
  readonly name: DitherName;
  readonly depthBits?: 16 | 20 | 24;
  readonly seed?: number;
  readonly sampleRateHz?: number;
}

/** The input dithered, cut into blocks as `nextCount` says. */
function dithered(
  input: readonly Float32Array[],
  { name, depthBits = 16, seed = 1, sampleRateHz = 48000 }: Options,
  nextCount: () => number = () => BLOCK,
  kernels: Kernels = freshKernels(),
): Float32Array[] {
  const channelCount = input.length;
  const dither = kernels.makeDither({ depthBits, name, seed, sampleRateHz, channelCount });
  const block = kernels.makeBlock(channelCount, BLOCK);
  const frameCount = input[0]!.length;
  const outputs = input.map(() => new Float32Array(frameCount));
  for (let start = 0; start < frameCount; start += block.frameCount) {
    block.frameCount = Math.min(nextCount(), frameCount - start);
    const end = start + block.frameCount;
    input.forEach((channel, c) => {
      block.channels[c]!.set(channel.subarray(start, end));
    });
    dither.process(block);
    outputs.forEach((output, c) => {
      output.set(block.channels[c]!.subarray(0, end - start), start);
    });
  }
  return outputs;
}

function tone(
  frequencyHz: number,
  amplitude: number,
  frameCount: number,
  sampleRateHz = 48000,
): Float32Array {
  const step = (2 * Math.PI * frequencyHz) / sampleRateHz;
  return Float32Array.from({ length: frameCount }, (_, n) => amplitude * Math.sin(step * n));
}

/** Power per bin of `frames` (a power of two), not scaled. */
function powerSpectrum(frames: Float32Array | Float64Array): Float64Array {
  const kernels = freshKernels();
  const input = kernels.makeFloats(frames.length);
  const bins = kernels.makeFloats(frames.length + 2);
  input.set(frames);
  kernels.makeRealFft(frames.length).forward(input, bins);
  return Float64Array.from(
    { length: frames.length / 2 },
    (_, k) => bins[2 * k]! ** 2 + bins[2 * k + 1]! ** 2,
  );
}

/** Mean power of the error of a constant, at 0 … `points`, half the rate, under a Blackman–Harris window (leakage −92 dB). */
function noiseSpectrum(name: DitherName, sampleRateHz: number, points: number): Float64Array {
  const size = 2 * points;
  const frames = 1 << 20;
  const wanted = Math.fround(0.1);
  const [output] = dithered([new Float32Array(frames).fill(wanted)], { name, sampleRateHz });
  const window = Float64Array.from({ length: size }, (_, n) => {
    const phase = (2 * Math.PI * n) / size;
    return (
      0.35875 - 0.48829 * Math.cos(phase) + 0.14128 * Math.cos(2 * phase) - 0.01168 * Math.cos(3 * phase)
    );
  });
  const kernels = freshKernels();
  const input = kernels.makeFloats(size);
  const bins = kernels.makeFloats(size + 2);
  const fft = kernels.makeRealFft(size);
  const sum = new Float64Array(points + 1);
  for (let start = 0; start < frames; start += size / 4) {
    if (start + size > frames) break;
    for (let n = 0; n < size; n++) input[n] = (output![start + n]! - wanted) * 32768 * window[n]!;
    fft.forward(input, bins);
    for (let k = 0; k <= points; k++) sum[k]! += bins[2 * k]! ** 2 + bins[2 * k + 1]! ** 2;
  }
  return sum;
}

describe('dither', () => {
  it.each(DEPTHS)('lands on the %i-bit grid with every name, and saturates at its ends', depthBits => {
    const scale = 2 ** (depthBits - 1);
    const loud = tone(997, 1.4, 20000);
    for (const name of NAMES) {
      const [output] = dithered([loud], { name, depthBits });
      expect(output!.every(sample => Number.isInteger(sample * scale))).toBe(true);
      expect(Math.min(...output!)).toBe(-1);
      expect(Math.max(...output!)).toBe(1 - 1 / scale);
    }
  });

  it('rounds half to even without dither', () => {
    const codes = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, 3.51, -7.5];
    const [output] = dithered([Float32Array.from(codes, code => code / 32768)], { name: 'none' });
    expect(Array.from(output!, sample => sample * 32768 + 0)).toEqual([0, 2, 2, 0, -2, -2, 0, 4, -8]);
  });

  it('leaves what is on the grid alone without dither', () => {
    const input = Float32Array.from({ length: 65536 }, (_, n) => (n - 32768) / 32768);
    expect(dithered([input], { name: 'none' })[0]).toEqual(input);
  });

  it.each(['tpdf', 'modified-e'] as const)('%s has a mean error below 1e-4 LSB', name => {
    // 2^26 errors of ½ LSB rms: the mean of plain noise still strays by 6e-5
    const kernels = freshKernels();
    const dither = kernels.makeDither({ depthBits: 16, name, seed: 5, sampleRateHz: 48000, channelCount: 2 });
    const block = kernels.makeBlock(2, 1 << 16);
    let sum = 0;
    let count = 0;
    for (let turn = 0; turn < 512; turn++) {
      const code = (turn % 64) / 64 + 100.3;
      const wanted = Math.fround(code / 32768);
      for (const channel of block.channels) channel.fill(wanted);
      dither.process(block);
      for (const channel of block.channels) {
        let codes = 0;
        for (const sample of channel) codes += sample;
        sum += codes * 32768 - wanted * 32768 * channel.length;
        count += channel.length;
      }
    }
    console.log(
      `[bar] dither ${name}: mean error ${(sum / count).toExponential(2)} LSB over ${count} samples`,
    );
    expect(Math.abs(sum / count)).toBeLessThan(1e-4);
  });

  it('tpdf has the same noise power wherever the level lies between two codes', () => {
    const powers = Array.from({ length: 33 }, (_, step) => {
      const wanted = Math.fround((50 + step / 32) / 32768);
      const [output] = dithered([new Float32Array(1 << 18).fill(wanted)], { name: 'tpdf', seed: step });
      return output!.reduce((sum, sample) => sum + ((sample - wanted) * 32768) ** 2, 0) / output!.length;
    });
    const modulationDb = 10 * Math.log10(Math.max(...powers) / Math.min(...powers));
    console.log(`[bar] dither tpdf: noise modulation ${modulationDb.toFixed(4)} dB on a DC sweep`);
    expect(modulationDb).toBeLessThan(0.1);
    for (const power of powers) expect(power).toBeCloseTo(0.25, 2); // 1/12 of rounding + 2/12 of dither
  });

  it.each(['tpdf', ...SHAPED] as const)(
    '%s leaves no harmonic of a −100 dBFS 1 kHz tone above the floor',
    name => {
      // the tone on bin 1365 of 65536 (999.8 Hz); 32 periods of that length summed bring its lines out by 15 dB
      const size = 65536;
      const bin = 1365;
      const [output] = dithered([tone((bin * 48000) / size, 1e-5, 32 * size)], { name });
      const folded = new Float64Array(size);
      for (let n = 0; n < 32 * size; n++) folded[n % size]! += output![n]! * 1024;
      const spectrum = powerSpectrum(folded);
      let worst = Number.NEGATIVE_INFINITY;
      for (let line = 2 * bin; line < size / 2 - 100; line += bin) {
        let floor = 0;
        for (let k = 1; k <= 50; k++) floor += (spectrum[line - k]! + spectrum[line + k]!) / 100;
        worst = Math.max(worst, 10 * Math.log10(spectrum[line]! / floor));
      }
      const toneDbfs = 10 * Math.log10(spectrum[bin]! / (16 * size * 1024) ** 2);
      const figures = `−100 dBFS tone ${toneDbfs.toFixed(2)} dBFS, worst harmonic ${worst.toFixed(1)} dB to its floor`;
      console.log(`[bar] dither ${name}: ${figures}`);
      expect(Math.abs(toneDbfs + 100)).toBeLessThan(0.2);
      expect(worst).toBeLessThan(10.5); // noise alone: one of 22 bins is e^−11.2 likely to stand that far out
    },
  );

  it('without dither the same tone at −88 dBFS has harmonics: the check can fail', () => {
    const [output] = dithered([tone((1365 * 48000) / 65536, 4e-5, 65536)], { name: 'none' });
    const spectrum = powerSpectrum(output!.map(sample => sample * 32768));
    expect(10 * Math.log10(spectrum[3 * 1365]! / spectrum[3 * 1365 + 7]!)).toBeGreaterThan(30);
  });

  it.each(SHAPED)('%s shapes without adding information: the mean of log |H| is 0 dB', name => {
    // Gerzon–Craven, ± 0.02 dB of the sets as published; 2^20 errors leave 0.01 dB of chance
    const spectrum = noiseSpectrum(name, 48000, 512);
    const plain = noiseSpectrum('tpdf', 48000, 512);
    const meanDb = (values: Float64Array): number =>
      values.reduce((sum, value, k) => sum + 10 * Math.log10(value) * (k % 512 === 0 ? 0.5 : 1), 0) / 512;
    const difference = meanDb(spectrum) - meanDb(plain);
    console.log(`[bar] dither ${name}: mean log |H| ${difference.toFixed(3)} dB`);
    expect(Math.abs(difference)).toBeLessThan(0.02);
  });

  it('modified-e lowers the noise at 3.5 kHz by more than 15 dB, at 44.1 kHz and its multiples alike', () => {
    for (const [sampleRateHz, points] of [
      [44100, 128],
      [88200, 256],
      [176400, 512],
    ] as const) {
      const shaped = noiseSpectrum('modified-e', sampleRateHz, points);
      const plain = noiseSpectrum('tpdf', sampleRateHz, points);
      const index = Math.round((3500 / sampleRateHz) * 2 * points);
      expect(10 * Math.log10(shaped[index]! / plain[index]!)).toBeLessThan(-15);
    }
  });

  it('takes plain noise where no published shaper fits', () => {
    const input = [tone(440, 0.2, 9000)];
    for (const sampleRateHz of [8000, 22050, 32000, 64000]) {
      const plain = dithered(input, { name: 'tpdf', sampleRateHz });
      expect(dithered(input, { name: 'lipshitz', sampleRateHz })).toEqual(plain);
    }
    expect(dithered(input, { name: 'lipshitz' })).not.toEqual(dithered(input, { name: 'tpdf' }));
  });

  it('stays bounded while saturated and recovers', () => {
    for (const name of SHAPED) {
      const input = tone(200, 0.1, 48000).map((x, n) => (n > 10000 && n < 20000 ? 3 : x));
      const [output] = dithered([input], { name });
      for (let n = 10001; n < 20000; n++) expect(output![n]).toBe(1 - 1 / 32768);
      let worst = 0;
      for (let n = 20100; n < 48000; n++) worst = Math.max(worst, Math.abs(output![n]! - input[n]!));
      expect(worst * 32768).toBeLessThan(75); // Σ |h| of the strongest shaper times 1.5 LSB
    }
  });
});

describe('dither as a processor', () => {
  const mixed = (seed: number): Float32Array =>
    Float32Array.from({ length: 100000 }, (_, n) => {
      const silent = n > 20000 && n < 60000;
      return silent && n % 30011 !== seed ? 0 : Math.fround(0.3 * Math.sin(n * 0.05 + seed));
    });

  it.each(NAMES)('%s gives the same samples at any block split, and again after reset', name => {
    const input = [mixed(0), mixed(1), mixed(2)];
    const whole = dithered(input, { name });
    let state = 1;
    const pieces = dithered(input, { name }, () => {
      state = (state * 48271) % 2147483647;
      return 1 + (state % 777);
    });
    expect(pieces).toEqual(whole);
  });

  it('is as new after reset', () => {
    for (const name of NAMES) {
      const kernels = freshKernels();
      const dither = kernels.makeDither({
        depthBits: 16,
        name,
        seed: 3,
        sampleRateHz: 44100,
        channelCount: 1,
      });
      const block = kernels.makeBlock(1, 5000);
      block.channels[0]!.set(tone(300, 0.4, 5000));
      dither.process(block);
      const first = block.channels[0]!.slice();
      dither.reset();
      block.channels[0]!.set(tone(300, 0.4, 5000));
      dither.process(block);
      expect(block.channels[0]).toEqual(first);
    }
  });

  it('keeps silence silent at the start and after half a second, and only then', () => {
    const rate = 44100;
    const input = tone(1000, 0.5, 4 * rate, rate).map((x, n) => (n > rate && n <= 2 * rate ? x : 0));
    for (const name of ['tpdf', 'modified-e'] as const) {
      const [output] = dithered([input], { name, sampleRateHz: rate });
      expect(output!.subarray(0, rate).every(sample => sample === 0)).toBe(true);
      expect(output!.subarray(2 * rate + 1, 2.4 * rate).some(sample => sample !== 0)).toBe(true);
      expect(output!.subarray(2.5 * rate + 2).every(sample => sample === 0)).toBe(true);
    }
  });

  it('draws different noise for every channel and seed', () => {
    const input = new Float32Array(20000).fill(0.1);
    const [left, right] = dithered([input, input], { name: 'tpdf' });
    const [other] = dithered([input], { name: 'tpdf', seed: 2 });
    const correlation = (a: Float32Array, b: Float32Array): number => {
      let sum = 0;
      for (let n = 0; n < a.length; n++) sum += (a[n]! - input[n]!) * (b[n]! - input[n]!) * 32768 ** 2;
      return sum / a.length / 0.25;
    };
    expect(Math.abs(correlation(left!, right!))).toBeLessThan(0.035); // 5 σ of 1/√20000
    expect(Math.abs(correlation(left!, other!))).toBeLessThan(0.035);
  });
});
