import { describe, expect, it } from 'vitest';
import { makeMemoryOutputs } from '../../conformance/support/outputs.ts';
import { makeCodecHost } from '../../conformance/support/recordings.ts';
import type { Decoder } from './audio/index.ts';
import { createEngine, defaultBrief, type Reference } from './index.ts';

const RATE = 44100;
const ALL: Reference['aspects'] = ['tone', 'dynamics', 'width', 'loudness'];

/** Noise in phrases, its brightness and level as given. */
function music(
  seconds: number,
  options: { channelCount?: number; rate?: number; bright?: number; gain?: number } = {},
) {
  const { channelCount = 2, rate = RATE, bright = 0, gain = 0.1 } = options;
  return Array.from({ length: channelCount }, (_, channel) => {
    let state = 12345 + 777 * channel;
    let low = 0;
    return Float32Array.from({ length: Math.round(seconds * rate) }, (_, n) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const white = state / 2 ** 31 - 1;
      low += 0.1 * (white - low);
      const phrase = (n / rate) % 1 < 0.7 ? 1 : 0.3;
      return gain * phrase * (3 * low + bright * white);
    });
  });
}

type Channels = readonly Float32Array[];

/** A host whose files are audio by their names. */
function house(files: Readonly<Record<string, { channels: Channels; rate?: number }>>) {
  const host = makeCodecHost();
  const decoders = Object.entries(files).map(
    ([name, { channels, rate = RATE }]): Decoder => ({
      name: 'raw',
      recognizes: (_head, fileName) => fileName === name,
      open: async () => ({
        source: host.makeSource(channels, rate),
        format: { container: 'raw', encoding: 'float', isLossy: false, depthBits: null, isFloat: true },
        tags: {},
      }),
    }),
  );
  const engine = createEngine({ ...host.powers, decoders: [...decoders, ...host.powers.decoders] });
  const bytes = (name: string, content = name) => host.makeBytes(name, new TextEncoder().encode(content));
  const master = (names: readonly string[], content?: string) =>
    engine.master(
      bytes('mix'),
      defaultBrief,
      {},
      makeMemoryOutputs(host),
      { name: 'mix', location: 'mix' },
      {
        references: names.map(name => ({
          bytes: bytes(name, content ?? name),
          location: `../${name}`,
          weight: 1,
          aspects: ALL,
        })),
      },
    );
  return { host, engine, bytes, master };
}

const MIX = { channels: music(12) };

describe('references', () => {
  it('move the plan, and the session holds what they were', async () => {
    const { master } = house({ mix: MIX, record: { channels: music(12, { bright: 1, gain: 0.08 }) } });
    const { session, plan } = await master(['record']);
    expect(plan.stages.map(({ id }) => id)).toContain('tone');
    expect(session.references).toEqual([
      {
        name: 'record',
        location: '../record',
        byteCount: 6,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        weight: 1,
        aspects: ALL,
      },
    ]);
  });

  it('of another rate are heard; above their own end they say nothing', async () => {
    const { master } = house({ mix: MIX, record: { channels: music(12, { rate: 22050 }), rate: 22050 } });
    const { plan } = await master(['record']);
    expect(plan.tonalTarget.levelDb).toHaveLength(plan.tonalTarget.centresHz.length);
    expect(plan.played.integratedLufs).not.toBeNull();
  });

  it('in mono say nothing of width', async () => {
    const { master } = house({ mix: MIX, record: { channels: music(12, { channelCount: 1 }) } });
    const { plan } = await master(['record']);
    expect(plan.leftAlone).toContain('The reference record is mono, so it says nothing of width.');
  });

  it.each([
    [
      'silence',
      { channels: [new Float32Array(15 * RATE), new Float32Array(15 * RATE)] },
      /^record is silent; a reference must be/,
    ],
    ['a few seconds', { channels: music(7.5) }, /^record is 7\.5 s long; a reference must be 10 s or more/],
    [
      'six channels',
      { channels: music(12, { channelCount: 6 }) },
      /^record has 6 channels; a reference must be mono or stereo/,
    ],
    [
      'next to nothing',
      { channels: music(12, { gain: 0.0008 }) },
      /^record has −\d+ LUFS; a reference must be a record from −60/,
    ],
  ])('%s is refused in one line', async (_, record, message) => {
    const { master } = house({ mix: MIX, record });
    await expect(master(['record'])).rejects.toThrow(message);
    await expect(master(['record'])).rejects.toThrow(expect.objectContaining({ code: 'reference-unusable' }));
  });

  it('the mix itself is refused, by its digest and not by its name', async () => {
    const { master } = house({ mix: MIX, record: { channels: music(12) } });
    await expect(master(['record'], 'mix')).rejects.toThrow(/^record is the mix itself/);
  });
});

describe('learning', () => {
  it('keeps what the records have in common', async () => {
    const { engine, bytes } = house({
      a: { channels: music(12) },
      b: { channels: music(14, { gain: 0.2 }) },
    });
    const profile = await engine.learn('two', [bytes('a'), bytes('b')], {});
    expect(profile.records.map(({ name, durationSeconds }) => [name, durationSeconds]).sort()).toEqual([
      ['a', 12],
      ['b', 14],
    ]);
  });

  it('counts no record twice', async () => {
    const { engine, bytes } = house({ a: { channels: music(12) }, b: { channels: music(12) } });
    const twice = engine.learn('two', [bytes('a', 'same'), bytes('b', 'same')], {});
    await expect(twice).rejects.toThrow(/^b is the same file as a; each record counts once/);
  });
});
