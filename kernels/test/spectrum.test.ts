import type { AudioBlock, Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

const RATE = 48_000;
/** Edges on bins, between bins, closer than a bin, at both ends and beyond them. */
const EDGES_HZ = [-10, 0, 50, 60, 61, 62, 100, 250, 1000, 4000.5, 12_000, 20_000, 24_000, 30_000];

function noiseBlock(kernels: Kernels, channelCount: number, frameCount: number): AudioBlock {
  const block = kernels.makeBlock(channelCount, frameCount);
  let state = 7;
  for (const channel of block.channels) {
    for (let i = 0; i < frameCount; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      channel[i] = (state / 2 ** 31 - 1) * (1 + Math.sin(i / 500)) * 0.4;
    }
  }
  return block;
}

/** Mid and side power, and the real cross power, per bin by the definition: one-sided mean squares under Hann. */
function naiveBins(left: ArrayLike<number>, right: ArrayLike<number>, count: number) {
  const cos = Array.from({ length: count }, (_, i) => Math.cos((2 * Math.PI * i) / count));
  const window = cos.map(c => 0.5 - 0.5 * c);
  const energy = window.reduce((sum, w) => sum + w * w, 0);
  return Array.from({ length: count / 2 + 1 }, (_, k) => {
    const sums = { midRe: 0, midIm: 0, sideRe: 0, sideIm: 0 };
    for (let i = 0; i < count; i++) {
      const mid = ((left[i]! + right[i]!) / Math.SQRT2) * window[i]!;
      const side = ((left[i]! - right[i]!) / Math.SQRT2) * window[i]!;
      const at = (i * k) % count;
      const sin = cos[(at + (3 * count) / 4) % count]!;
      sums.midRe += mid * cos[at]!;
      sums.midIm -= mid * sin;
      sums.sideRe += side * cos[at]!;
      sums.sideIm -= side * sin;
    }
    const scale = (k === 0 || k === count / 2 ? 1 : 2) / (count * energy);
    return {
      mid: scale * (sums.midRe ** 2 + sums.midIm ** 2),
      side: scale * (sums.sideRe ** 2 + sums.sideIm ** 2),
      cross: scale * (sums.midRe * sums.sideRe + sums.midIm * sums.sideIm),
    };
  });
}

/** The share of each bin that lies between two frequencies; the outermost bins are half as wide. */
function share(k: number, lastBin: number, lowHz: number, highHz: number): number {
  const width = RATE / 2 / lastBin;
  const from = Math.max(0, k - 0.5) * width;
  const to = Math.min(lastBin, k + 0.5) * width;
  return Math.max(0, Math.min(to, highHz) - Math.max(from, lowHz)) / (to - from);
}

function analyzed(kernels: Kernels, block: AudioBlock, startFrame: number, windowFrames: number) {
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz: RATE, windowFrames, bandEdgesHz: EDGES_HZ });
  const [mid, side, cross] = [0, 1, 2].map(() => new Float32Array(EDGES_HZ.length - 1));
  spectrum.analyze(block, startFrame, mid!, side!, cross!);
  return { spectrum, mid: mid!, side: side!, cross: cross! };
}

describe('mid/side spectrum', () => {
  // Both kinds of transform: 2048 ends in a pass of radix 2, 1024 in one of radix 4.
  it.each([1024, 2048])('agrees with the definition in every band and bin of %i frames', windowFrames => {
    const kernels = freshKernels();
    const block = noiseBlock(kernels, 2, windowFrames + 100);
    const found = analyzed(kernels, block, 37, windowFrames);
    const [left, right] = block.channels.map(channel => channel.subarray(37));
    const bins = naiveBins(left!, right!, windowFrames);
    const total = bins.reduce((sum, bin) => sum + bin.mid + bin.side, 0);
    // float32: amplitudes within −135 dB of the whole and 1e-6 of the band's own power.
    const within = (actual: number, expected: number, power: number) =>
      expect(Math.abs(actual - expected)).toBeLessThan(1e-6 * power + 1e-9 * total);
    for (const [k, { mid, side }] of bins.entries()) {
      within(found.spectrum.binPowers[k]!, mid + side, mid + side);
    }
    for (let band = 0; band < EDGES_HZ.length - 1; band++) {
      const sums = { mid: 0, side: 0, cross: 0 };
      for (const [k, bin] of bins.entries()) {
        const part = share(k, windowFrames / 2, EDGES_HZ[band]!, EDGES_HZ[band + 1]!);
        sums.mid += part * bin.mid;
        sums.side += part * bin.side;
        sums.cross += part * bin.cross;
      }
      within(found.mid[band]!, sums.mid, sums.mid);
      within(found.side[band]!, sums.side, sums.side);
      within(found.cross[band]!, sums.cross, sums.mid + sums.side);
    }
  });

  it('a full-scale sine in the middle reads 0.5·2 in its band of mid, nothing in side', () => {
    // M = √2·x for equal channels, so its mean square is twice that of x.
    const kernels = freshKernels();
    const block = kernels.makeBlock(2, 8192);
    for (const channel of block.channels) {
      for (let i = 0; i < 8192; i++) channel[i] = Math.sin((2 * Math.PI * 2000.3 * i) / RATE);
    }
    const { mid, side } = analyzed(kernels, block, 0, 8192);
    // A Hann window lets through 1e-5 of a tone that stands 170 bins from either edge.
    expect(mid[8]).toBeGreaterThan(1 - 1e-4);
    expect(mid[8]).toBeLessThan(1 + 1e-4);
    // The transform's own error, as in fft.test.
    expect(Math.max(...side)).toBeLessThan(10 ** -13.5);
  });

  it('a mono block reads as dual mono would', () => {
    const kernels = freshKernels();
    const mono = noiseBlock(kernels, 1, 4096);
    const dual = { channels: [mono.channels[0]!, mono.channels[0]!], frameCount: 4096 };
    const a = analyzed(kernels, mono, 0, 4096);
    const b = analyzed(kernels, dual, 0, 4096);
    expect([...a.mid]).toEqual([...b.mid]);
    expect([...a.spectrum.binPowers]).toEqual([...b.spectrum.binPowers]);
  });

  it.each([-100, 3000])('frames outside the block are zeros: a window from %i', startFrame => {
    const kernels = freshKernels();
    const block = noiseBlock(kernels, 2, 4096);
    const padded = kernels.makeBlock(2, 4096 + 2 * 4096);
    padded.channels.forEach((channel, i) => {
      channel.set(block.channels[i]!, 4096);
    });
    const a = analyzed(kernels, block, startFrame, 4096);
    const b = analyzed(kernels, padded, startFrame + 4096, 4096);
    expect([...a.cross]).toEqual([...b.cross]);
  });

  it('bin powers add up over windows until reset', () => {
    const kernels = freshKernels();
    const block = noiseBlock(kernels, 2, 4096);
    const { spectrum, mid, side, cross } = analyzed(kernels, block, 0, 4096);
    const once = spectrum.binPowers.slice();
    spectrum.analyze(block, 0, mid, side, cross);
    expect([...spectrum.binPowers]).toEqual([...once.map(power => 2 * power)]);
    spectrum.reset();
    expect(Math.max(...spectrum.binPowers)).toBe(0);
  });

  it('records its speed', () => {
    const kernels = freshKernels();
    const block = noiseBlock(kernels, 2, 65536);
    const { spectrum, mid, side, cross } = analyzed(kernels, block, 0, 8192);
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 30; run++) {
      const start = performance.now();
      for (let at = 0; at + 8192 <= 65536; at += 2048) spectrum.analyze(block, at, mid, side, cross);
      best = Math.min(best, ((performance.now() - start) * 1000) / 29);
    }
    console.log(`[bar] mid/side spectrum of 8192 frames: ${best.toFixed(1)} µs a window`);
    expect(best).toBeGreaterThan(0);
  });

  it('refuses edges that do not ascend', () => {
    const make = (bandEdgesHz: number[]) =>
      freshKernels().makeMidSideSpectrum({ sampleRateHz: RATE, windowFrames: 1024, bandEdgesHz });
    expect(() => make([100, 100])).toThrow(TypeError);
    expect(() => make([100])).toThrow(TypeError);
  });
});
