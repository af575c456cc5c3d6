import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../../../conformance/support/memory.ts';
import type { DiagnoseContext } from '../context.ts';
import type { Finding } from '../findings.ts';
import { clipping } from '../inspect/clipping.ts';
import { makeMix } from '../testing/mix.ts';
import { detectClipping } from './clipping.ts';

const RATE = 44100;
/** Means of as many samples: as little treble as music has, so that what is cut off is longer than a sample. */
const SMOOTH_FRAMES = 12;
const smooth = (samples: Float32Array): Float32Array => {
  let sum = 0;
  return samples.map((x, n) => {
    sum += x - (samples[n - SMOOTH_FRAMES] ?? 0);
    return sum / SMOOTH_FRAMES;
  });
};
const mix = makeMix({ seconds: 6, seed: 2 }).map(smooth);

/** What is said of two channels as one programme in segments of `segmentSeconds`. */
function detect(channels: readonly Float32Array[], segmentSeconds = 12): readonly Finding[] {
  const { kernels } = makeMemoryHost().powers;
  const frameCount = channels[0]!.length;
  const programme = { sampleRateHz: RATE, channelCount: channels.length, frameCount };
  const traces: ReturnType<typeof clipping.trace>[] = [];
  for (let startFrame = 0; startFrame < frameCount; startFrame += segmentSeconds * RATE) {
    const endFrame = Math.min(frameCount, startFrame + segmentSeconds * RATE);
    const block = kernels.makeBlock(channels.length, endFrame - startFrame);
    channels.forEach((samples, channel) => {
      block.channels[channel]!.set(samples.subarray(startFrame, endFrame));
    });
    const passage = { block, beforeFrames: 0, frameCount: endFrame - startFrame, afterFrames: 0 };
    traces.push(clipping.trace({ ...programme, passage, startFrame, endFrame }, kernels));
  }
  const facts = {
    sampleRateHz: RATE,
    durationSeconds: frameCount / RATE,
    channels: channels.map(() => ({})),
  };
  return detectClipping({
    facts,
    traces: { clipping: clipping.join(traces, programme) },
  } as unknown as DiagnoseContext);
}

/** Magnitude that a fraction of the samples exceeds. */
function levelOf(channels: readonly Float32Array[], fraction: number): number {
  const all = Float32Array.from(channels.flatMap(samples => Array.from(samples, Math.abs))).sort();
  return all[Math.min(all.length - 1, Math.floor((1 - fraction) * all.length))]!;
}

const clipped = (fraction: number, channels: readonly Float32Array[] = mix): Float32Array[] => {
  const level = levelOf(channels, fraction);
  return channels.map(samples => samples.map(x => Math.max(-level, Math.min(level, x)) * (0.5 / level)));
};

/** Straight to the level that a fraction of the samples exceeds, then bent into the 1.5 dB above it. */
const softened = (fraction: number): Float32Array[] => {
  const knee = levelOf(mix, fraction);
  const room = 0.19 * knee;
  return mix.map(samples =>
    samples.map(x => {
      const over = Math.abs(x) - knee;
      return over <= 0 ? x : Math.sign(x) * (knee + room * Math.tanh(over / room));
    }),
  );
};

/** Every 10 ms raised to the same height, as a limiter leaves music: its peaks stand at one ceiling and are round. */
function crowded(channels: readonly Float32Array[]): Float32Array[] {
  const ceiling = levelOf(channels, 0);
  const hopFrames = 441;
  return channels.map(samples => {
    const gains = Array.from({ length: samples.length / hopFrames + 2 }, (_, hop) => {
      const around = samples.subarray(Math.max(0, (hop - 1) * hopFrames), (hop + 1) * hopFrames);
      return Math.min(20, ceiling / around.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9));
    });
    return samples.map((x, n) => {
      const part = (n % hopFrames) / hopFrames;
      const hop = Math.floor(n / hopFrames);
      return x * ((1 - part) * gains[hop]! + part * gains[hop + 1]!);
    });
  });
}

describe('clipping', () => {
  it('is not told of music as it is, at full scale or limited, or of silence', () => {
    const peak = levelOf(mix, 0);
    expect(detect(mix)).toEqual([]);
    expect(detect(mix.map(samples => samples.map(x => x / peak)))).toEqual([]);
    expect(detect(crowded(mix))).toEqual([]);
    expect(detect([new Float32Array(RATE), new Float32Array(RATE)])).toEqual([]);
  });

  it('of a few short peaks is a note, and nothing is mended', () => {
    const samples = mix[0]!.slice();
    const level = levelOf([samples], 0.0001);
    const [found] = detect([samples.map(x => Math.min(x, level))]);
    expect(found).toMatchObject({ kind: 'clipping', severity: 'note', repair: null, question: null });
    expect(found!.proposal).toMatch(/^Too few and too short to hear/);
  });

  it('of less than 1 % of a passage is mended, and says how many, how high and where', () => {
    const [found, ...others] = detect(clipped(0.001));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'clipping', severity: 'fix', title: 'Clipping', question: null });
    expect(found!.sentence).toMatch(/^[\d\u202f ]+ peaks are cut off flat at −6\.0 dBFS, most of them at /);
    expect(found!.repair).toMatchObject({ repair: 'declip', parameters: { mode: 'quality' } });
    expect(found!.evidence.map(({ fact }) => fact)).toContain('clipped samples');
  });

  it('of 1 % of a passage or more is asked about, with the answer that changes nothing as the safe one', () => {
    const [found] = detect(clipped(0.04));
    expect(found).toMatchObject({ severity: 'ask', repair: { repair: 'declip' } });
    expect(found!.question!.text).toMatch(/^Distortion at .*, [\d.]+ % of the samples: intended\?$/);
    expect(found!.question!.safeDefault).toBe('leave');
  });

  it('of 15 % of a passage or more goes back to the mix', () => {
    const [found] = detect(clipped(0.3));
    expect(found).toMatchObject({ severity: 'send-back', question: null });
    expect(found!.repair).toMatchObject({ repair: 'declip', parameters: { mode: 'quality' } });
    expect(found!.proposal).toMatch(/^So much is missing that only a new mix really helps/);
  });

  it('names the side where one channel alone is clipped', () => {
    const [left, right] = clipped(0.003);
    const { places, title } = detect([left!, mix[1]!])[0]!;
    expect(title).toBe('Clipping on the left');
    expect(new Set(places.map(({ channel }) => channel))).toEqual(new Set([0]));
    expect(detect([mix[0]!, right!])[0]!.title).toBe('Clipping on the right');
  });
});

describe('peaks that a soft knee has pressed', () => {
  it('are a note with less certainty, and nothing is mended', () => {
    const [found, ...others] = detect(softened(0.01));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      kind: 'clipping',
      severity: 'note',
      title: 'Peaks pressed flat',
      repair: null,
    });
    expect(found!.confidenceFraction).toBeLessThan(0.9);
    expect(found!.sentence).toMatch(/^The highest peaks are rounded off, most at .*: soft clipping/);
    expect(found!.evidence[0]!.found).toBeLessThan(0.5);
  });

  it('are not told where most peaks at their ceiling are round', () => {
    const soft = softened(0.01);
    const gain = levelOf(soft, 0) / levelOf(mix, 0);
    const round = mix.map(samples => samples.map(x => gain * x));
    const after = (many: readonly Float32Array[]): Float32Array[] =>
      soft.map((samples, channel) => Float32Array.from([...samples, ...many[channel]!]));
    // one half pressed, one with peaks that thin out to that ceiling, as music's do
    expect(detect(after(round), 6)).toHaveLength(1);
    expect(detect(after(crowded(round)), 6)).toEqual([]);
  });
});
