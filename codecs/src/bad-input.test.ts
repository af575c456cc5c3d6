import { makeDecoders, makeEncoders } from '@deadwax/codecs';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshKernels } from '../../kernels/test/kernels.ts';
import {
  ascii,
  chunk,
  comm,
  extensible,
  fields,
  fmt,
  form,
  join,
  noiseBytes,
  riff,
  ssnd,
} from '../test-support/build.ts';
import { encodeWhole, gridNoise } from '../test-support/encode.ts';
import { judge } from '../test-support/refusal.ts';
import { fixture } from '../test-support/tools.ts';

const decoders = makeDecoders();
const FRAMES = 8000;
const audio = noiseBytes(4 * FRAMES);
const wave = (format: Uint8Array, payload = audio) => riff([chunk('fmt ', format), chunk('data', payload)]);
const good = wave(fmt());

/** The verdict, and that its message is one line that names the file and tells what to do. */
async function refusal(content: Uint8Array, name = 'song.wav'): Promise<string> {
  const { verdict, message } = await judge(content, decoders, name);
  if (verdict === 'taken') return verdict;
  expect(message).toMatch(/^[^\n\r]+$/);
  expect(message.startsWith(`${name}: `)).toBe(true);
  expect(message).toMatch(/(Export|Copy|Convert|Find|Split|Install)[^.]*\.$/);
  return verdict;
}

it('a sound file is taken', async () => {
  expect(await refusal(good)).toBe('taken');
});

describe('what is no sound file', () => {
  it.each([
    ['an empty file', new Uint8Array(0), 'file-empty', '0 bytes'],
    [
      'text renamed .wav',
      ascii('Dear engineer,\nplease master this.\n'),
      'format-unknown',
      'text that begins "Dear engineer, p"',
    ],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'format-unknown', 'a PNG picture'],
    ['zeros', new Uint8Array(5000), 'format-unknown', 'nothing but zeros'],
    ['noise', noiseBytes(5000, 99), 'format-unknown', 'bytes that begin'],
    ['a single byte', Uint8Array.of(0x52), 'format-unknown', ''],
    ['only "RIFF"', ascii('RIFF'), 'audio-truncated', '12 bytes at 0'],
    [
      'an AVI',
      riff([]).map((byte, i) => (i >= 8 && i < 12 ? 'AVI '.charCodeAt(i - 8) : byte)),
      'format-unknown',
      'AVI',
    ],
  ] as const)('%s is refused', async (_, content, code, found) => {
    expect(await refusal(content)).toBe(code);
    expect((await judge(content, decoders)).message).toContain(found);
  });
});

describe('WAV headers that lie', () => {
  const data = (size: number) =>
    riff([chunk('fmt ', fmt()), chunk('data', audio, { size })], { size: good.length - 8 });
  const broken = 'format-broken';
  it.each([
    ['data cut short', good.subarray(0, 20000), 'audio-truncated'],
    ['data size 0', data(0), broken],
    ['data size 0xFFFFFFFF', data(0xffffffff), broken],
    ['data size larger than the file', data(audio.length + 4), 'audio-truncated'],
    ['data size of half a frame', data(audio.length - 2), broken],
    ['RIFF size 0', riff([chunk('fmt ', fmt()), chunk('data', audio)], { size: 0 }), broken],
    [
      'RIFF size 0xFFFFFFFF',
      riff([chunk('fmt ', fmt()), chunk('data', audio)], { size: 0xffffffff }),
      broken,
    ],
    [
      'RIFF size larger than the file',
      riff([chunk('fmt ', fmt()), chunk('data', audio)], { size: 10 ** 6 }),
      broken,
    ],
    [
      'RIFF size smaller than its chunks',
      riff([chunk('fmt ', fmt()), chunk('data', audio)], { size: 2000 }),
      'audio-truncated',
    ],
    [
      'another chunk larger than the file',
      riff([chunk('fmt ', fmt()), chunk('data', audio), chunk('LIST', ascii('INFO'), { size: 999 })]),
      broken,
    ],
    ['garbage behind the header', join(good.subarray(0, 36), noiseBytes(20000, 5)), broken],
    ['no fmt chunk', riff([chunk('data', audio)]), broken],
    ['no data chunk', riff([chunk('fmt ', fmt())]), broken],
    ['two data chunks', riff([chunk('fmt ', fmt()), chunk('data', audio), chunk('data', audio)]), broken],
    ['a fmt chunk of 8 bytes', riff([chunk('fmt ', fmt().subarray(0, 8)), chunk('data', audio)]), broken],
    [
      'ten thousand empty chunks',
      riff([
        ...Array.from({ length: 10000 }, () => chunk('junk', new Uint8Array(0))),
        chunk('fmt ', fmt()),
        chunk('data', audio),
      ]),
      broken,
    ],
  ] as const)('%s', async (_, content, code) => {
    expect(await refusal(content)).toBe(code);
  });
});

describe('WAV formats that cannot be', () => {
  const broken = 'format-broken';
  it.each([
    ['zero channels', fmt({ channels: 0, align: 4 }), broken],
    ['zero block align', fmt({ align: 0 }), broken],
    ['a block align that the channels do not divide', fmt({ align: 5 }), broken],
    ['zero rate', fmt({ rate: 0 }), broken],
    ['an absurd rate', fmt({ rate: 4_000_000_000 }), 'rate-unsupported'],
    ['7999 Hz', fmt({ rate: 7999 }), 'rate-unsupported'],
    ['zero bits', fmt({ bits: 0, align: 4 }), broken],
    ['24 bits in 4 bytes without saying how', fmt({ bits: 24, align: 8 }), broken],
    ['more valid bits than bytes', extensible({ bits: 16, validBits: 24 }), broken],
    ['1000 channels', fmt({ channels: 1000, align: 2000 }), 'channels-unsupported'],
    ['65535 channels', fmt({ channels: 65535, align: 65535, bits: 8 }), broken],
    ['MP3 inside', fmt({ tag: 0x55 }), 'format-unsupported'],
    ['ADPCM inside', fmt({ tag: 2, bits: 4, align: 2 }), 'format-unsupported'],
    ['16-bit float', fmt({ tag: 3 }), 'format-unsupported'],
    ['64-bit integers', fmt({ bits: 64 }), 'format-unsupported'],
    ['a private subtype', extensible().map((byte, i) => (i === 30 ? 7 : byte)), 'format-unsupported'],
  ] as const)('%s', async (_, format, code) => {
    expect(await refusal(wave(format))).toBe(code);
  });
});

describe('RF64', () => {
  const ds64 = (riffBytes: number, dataBytes: number) =>
    chunk(
      'ds64',
      fields([
        [8, riffBytes],
        [8, dataBytes],
        [8, 0],
        [4, 0],
      ]),
    );
  const long = (riffBytes: number, dataBytes: number) =>
    riff([ds64(riffBytes, dataBytes), chunk('fmt ', fmt()), chunk('data', audio, { size: 0xffffffff })], {
      magic: 'RF64',
      size: 0xffffffff,
    });
  const size = long(0, 0).length;
  it.each([
    ['its own 0xFFFFFFFF is legal', long(size - 8, audio.length), 'taken'],
    ['sizes beyond the file', long(2 ** 40, 2 ** 40), 'audio-truncated'],
    ['sizes beyond every number', long(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), 'audio-truncated'],
    ['data size 0', long(size - 8, 0), 'format-broken'],
    [
      'no ds64',
      riff([chunk('fmt ', fmt()), chunk('data', audio)], { magic: 'RF64', size: 0xffffffff }),
      'format-broken',
    ],
  ] as const)('%s', async (_, content, code) => {
    expect(await refusal(content)).toBe(code);
  });
});

describe('the programme itself', () => {
  const floats = (values: readonly number[], bits: 32 | 64) => {
    const all = new Float64Array(FRAMES).fill(0.25);
    values.forEach((value, i) => {
      all[100 * (i + 1)] = value;
    });
    const payload = bits === 64 ? all : Float32Array.from(all);
    return wave(fmt({ tag: 3, bits, channels: 1 }), new Uint8Array(payload.buffer));
  };
  it.each([32, 64] as const)(
    'NaN and infinities in %i-bit float are refused with place and count',
    async bits => {
      const content = floats([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], bits);
      const { verdict, message } = await judge(content, decoders);
      expect(verdict).toBe('audio-not-finite');
      expect(message).toContain('3 samples are no numbers (NaN or infinite), the first at 0.013 s');
      expect(await refusal(floats([0.5, -7], bits))).toBe('taken');
    },
  );

  it('a double beyond single precision is infinite for us and refused', async () => {
    expect(await refusal(floats([1e300], 64))).toBe('audio-not-finite');
  });

  it('one frame less than 400 ms is too short, 400 ms is not', async () => {
    expect(await refusal(wave(fmt(), audio.subarray(0, 4 * 3199)))).toBe('audio-too-short');
    expect(await refusal(wave(fmt(), audio.subarray(0, 4 * 3200)))).toBe('taken');
  });

  it('no audio at all is too short', async () => {
    expect(await refusal(riff([chunk('fmt ', fmt()), chunk('data', new Uint8Array(0))]))).toBe(
      'audio-too-short',
    );
  });
});

describe('AIFF', () => {
  const common = (f: Parameters<typeof comm>[0]) => chunk('COMM', comm(f), { isBig: true });
  const audio = noiseBytes(2 * 20000);
  const sound = ssnd(audio);
  const frames = 20000;
  it.each([
    ['a good one', form([common({ frames }), sound]), 'taken'],
    ['cut short', form([common({ frames }), sound]).subarray(0, 20000), 'audio-truncated'],
    ['SSND size larger than the file', form([common({ frames }), ssnd(audio, 10 ** 6)]), 'audio-truncated'],
    ['SSND size 0xFFFFFFFF', form([common({ frames }), ssnd(audio, 0xffffffff)]), 'format-broken'],
    ['SSND size 0', form([common({ frames }), ssnd(audio, 0)]), 'format-broken'],
    ['more frames than samples', form([common({ frames: frames + 1 }), sound]), 'format-broken'],
    ['fewer frames than samples', form([common({ frames: 0 }), sound]), 'format-broken'],
    ['zero channels', form([common({ frames, channels: 0 }), sound]), 'format-broken'],
    ['zero bits', form([common({ frames, bits: 0 }), sound]), 'format-broken'],
    ['zero rate', form([common({ frames, rate: new Array<number>(10).fill(0) }), sound]), 'format-broken'],
    [
      'an infinite rate',
      form([common({ frames, rate: [0x7f, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0] }), sound]),
      'format-broken',
    ],
    [
      'an absurd rate',
      form([common({ frames, rate: [0x50, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0] }), sound]),
      'rate-unsupported',
    ],
    [
      'a rate with a fraction',
      form([common({ frames, rate: [0x40, 0x0e, 0xac, 0x44, 0x80, 0, 0, 0, 0, 0] }), sound]),
      'rate-unsupported',
    ],
    ['A-law inside', form([common({ frames, type: 'alaw' }), sound], 'AIFC'), 'format-unsupported'],
    ['no COMM', form([sound]), 'format-broken'],
    ['FORM size 0', form([common({ frames }), sound], 'AIFF', 0), 'format-broken'],
  ] as const)('%s', async (_, content, code) => {
    expect(await refusal(content, 'song.aif')).toBe(code);
  });
});

describe('coded files', () => {
  let flac: Uint8Array;
  beforeAll(async () => {
    const encoder = makeEncoders().find(candidate => candidate.container === 'flac')!;
    const format = { container: 'flac', depthBits: 16, isFloat: false } as const;
    flac = await encodeWhole(
      encoder,
      gridNoise(2, 44100, 16),
      { format, sampleRateHz: 44100 },
      freshKernels(),
    );
  });

  /** `fLaC`, STREAMINFO and zeros: 64 bytes that promise `frames` frames. */
  function emptyPromise(frames: number): Uint8Array {
    const head = Uint8Array.from([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]);
    const body = new Uint8Array(56);
    body.set(
      fields(
        [
          [2, 4096],
          [2, 4096],
        ],
        true,
      ),
    );
    body.set([0x0a, 0xc4, 0x42, 0xf0 | Math.floor(frames / 2 ** 32)], 10);
    body.set(fields([[4, frames % 2 ** 32]], true), 14);
    return join(head, body);
  }

  it('64 bytes of FLAC that promise gigabytes are refused at once', async () => {
    expect(await refusal(emptyPromise(2 ** 36 - 1), 'song.flac')).toBe('audio-truncated');
    expect(await refusal(emptyPromise(0), 'song.flac')).toBe('audio-truncated');
  });

  it('a FLAC cut short is refused, wherever it is cut', async () => {
    expect(await refusal(flac, 'song.flac')).toBe('taken');
    for (const part of [0.9, 0.5, 0.1, 0.06]) {
      const cut = flac.subarray(0, Math.floor(part * flac.length));
      expect(['audio-truncated', 'format-broken'], `${part}`).toContain(await refusal(cut, 'song.flac'));
    }
    expect(await refusal(flac.subarray(0, 30), 'song.flac')).toBe('audio-truncated');
  });

  it('one wrong bit in the middle of a FLAC is found', async () => {
    const bent = flac.slice();
    bent[Math.floor(flac.length / 2)]! ^= 4;
    expect(['audio-truncated', 'format-broken']).toContain(await refusal(bent, 'song.flac'));
  });

  it.each(['tone.mp3', 'tone.ogg', 'tone.opus'])('%s cut short is refused', async name => {
    const whole = fixture(name);
    expect(await refusal(whole, name)).toBe('taken');
    for (const part of [0.95, 0.5]) {
      const cut = whole.subarray(0, Math.floor(part * whole.length));
      expect(await refusal(cut, name), `${part}`).toBe('audio-truncated');
    }
  });

  it('an Ogg cut exactly between two pages is refused: its end is not marked', async () => {
    const whole = fixture('tone.ogg');
    const last = Buffer.from(whole).lastIndexOf('OggS');
    expect(await refusal(whole.subarray(0, last), 'tone.ogg')).toBe('audio-truncated');
  });

  it.each(['tone.ogg', 'tone.opus'])('one wrong bit anywhere in %s is found', async name => {
    for (const part of [0.2, 0.5, 0.8]) {
      const bent = fixture(name);
      bent[Math.floor(part * bent.length)]! ^= 16;
      expect(await refusal(bent, name), `${part}`).toBe('format-broken');
    }
  });

  it('an MP3 with garbage in the middle is refused', async () => {
    const whole = fixture('tone.mp3');
    const holed = join(whole.subarray(0, 6000), noiseBytes(300, 3), whole.subarray(6000));
    expect(await refusal(holed, 'tone.mp3')).toBe('format-broken');
  });

  it('an M4A cut short is refused before ffmpeg is asked', async () => {
    const whole = fixture('tone-alac.m4a');
    expect(['audio-truncated', 'format-broken']).toContain(
      await refusal(whole.subarray(0, 9000), 'song.m4a'),
    );
  });
});
