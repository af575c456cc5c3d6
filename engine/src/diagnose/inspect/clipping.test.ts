import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../../../conformance/support/memory.ts';
import { declip } from '../../repair/declip.ts';
import { clipping } from './clipping.ts';

const RATE = 44100;
const { powers } = makeMemoryHost();

/** Two seconds of tones that beat, so that peaks differ. */
const MUSIC: Float32Array = Float32Array.from(
  { length: 2 * RATE },
  (_, n) => 0.3 * Math.sin(n / 31) + 0.3 * Math.sin(n / 17.3) + 0.2 * Math.sin(n / 7.7),
);

function trace(channels: readonly Float32Array[]) {
  const { kernels } = powers;
  const frameCount = channels[0]!.length;
  const block = kernels.makeBlock(channels.length, frameCount);
  channels.forEach((channel, index) => {
    block.channels[index]!.set(channel);
  });
  const programme = { sampleRateHz: RATE, channelCount: channels.length, frameCount };
  const passage = { block, beforeFrames: 0, frameCount, afterFrames: 0 };
  const stretch = { ...programme, passage, startFrame: 0, endFrame: frameCount };
  return clipping.join([clipping.trace(stretch, kernels)], programme);
}

describe('the trace of clipping', () => {
  it('finds the level of each channel and polarity where a clip was turned down', () => {
    const left = MUSIC.map(x => Math.min(x, 0.6) / 2);
    const right = MUSIC.map(x => Math.max(x, -0.5));
    const { places } = trace([left, right]);
    expect(places).toHaveLength(1);
    const [place] = places;
    expect(place!.channels).toEqual([0, 1]);
    expect(place!.positiveGains[0]).toBeCloseTo(0.3, 3);
    expect(place!.positiveGains[1]).toBeNull();
    expect(place!.negativeGains[0]).toBeNull();
    expect(place!.negativeGains[1]).toBeCloseTo(0.5, 3);
  });

  it('finds nothing in music as it is, in a square wave, in quiet 8-bit audio, silence or direct current', () => {
    const square = MUSIC.map((_, n) => (n % 200 < 100 ? 0.1 : -0.1));
    const coarse = MUSIC.map(x => Math.round(x * 20) / 128);
    for (const samples of [MUSIC, square, coarse, new Float32Array(RATE), new Float32Array(RATE).fill(0.2)])
      expect(trace([samples]).places).toEqual([]);
  });
});

describe('the shape of the highest peaks', () => {
  /** Tones from bass to treble that beat: their peaks come at every height. */
  const rich = Float32Array.from(
    { length: 4 * RATE },
    (_, n) =>
      0.4 * Math.sin(n / 71.3) +
      0.3 * Math.sin(n / 17.3) +
      0.2 * Math.sin(n / 5.71) +
      0.1 * Math.sin(n / 2.13),
  );
  const roundnessOf = (samples: Float32Array) => trace([samples]).shapes[0]!.roundness!;
  /** Straight to 0.7, then bent towards 0.8: a knee of 1.2 dB. */
  const bent = (x: number) =>
    Math.abs(x) < 0.7 ? x : Math.sign(x) * (0.7 + 0.1 * Math.tanh((Math.abs(x) - 0.7) / 0.1));

  it('is that of lower ones in music, at any level and in 16 bits, and flatter by far behind a soft knee', () => {
    for (const samples of [rich, rich.map(x => x / 4), rich.map(x => Math.round(x * 32768) / 32768)])
      expect(roundnessOf(samples)).toBeGreaterThan(0.7); // music as it is: 0.8 … 2
    // the knee's slope at the last 0.13 dB is a fifth and less
    expect(roundnessOf(rich.map(bent))).toBeLessThan(0.3);
    expect(roundnessOf(rich.map(x => bent(x) / 4))).toBeLessThan(0.3);
  });

  it('tells a knee, which presses higher peaks higher, from a limiter, which brings each to one height', () => {
    const limited = rich.map((x, n) => {
      const around = rich.subarray(Math.max(0, n - 200), n + 200);
      const highest = around.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
      return (0.7 * x) / Math.max(0.7, highest);
    });
    expect(trace([limited]).shapes[0]!.spreadDb).toBeLessThan(0.001);
    expect(trace([rich.map(bent)]).shapes[0]!.spreadDb).toBeGreaterThan(0.004);
  });

  it('tells which channels have them, from the first to the last', () => {
    const quiet = rich.map(x => x / 2);
    const late = rich.map((x, n) => (n < 2 * RATE ? x / 2 : bent(x)));
    const [shape] = trace([quiet, late]).shapes;
    expect(shape!.channels).toEqual([1]);
    expect(shape!.startSeconds).toBeGreaterThan(2);
    expect(shape!.endSeconds).toBeLessThanOrEqual(4);
  });

  it('is not known of a few peaks, of a plain tone, or where the steps of the quantisation are all that bends', () => {
    const lone = rich.map((x, n) => (n === RATE ? 1 : x / 4));
    const tone = rich.map((_, n) => Math.sin(n / 31));
    const slow = rich.map((_, n) => Math.round(40 * Math.sin(n / 601) * Math.sin(n / 9001)) / 256);
    for (const samples of [lone, tone, slow]) expect(trace([samples]).shapes[0]!.roundness).toBeNull();
    expect(trace([new Float32Array(RATE)]).shapes).toEqual([]);
  });
});

describe('the repair of what was traced', () => {
  it('changes clipped samples only, and makes them larger', () => {
    const { kernels } = powers;
    const clipped = MUSIC.map(x => Math.max(-0.6, Math.min(x, 0.6)));
    const [place] = trace([clipped]).places;
    const block = kernels.makeBlock(1, clipped.length);
    block.channels[0]!.set(clipped);
    const { startFrame, endFrame } = place!;
    const parameters = { mode: 'fast' as const, regions: [place!] };
    expect(declip.regions(parameters)).toHaveLength(1);
    declip.mend(
      { block, fromFrame: startFrame, toFrame: endFrame, startFrame: 0, sampleRateHz: RATE },
      parameters,
      kernels,
    );
    let changed = 0;
    block.channels[0]!.forEach((x, n) => {
      if (x === clipped[n]) return;
      changed++;
      expect(Math.abs(clipped[n]!)).toBeGreaterThan(0.599);
      expect(Math.abs(x)).toBeGreaterThan(Math.abs(clipped[n]!));
    });
    expect(changed).toBeGreaterThan(500);
  });
});
