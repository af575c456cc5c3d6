import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import { inventFacts } from '../plan/testing/facts.ts';
import { type GapParameters, type RegionRepairSpec, repairs } from '../repair/index.ts';
import type { DiagnoseContext } from './context.ts';
import { detectClicks } from './detect/clicks.ts';
import { detectDropouts } from './detect/dropouts.ts';
import { detectNoiseBursts } from './detect/noise-bursts.ts';
import type { Finding } from './findings.ts';
import { inspect } from './inspect/inspect.ts';

const RATE = 44100;
/** More than one segment. */
const FRAMES = 14 * RATE;

function makeNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Chords that beat, over a little noise. */
function composeSong(): [Float32Array, Float32Array] {
  const noise = makeNoise(11);
  const make = (detune: number) =>
    Float32Array.from(
      { length: FRAMES },
      (_, n) =>
        0.15 * Math.sin(0.021 * detune * n) +
        0.1 * Math.sin(0.0534 * detune * n) * (1 + 0.5 * Math.sin(n / 9000)) +
        0.003 * noise(),
    );
  return [make(1), make(1.003)];
}

const SONG = composeSong();

function makeSong(): [Float32Array, Float32Array] {
  return [SONG[0].slice(), SONG[1].slice()];
}

async function hear(channels: readonly Float32Array[]): Promise<readonly Finding[]> {
  const { powers, makeSource } = makeMemoryHost();
  const source = makeSource(channels, RATE);
  const traces = await inspect(source, ['clicks', 'dropouts', 'noiseBursts', 'clipping'], powers, {});
  const facts = {
    ...inventFacts({ like: 'pop' }),
    durationSeconds: FRAMES / RATE,
    sampleRateHz: RATE,
    channelCount: channels.length,
  };
  const context = { facts, traces } as unknown as DiagnoseContext;
  return [detectDropouts, detectNoiseBursts, detectClicks].flatMap(detect => detect(context));
}

function mendWith(name: 'declick' | 'dropout', channels: readonly Float32Array[], parameters: GapParameters) {
  const { kernels } = makeMemoryHost().powers;
  const spec = repairs[name] as RegionRepairSpec<typeof name>;
  const context = Math.ceil(spec.contextSeconds * RATE);
  const mended = channels.map(channel => channel.slice());
  for (const { startFrame, endFrame } of spec.regions(parameters)) {
    const block = kernels.makeBlock(channels.length, endFrame - startFrame + 2 * context);
    block.channels.forEach((into, c) => {
      for (let n = 0; n < into.length; n++) into[n] = channels[c]![startFrame - context + n] ?? 0;
    });
    const toFrame = context + endFrame - startFrame;
    const job = {
      block,
      fromFrame: context,
      toFrame,
      startFrame: startFrame - context,
      sampleRateHz: RATE,
    };
    spec.mend(job, parameters, kernels);
    mended.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(context, toFrame), startFrame);
    });
  }
  return mended;
}

describe('a song without a fault', () => {
  it('has no click, no dropout and no noise burst', async () => {
    expect(await hear(makeSong())).toEqual([]);
  });
});

describe('clicks', () => {
  const places = [1.3, 3.333, 7.1, 11.9999, 12.0002, 13.2].map(seconds => Math.round(seconds * RATE));

  it('are found once each, also where segments meet, and mended alone', async () => {
    const clean = makeSong();
    const dirty = clean.map(channel => channel.slice());
    places.forEach((frame, i) => {
      for (const [k, height] of [0.4, -0.3, 0.2].entries()) dirty[i % 2]![frame + k]! += height;
    });
    const [finding, ...others] = await hear(dirty);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'clicks', severity: 'fix', placeCount: places.length });
    finding!.places.forEach((place, i) => {
      // three samples, and what surrounds them
      expect(Math.abs(place.startSeconds * RATE - places[i]!)).toBeLessThanOrEqual(12);
      expect(place.channel).toBe(i % 2);
    });
    const { parameters } = finding!.repair as { parameters: GapParameters };
    const mended = mendWith('declick', dirty, parameters);
    const isInside = (channel: number, frame: number) =>
      parameters.places.some(
        place => place.channel === channel && frame >= place.startFrame && frame < place.endFrame,
      );
    mended.forEach((samples, channel) => {
      let worst = 0;
      let touched = 0;
      samples.forEach((x, frame) => {
        if (x !== dirty[channel]![frame] && !isInside(channel, frame)) touched += 1;
        worst = Math.max(worst, Math.abs(x - clean[channel]![frame]!));
      });
      expect(touched).toBe(0);
      // the noise of the song is 0.003 high and cannot be foretold
      expect(worst).toBeLessThan(0.02);
    });
    expect(await hear(mended)).toEqual([]);
  });

  it('at no strength leave everything as it is', () => {
    const parameters = { places: [{ channel: 0, startFrame: 5, endFrame: 9 }], amountFraction: 1 };
    expect(repairs.declick.isNeutral(repairs.declick.scale(parameters, 0))).toBe(true);
    expect(repairs.declick.isNeutral(parameters)).toBe(false);
  });

  it('that run through the whole song are crackle, and asked about', async () => {
    const dirty = makeSong();
    const noise = makeNoise(5);
    for (let n = 3000; n < FRAMES - 3000; n += 10000 + Math.round(4000 * noise()))
      dirty[n % 2]![n]! += 0.2 * Math.sign(noise());
    const [finding] = await hear(dirty);
    expect(finding).toMatchObject({ kind: 'clicks', severity: 'ask', title: 'Crackle' });
    expect(finding!.question).toMatchObject({ safeDefault: 'leave' });
  });
});

describe('dropouts', () => {
  const cut = (from: number, seconds: number, channels: readonly number[]) => {
    const song = makeSong();
    for (const channel of channels) song[channel]!.fill(0, from, from + Math.round(seconds * RATE));
    return song;
  };

  it.each([
    ['2 ms', 0.002, 12 * RATE - 40],
    ['30 ms', 0.03, 12 * RATE - 500],
    ['80 ms', 0.08, 3 * RATE],
  ])('of %s are found to the sample and filled', async (_name, seconds, from) => {
    const dirty = cut(from, seconds, [0]);
    const [finding, ...others] = await hear(dirty);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'dropout', severity: 'fix', placeCount: 1 });
    const { parameters } = finding!.repair as { parameters: GapParameters };
    const endFrame = from + Math.round(seconds * RATE);
    expect(parameters.places).toEqual([{ channel: 0, startFrame: from, endFrame }]);
    const mended = mendWith('dropout', dirty, parameters);
    const [clean] = makeSong();
    let error = 0;
    let power = 0;
    for (let n = from; n < endFrame; n++) {
      error += (mended[0]![n]! - clean[n]!) ** 2;
      power += clean[n]! ** 2;
    }
    // two tones are foretold across 80 ms; 15 dB leave room for the noise between them
    expect(10 * Math.log10(power / error)).toBeGreaterThan(15);
  });

  it('longer than that are sent back where one channel fails, and asked about where all stop', async () => {
    const [one] = await hear(cut(5 * RATE, 0.2, [1]));
    expect(one).toMatchObject({ severity: 'send-back', repair: null });
    const [all] = await hear(cut(5 * RATE, 0.2, [0, 1]));
    expect(all).toMatchObject({ severity: 'ask', repair: null });
  });

  it('longer than what a segment can see are one', async () => {
    const [finding] = await hear(cut(11 * RATE, 1.6, [0]));
    expect(finding).toMatchObject({ severity: 'send-back', placeCount: 1 });
    expect(finding!.where.endSeconds - finding!.where.startSeconds).toBeCloseTo(1.6, 3);
  });

  it('that come again and again with one length may be a stutter: asked about', async () => {
    const song = makeSong();
    for (let k = 0; k < 16; k++)
      for (const channel of song)
        channel.fill(0, RATE + 20000 * k, RATE + 20000 * k + Math.round(0.05 * RATE));
    const [finding] = await hear(song);
    expect(finding).toMatchObject({ severity: 'ask', title: 'Stutter' });
  });

  it('are told from a song that fades to silence and begins again', async () => {
    const song = makeSong();
    for (const channel of song)
      for (let n = 0; n < FRAMES; n++) {
        const away = Math.abs(n - 6 * RATE) - 0.1 * RATE;
        if (away < 0.05 * RATE) channel[n]! *= Math.max(0, away / (0.05 * RATE)) ** 2;
      }
    expect(await hear(song)).toEqual([]);
  });

  it('are told from what coarse steps and the rail of a clip leave', async () => {
    const coarse = makeSong().map(channel => channel.map(x => Math.round(12 * x) / 128));
    // a drum of 40 Hz under a treble of 8 kHz, twice, far over the rail
    const clipped = makeSong().map(channel =>
      channel.map((x, n) => {
        const at = (n % (6 * RATE)) / RATE;
        const drum = at < 0.0125 ? Math.sin(2 * Math.PI * 40 * at) : 0;
        return Math.max(-0.4, Math.min(0.4, x + 2 * drum + 0.3 * Math.sin(1.14 * n)));
      }),
    );
    for (const channels of [coarse, clipped]) {
      const kinds = (await hear(channels)).map(({ kind }) => kind);
      expect(kinds).not.toContain('dropout');
    }
  });

  it('in the form of a block played twice are found', async () => {
    const song = makeSong();
    const from = 4 * RATE;
    song[0]!.copyWithin(from, from - 1024, from);
    const findings = await hear(song);
    expect(findings[0]).toMatchObject({ kind: 'dropout', severity: 'fix' });
    expect(findings[0]!.places[0]!.startSeconds).toBeCloseTo(4, 3);
  });
});

describe('bursts of noise', () => {
  const burst = (seconds: number) => {
    const song = makeSong();
    const noise = makeNoise(31);
    for (let n = 0; n < seconds * RATE; n++) song[1]![8 * RATE + n]! += 0.4 * noise();
    return song;
  };

  it('are found where they are, and filled where they are short', async () => {
    const [finding] = await hear(burst(0.02));
    expect(finding).toMatchObject({ kind: 'noise-burst', severity: 'fix', placeCount: 1 });
    const [place] = finding!.places;
    expect(Math.abs(place!.startSeconds - 8)).toBeLessThan(0.003);
    expect(Math.abs(place!.endSeconds - 8.02)).toBeLessThan(0.003);
    expect(finding!.repair).toMatchObject({ repair: 'dropout' });
  });

  it('are sent back where they are long', async () => {
    const [finding] = await hear(burst(0.12));
    expect(finding).toMatchObject({ kind: 'noise-burst', severity: 'send-back', repair: null });
  });
});
