import type { ClickEvent, Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

const HOP = 2048;
const LENGTH = 6 * HOP;
const OPTIONS = { hopFrames: HOP, thresholdSpreads: 14, joinFrames: 36, longestFrames: 128, capacity: 64 };

/** Chords over a little noise: music that prediction explains. */
function music(kernels: Kernels): Float32Array {
  const samples = kernels.makeFloats(LENGTH + 4 * HOP);
  let state = 77;
  for (let n = 0; n < samples.length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = state / 2 ** 31 - 1;
    samples[n] = 0.2 * Math.sin(0.02 * n) + 0.1 * Math.sin(0.0933 * n + 1) + 0.002 * noise;
  }
  return samples;
}

function search(kernels: Kernels, samples: Float32Array, from = 0, to = LENGTH): readonly ClickEvent[] {
  const found = kernels.makeClickSearch(OPTIONS);
  return found.search(samples, from + found.contextFrames, to + found.contextFrames);
}

const placed = (frame: number) => frame + 2 * HOP;

describe('the search for clicks', () => {
  it('finds nothing in music without one', () => {
    const kernels = freshKernels();
    expect(search(kernels, music(kernels))).toEqual([]);
  });

  it.each([1, 2, 7, 30])('finds a click of %i samples where it is, as high as it is', frames => {
    const kernels = freshKernels();
    const samples = music(kernels);
    const start = placed(5000);
    for (let n = 0; n < frames; n++) samples[start + n]! += 0.1 * (n % 2 === 0 ? 1 : -0.8);
    const events = search(kernels, samples);
    expect(events).toHaveLength(1);
    const [event] = events;
    // the predictor of a hop with a click in it is not quite that of the music: a few errors before stand out as well
    expect(Math.abs(event!.startFrame - start)).toBeLessThanOrEqual(3);
    expect(Math.abs(event!.startFrame + event!.frameCount - (start + frames))).toBeLessThanOrEqual(3);
    // 1 dB: the forecast has the noise of the music, and what is in doubt is left out
    expect(Math.abs(20 * Math.log10(event!.heightGain / 0.1))).toBeLessThan(1);
  });

  it('finds each click once, and where ranges meet in a click at the same place in both', () => {
    const kernels = freshKernels();
    const samples = music(kernels);
    const frames = [10, 2040, 4095, 4400, 9000];
    for (const frame of frames) samples[placed(frame)]! += 0.3;
    const whole = search(kernels, samples).map(({ startFrame }) => startFrame);
    expect(whole).toHaveLength(frames.length);
    whole.forEach((frame, i) => {
      expect(Math.abs(frame - placed(frames[i]!))).toBeLessThanOrEqual(8);
    });
    const parts = [0, 2048, 4096, LENGTH].flatMap((from, i, all) =>
      i + 1 < all.length ? search(kernels, samples, from, all[i + 1]!) : [],
    );
    expect([...new Set(parts.map(({ startFrame }) => startFrame))]).toEqual(whole);
  });

  it('says what stands on either side', () => {
    const kernels = freshKernels();
    const samples = music(kernels);
    const start = placed(5000);
    samples[start]! += 0.1;
    samples.fill(0, start + 1);
    const [event] = search(kernels, samples);
    expect(event!.meanBeforeSpreads).toBeGreaterThan(0.1);
    expect(event!.meanAfterSpreads).toBe(0);
    expect(event!.levelAfterGain).toBe(0);
    // a sine of 0.2 and one of 0.1
    expect(event!.levelBeforeGain).toBeGreaterThan(0.12);
    expect(event!.levelBeforeGain).toBeLessThan(0.19);
  });

  it('leaves out what lasts too long, and finds nothing in silence', () => {
    const kernels = freshKernels();
    const samples = music(kernels);
    for (let n = 0; n < 400; n++) samples[placed(5000) + n]! += n % 2 === 0 ? 0.3 : -0.3;
    expect(search(kernels, samples).every(({ frameCount }) => frameCount <= 128)).toBe(true);
    expect(search(kernels, kernels.makeFloats(LENGTH + 4 * HOP))).toEqual([]);
  });
});
