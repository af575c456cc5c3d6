import type { AudioBlock, Kernels, SampleSurvey } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

function makeNoise(kernels: Kernels, channelCount: number, frameCount: number, bits: number): AudioBlock {
  const block = kernels.makeBlock(channelCount, frameCount);
  let state = 99;
  for (const channel of block.channels) {
    for (let i = 0; i < frameCount; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const x = state / 2 ** 31 - 1;
      channel[i] = bits > 24 ? x : Math.trunc(x * 2 ** (bits - 1)) / 2 ** (bits - 1);
    }
  }
  return block;
}

function part(block: AudioBlock, from: number, to: number): AudioBlock {
  return { channels: block.channels.map(channel => channel.subarray(from, to)), frameCount: to - from };
}

function facts(survey: SampleSurvey): Omit<SampleSurvey, 'process' | 'reset'> {
  const { sums, sumsOfSquares, minima, maxima, crossSum, notFiniteCount } = survey;
  const { firstNotFiniteFrame, firstSoundFrame, lastSoundFrame, depthBits } = survey;
  return {
    sums,
    sumsOfSquares,
    minima,
    maxima,
    crossSum,
    notFiniteCount,
    firstNotFiniteFrame,
    firstSoundFrame,
    lastSoundFrame,
    depthBits,
  };
}

/** 1e-12 relative to what was added: doubles, added in another order. */
function expectSum(actual: number, values: readonly number[]): void {
  const total = values.reduce((sum, value) => sum + value, 0);
  const size = values.reduce((sum, value) => sum + Math.abs(value), 0);
  expect(Math.abs(actual - total)).toBeLessThanOrEqual(1e-12 * size);
}

describe('a survey', () => {
  it.each([1, 2, 3])('of %i channels equals the definition', channelCount => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, channelCount, 5003, 32);
    const survey = kernels.makeSampleSurvey(channelCount, 0);
    survey.process(block);
    block.channels.forEach((channel, c) => {
      const values = [...channel];
      expectSum(survey.sums[c]!, values);
      expectSum(
        survey.sumsOfSquares[c]!,
        values.map(x => x * x),
      );
      expect(survey.minima[c]).toBe(Math.min(...values));
      expect(survey.maxima[c]).toBe(Math.max(...values));
    });
    const [left, right] = block.channels;
    if (channelCount === 2)
      expectSum(
        survey.crossSum,
        [...left!].map((x, i) => x * right![i]!),
      );
    else expect(survey.crossSum).toBe(0);
  });

  it('does not change by one bit however the programme is cut into blocks', () => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 2, 5000, 32);
    block.channels[1]![1234] = Number.NaN;
    const whole = kernels.makeSampleSurvey(2, 0.01);
    whole.process(block);
    const pieces = kernels.makeSampleSurvey(2, 0.01);
    for (let from = 0, size = 1; from < 5000; from += size, size = (size * 7) % 61) {
      pieces.process(part(block, from, Math.min(from + size, 5000)));
    }
    expect(facts(pieces)).toEqual(facts(whole));
  });

  it('counts what is not finite as silence, and says where the first is', () => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 2, 3000, 16);
    const cleaned = makeNoise(kernels, 2, 3000, 16);
    const places = [
      [0, 2100, Number.NaN],
      [1, 1501, Number.NEGATIVE_INFINITY],
      [0, 1502, Number.POSITIVE_INFINITY],
      [0, 2999, Number.NaN],
    ] as const;
    for (const [channel, frame, value] of places) {
      block.channels[channel]![frame] = value;
      cleaned.channels[channel]![frame] = 0;
    }
    const survey = kernels.makeSampleSurvey(2, 0);
    survey.process(block);
    const expected = kernels.makeSampleSurvey(2, 0);
    expected.process(cleaned);
    expect(facts(survey)).toEqual({ ...facts(expected), notFiniteCount: 4, firstNotFiniteFrame: 1501 });
  });

  it('finds the first and the last frame above silence in any channel', () => {
    const kernels = freshKernels();
    const block = kernels.makeBlock(2, 9000);
    block.channels[0]!.fill(0.001);
    block.channels[1]![3001] = -0.002;
    block.channels[0]![7007] = 0.002;
    const survey = kernels.makeSampleSurvey(2, 0.0015);
    survey.process(part(block, 0, 2500));
    expect(survey.firstSoundFrame).toBe(-1);
    survey.process(part(block, 2500, 6000));
    expect([survey.firstSoundFrame, survey.lastSoundFrame]).toEqual([3001, 3001]);
    survey.process(part(block, 6000, 9000));
    expect([survey.firstSoundFrame, survey.lastSoundFrame]).toEqual([3001, 7007]);
  });

  it.each([1, 2, 8, 12, 16, 20, 24])('finds %i bits where the samples have them', bits => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 2, 4000, bits);
    const survey = kernels.makeSampleSurvey(2, 0);
    block.channels[0]![0] = -1;
    block.channels[1]![3999] = 2 ** (1 - bits);
    survey.process(block);
    expect(survey.depthBits).toBe(bits);
  });

  it.each([
    [0, 0],
    [1, 1],
    [-1, 1],
    [1.5, 33],
    [-2, 33],
    [2 ** -31, 32],
    [3 * 2 ** -31, 32],
    [2 ** -32, 33],
    [1e-40, 33],
    [Math.fround(1 / 3), 26],
  ])('of the sample %f finds %i bits', (x, bits) => {
    const kernels = freshKernels();
    const block = kernels.makeBlock(1, 1);
    block.channels[0]![0] = x;
    const survey = kernels.makeSampleSurvey(1, 0);
    survey.process(block);
    expect(survey.depthBits).toBe(bits);
  });

  it('starts over after a reset', () => {
    const kernels = freshKernels();
    const survey = kernels.makeSampleSurvey(2, 0);
    const fresh = facts(survey);
    survey.process(makeNoise(kernels, 2, 333, 32));
    survey.reset();
    expect(facts(survey)).toEqual(fresh);
    expect(fresh.maxima).toEqual(new Float32Array(2));
  });
});

/** The definition, sample by sample. */
function clipRunsOracle(
  channel: Float32Array,
  thresholdGain: number,
  toleranceGain: number,
): { startFrame: number; frameCount: number }[] {
  const runs: { startFrame: number; frameCount: number }[] = [];
  channel.forEach((x, n) => {
    if (Math.abs(x) < Math.fround(thresholdGain)) return;
    const before = channel[n - 1] ?? 0;
    const same =
      Math.abs(before) >= Math.fround(thresholdGain) &&
      Math.sign(before) === Math.sign(x) &&
      Math.abs(Math.fround(x - before)) <= Math.fround(toleranceGain);
    const last = runs.at(-1);
    if (same && last) last.frameCount++;
    else runs.push({ startFrame: n, frameCount: 1 });
  });
  return runs;
}

describe('clip runs', () => {
  it.each([
    [0, 1],
    [0, 3],
    [0.05, 2],
  ])(
    'with a tolerance of %f and at least %i frames are those of the definition',
    (toleranceGain, minimumFrames) => {
      const kernels = freshKernels();
      const block = makeNoise(kernels, 2, 4001, 32);
      for (const channel of block.channels) {
        for (let n = 0; n < channel.length; n++) {
          channel[n] = Math.max(-0.9, Math.min(0.9, 1.4 * Math.sin(n / 9) + 0.1 * channel[n]!));
        }
      }
      const options = { thresholdGain: 0.85, toleranceGain, minimumFrames, capacity: 4000 };
      const ranges = [
        [0, 4001],
        [0, 1003],
        [1003, 4001],
      ] as const;
      const [all, early, late] = ranges.map(([fromFrame, toFrame]) =>
        kernels.findClipRuns(block, { ...options, fromFrame, toFrame }),
      );
      const expected = block.channels.flatMap((channel, c) =>
        clipRunsOracle(channel, 0.85, toleranceGain)
          .filter(run => run.frameCount >= minimumFrames)
          .map(run => ({ channel: c, ...run })),
      );
      expected.sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel);
      expect(expected.length).toBeGreaterThan(100);
      expect(all).toEqual(expected);
      expect([...early!, ...late!]).toEqual(expected);
    },
  );

  it('tell the signs apart, go on past the range, and stop at the capacity', () => {
    const kernels = freshKernels();
    const block = kernels.makeBlock(1, 12);
    block.channels[0]!.set([0, 1, 1, -1, -1, -1, 0, 1, 1, 1, 1, 1]);
    const options = { thresholdGain: 1, toleranceGain: 0, minimumFrames: 2 };
    expect(kernels.findClipRuns(block, { ...options, fromFrame: 2, toFrame: 8, capacity: 9 })).toEqual([
      { channel: 0, startFrame: 3, frameCount: 3 },
      { channel: 0, startFrame: 7, frameCount: 5 },
    ]);
    expect(kernels.findClipRuns(block, { ...options, fromFrame: 0, toFrame: 12, capacity: 1 })).toEqual([
      { channel: 0, startFrame: 1, frameCount: 2 },
    ]);
  });
});
