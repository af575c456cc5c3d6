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
