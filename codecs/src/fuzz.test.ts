import { makeDecoders, makeEncoders } from '@deadwax/codecs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freshKernels } from '../../kernels/test/kernels.ts';
import { chunk, comm, extensible, form, makeChance, noiseBytes, riff, ssnd } from '../test-support/build.ts';
import { encodeWhole, gridNoise } from '../test-support/encode.ts';
import { judge } from '../test-support/refusal.ts';
import { fixture } from '../test-support/tools.ts';

const decoders = makeDecoders();
const audio = noiseBytes(4 * 20000);
const noises = (['log', 'info', 'warn', 'error'] as const).map(name => vi.spyOn(console, name));
const written = vi.spyOn(process.stderr, 'write');
let flac: Uint8Array;

beforeAll(async () => {
  const encoder = makeEncoders().find(candidate => candidate.container === 'flac')!;
  const format = { container: 'flac', depthBits: 16, isFloat: false } as const;
  const order = { format, sampleRateHz: 44100, tags: { title: 'Song' } };
  flac = await encodeWhole(encoder, gridNoise(2, 20000, 16), order, freshKernels());
  for (const spy of [...noises, written]) spy.mockClear();
});

afterAll(() => {
  for (const spy of [...noises, written]) spy.mockRestore();
});

const wave = () => riff([chunk('fmt ', extensible()), chunk('LIST', noiseBytes(30)), chunk('data', audio)]);
const aiff = () =>
  form([chunk('COMM', comm({ frames: 40000, type: 'twos' }), { isBig: true }), ssnd(audio)], 'AIFC');

/** One to four wounds: a byte, a whole word of a telling value, a cut, a doubled stretch. */
function mutate(content: Uint8Array, reachBytes: number, seed: number): Uint8Array {
  const chance = makeChance(seed * 2654435761);
  const out = content.slice();
  const view = new DataView(out.buffer);
  for (let wounds = 1 + (chance() % 4); wounds > 0; wounds--) {
    const at = chance() % Math.min(reachBytes, out.length - 4);
    const kind = chance() % 8;
    if (kind < 3) out[at] = chance() & 255;
    else if (kind < 5) view.setUint32(at, [0, 1, 0xffffffff, 0x7fffffff, 0x80000000, 0xffff][chance() % 6]!);
    else if (kind < 6) out[at]! ^= 1 << (chance() & 7);
    else if (kind < 7) out.copyWithin(at, chance() % Math.min(reachBytes, out.length), out.length);
    else return out.slice(0, at);
  }
  return out;
}

it.each([
  ['WAV', 300, wave, 120],
  ['AIFF', 300, aiff, 80],
  ['FLAC header', 250, () => flac, 120],
  ['FLAC audio', 50, () => flac, 1e9],
  ['MP3 header', 60, () => fixture('tone.mp3'), 400],
  ['MP3 audio', 60, () => fixture('tone.mp3'), 1e9],
  ['Ogg Vorbis', 60, () => fixture('tone.ogg'), 1e9],
  ['Ogg Opus', 40, () => fixture('tone.opus'), 200],
  ['M4A', 100, () => fixture('tone-alac.m4a'), 1e9],
] as const)(
  '%s: %i damaged files are taken or refused in one line, never more',
  async (name, count, make, reach) => {
    const whole = make();
    const verdicts = new Map<string, number>();
    for (let seed = 1; seed <= count; seed++) {
      // judge throws on anything that is no MasteringError
      const { verdict, message } = await judge(mutate(whole, reach, seed), decoders, `seed-${seed}`);
      expect(message, `seed ${seed}`).not.toMatch(/[\n\r]/);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    const others = [...verdicts].filter(([verdict]) => verdict !== 'taken');
    expect(others.length, `${name}: nothing was refused`).toBeGreaterThan(0);
  },
);

it('no decoder writes to the terminal', () => {
  for (const spy of [...noises, written]) expect(spy).not.toHaveBeenCalled();
});
