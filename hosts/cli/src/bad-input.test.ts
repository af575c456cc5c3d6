import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTune, wavHeader, writeLongTune, writeWav } from './testing/audio-files.ts';
import { type CliOptions, type CliResult, DEADWAX, makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
const stereo = (seconds: number) => ({ sampleRateHz: 44100, channelCount: 2, seconds });

beforeAll(() => writeWav(join(cwd, 'song.wav'), stereo(6), makeTune()));
afterAll(() => work.remove());

/** One line, status 2, no output, no stack: what every refusal looks like. @returns the error's code */
function refuse(args: readonly string[], options: Partial<CliOptions> = {}): string {
  const before = readdirSync(cwd).sort();
  const { status, stdout, stderr }: CliResult = runCli([...args, '--json', '--quiet'], { cwd, ...options });
  expect(stderr).toMatch(/^deadwax: [^\n]+\n$/);
  expect(stderr).not.toContain('a bug of Deadwax');
  expect(status).toBe(2);
  expect(readdirSync(cwd).sort()).toEqual(before);
  return JSON.parse(stdout).error.code;
}

const floats = (values: readonly number[], seconds: number): Buffer => {
  const data = Float32Array.from(
    { length: seconds * 88200 },
    (_, index) => values[index % values.length] as number,
  );
  const header = {
    sampleRateHz: 44100,
    channelCount: 2,
    dataBytes: data.byteLength,
    formatTag: 3,
    sampleBytes: 4,
  };
  return Buffer.concat([wavHeader(header), Buffer.from(data.buffer)]);
};

const pcm = (header: Partial<Parameters<typeof wavHeader>[0]>, seconds = 2): Buffer => {
  const data = Buffer.alloc(seconds * 176400, 0x11);
  return Buffer.concat([
    wavHeader({ sampleRateHz: 44100, channelCount: 2, dataBytes: data.length, ...header }),
    data,
  ]);
};

/** STREAMINFO that claims 2^36 − 1 frames of 24-bit stereo, and no frame. */
function lyingFlac(): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write('fLaC', 0, 'latin1');
  bytes.writeUInt32BE(0x80000022, 4);
  bytes.writeUInt16BE(4096, 8);
  bytes.writeUInt16BE(4096, 10);
  bytes.writeUInt32BE(((44100 << 12) | (1 << 9) | (23 << 4) | 0xf) >>> 0, 18);
  bytes.writeUInt32BE(0xffffffff, 22);
  return bytes;
}

describe('material that is no master’s source', () => {
  test.each<[string, Buffer, string | RegExp]>([
    ['an empty file', Buffer.alloc(0), 'file-empty'],
    ['text renamed .wav', Buffer.from('These are the lyrics.\n'.repeat(100)), 'format-unknown'],
    ['zero channels', pcm({ channelCount: 0, blockAlign: 4 }), 'format-broken'],
    ['zero block align', pcm({ blockAlign: 0 }), 'format-broken'],
    ['zero rate', pcm({ sampleRateHz: 0 }), /format-broken|rate-unsupported/],
    ['an absurd rate', pcm({ sampleRateHz: 4_000_000_000 }), 'rate-unsupported'],
    ['64 bytes of FLAC that claim gigabytes', lyingFlac(), /audio-truncated|format-broken/],
    ['NaN in float data', floats([0.1, 0.2, Number.NaN], 2), 'audio-not-finite'],
    ['infinities in float data', floats([0.1, -0.2, Number.POSITIVE_INFINITY], 2), 'audio-not-finite'],
    ['less than one 400 ms block', pcm({ dataBytes: 0.3 * 176400 }, 0.3), 'audio-too-short'],
    [
      'digital silence',
      Buffer.concat([
        wavHeader({ sampleRateHz: 44100, channelCount: 2, dataBytes: 352800 }),
        Buffer.alloc(352800),
      ]),
      'audio-silent',
    ],
    [
      'a size of 0xFFFFFFFF and nothing behind it',
      pcm({ dataBytes: 0xffffffff }, 0),
      /audio-truncated|format-broken|audio-too-short|file-empty/,
    ],
  ])('%s is refused', (_name, bytes, code) => {
    writeFileSync(join(cwd, 'bad.wav'), bytes);
    expect(refuse(['master', 'bad.wav', '--out', 'out'])).toMatch(code);
    rmSync(join(cwd, 'bad.wav'));
  });

  test('one silent channel is refused', () => {
    const tune = makeTune();
    writeWav(join(cwd, 'bad.wav'), stereo(3), (frame, channel) => (channel === 0 ? tune(frame, 0) : 0));
    expect(refuse(['master', 'bad.wav', '--out', 'out'])).toBe('audio-one-sided');
    rmSync(join(cwd, 'bad.wav'));
  });

  test('a full-scale square wave is refused', () => {
    writeWav(join(cwd, 'bad.wav'), stereo(3), frame => (frame % 100 < 50 ? 1 : -1));
    expect(refuse(['master', 'bad.wav', '--out', 'out'])).toBe('audio-destroyed');
    rmSync(join(cwd, 'bad.wav'));
  });
});

describe('sources that cannot be read', () => {
  test('a missing file', () => {
    expect(refuse(['master', 'missing.wav'])).toBe('file-missing');
    expect(refuse(['convert', 'missing.wav', 'x.wav'])).toBe('file-missing');
    expect(refuse(['recall', 'missing.json'])).toBe('file-missing');
  });

  test('a folder instead of a file', () => {
    mkdirSync(join(cwd, 'folder.wav'), { recursive: true });
    expect(refuse(['master', 'folder.wav'])).toBe('file-is-directory');
    expect(refuse(['measure', 'folder.wav'])).toBe('file-is-directory');
    rmSync(join(cwd, 'folder.wav'), { recursive: true });
  });

  test('a name with a line break still makes one line', () => {
    expect(refuse(['measure', 'two\nlines.wav'])).toBe('file-missing');
  });
});

describe('outputs that cannot be written', () => {
  test('an output folder that cannot be made, because a file is in the way', () => {
    expect(refuse(['master', 'song.wav', '--out', 'song.wav/out'])).toBe('output-unwritable');
    expect(refuse(['master', 'song.wav', '--out', 'song.wav'])).toBe('output-unwritable');
  });

  test.skipIf(process.platform !== 'linux')('an output folder on a file system that takes none', () => {
    expect(refuse(['master', 'song.wav', '--out', '/proc/deadwax/out'])).toBe('output-unwritable');
  });

  test.skipIf(process.platform === 'win32')('a pipe that nobody writes to', () => {
    execFileSync('mkfifo', [join(cwd, 'pipe.wav')]);
    expect(refuse(['measure', 'pipe.wav'])).toBe('file-unreadable');
    rmSync(join(cwd, 'pipe.wav'));
  });

  test.each(['session.json', 'report.html'])('an existing %s is kept without --force', name => {
    mkdirSync(join(cwd, 'kept'));
    writeFileSync(join(cwd, 'kept', name), 'mine');
    expect(refuse(['master', 'song.wav', '--out', 'kept'])).toBe('output-exists');
    expect(readFileSync(join(cwd, 'kept', name), 'utf8')).toBe('mine');
    rmSync(join(cwd, 'kept'), { recursive: true });
  });

  test('an existing master is kept without --force and replaced with it', () => {
    expect(runCli(['master', 'song.wav', '--out', 'kept', '--quiet'], { cwd }).status).toBe(0);
    const name = readdirSync(join(cwd, 'kept')).find(each => each.endsWith('.wav')) as string;
    for (const each of readdirSync(join(cwd, 'kept'))) if (each !== name) rmSync(join(cwd, 'kept', each));
    writeFileSync(join(cwd, 'kept', name), 'mine');
    expect(refuse(['master', 'song.wav', '--out', 'kept'])).toBe('output-exists');
    expect(readFileSync(join(cwd, 'kept', name), 'utf8')).toBe('mine');
    expect(readdirSync(join(cwd, 'kept'))).toEqual([name]);
    expect(runCli(['master', 'song.wav', '--out', 'kept', '--force', '--quiet'], { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, 'kept', name)).length).toBeGreaterThan(100_000);
    rmSync(join(cwd, 'kept'), { recursive: true });
  });

  test('convert never writes to its source, under any of its names', () => {
    const sha256 = () =>
      createHash('sha256')
        .update(readFileSync(join(cwd, 'song.wav')))
        .digest('hex');
    const before = sha256();
    linkSync(join(cwd, 'song.wav'), join(cwd, 'link.wav'));
    expect(refuse(['convert', 'song.wav', 'song.wav', '--force'])).toBe('output-exists');
    expect(refuse(['convert', 'song.wav', './/song.wav', '--force'])).toBe('output-exists');
    expect(refuse(['convert', 'song.wav', 'link.wav', '--force'])).toBe('output-exists');
    expect(sha256()).toBe(before);
    rmSync(join(cwd, 'link.wav'));
  });

  test('scratch that is not there', () => {
    writeFileSync(join(cwd, 'brief.json'), '{"version":1}');
    expect(refuse(['master', 'song.wav', '--scratch', 'missing', '--out', 'out'])).toBe('output-unwritable');
    rmSync(join(cwd, 'brief.json'));
  });

  test.each([
    ['no JSON', '{'],
    ['a target out of range', '{"version":1,"targetLufs":12}'],
    ['an unknown field', '{"version":1,"loudness":-14}'],
  ])('a brief that is %s', (_name, text) => {
    writeFileSync(join(cwd, 'brief.json'), text);
    expect(refuse(['master', 'song.wav', '--brief', 'brief.json', '--out', 'out'])).toMatch(
      /document-invalid|option-invalid/,
    );
    rmSync(join(cwd, 'brief.json'));
  });
});

/** A user without rights, where this one has all of them and can become it. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const canBeNobody =
  isRoot && spawnSync(process.execPath, [DEADWAX, '--version'], { uid: NOBODY }).status === 0;
const permissionOptions = isRoot ? { uid: NOBODY } : {};

describe.skipIf(process.platform === 'win32' || (isRoot && !canBeNobody))('without permission', () => {
  beforeAll(() => {
    chmodSync(cwd, 0o755);
    copyFileSync(join(cwd, 'song.wav'), join(cwd, 'locked.wav'));
    chmodSync(join(cwd, 'locked.wav'), 0);
    mkdirSync(join(cwd, 'locked'));
    chmodSync(join(cwd, 'locked'), 0o555);
  });
  afterAll(() => {
    chmodSync(join(cwd, 'locked'), 0o755);
    rmSync(join(cwd, 'locked'), { recursive: true });
    rmSync(join(cwd, 'locked.wav'));
  });

  test('to read the source', () => {
    expect(refuse(['master', 'locked.wav'], permissionOptions)).toBe('file-unreadable');
  });

  test('to write to the folder', () => {
    expect(refuse(['master', 'song.wav', '--out', 'locked'], permissionOptions)).toBe('output-unwritable');
    expect(refuse(['master', 'song.wav', '--out', 'locked/new'], permissionOptions)).toBe(
      'output-unwritable',
    );
    expect(refuse(['convert', 'song.wav', 'locked/x.flac'], permissionOptions)).toBe('output-unwritable');
  });
});

/** A file system of one megabyte, where this user may mount one. */
const tiny = join(cwd, 'tiny');
function mountTiny(): boolean {
  if (process.platform !== 'linux' || !isRoot) return false;
  mkdirSync(tiny, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tiny]).status === 0) return true;
  rmSync(tiny, { recursive: true });
  return false;
}
const isTinyMounted = mountTiny();

describe.skipIf(!isTinyMounted)('on a disk that is full', () => {
  beforeAll(() => writeLongTune(join(cwd, 'long.wav'), 20));
  afterAll(() => {
    spawnSync('umount', [tiny]);
    rmSync(tiny, { recursive: true });
  });

  test('a master that does not fit leaves nothing', () => {
    expect(refuse(['master', 'long.wav', '--out', 'tiny/out'])).toBe('disk-full');
    expect(readdirSync(tiny)).toEqual([]);
  });

  test('a conversion that does not fit leaves nothing', () => {
    expect(refuse(['convert', 'long.wav', 'tiny/x.wav'])).toBe('disk-full');
    expect(readdirSync(tiny)).toEqual([]);
  });

  test('an old master survives one that does not fit, even with --force', () => {
    writeFileSync(join(tiny, 'x.wav'), 'old');
    expect(refuse(['convert', 'long.wav', 'tiny/x.wav', '--force'])).toBe('disk-full');
    expect(readdirSync(tiny)).toEqual(['x.wav']);
    expect(readFileSync(join(tiny, 'x.wav'), 'utf8')).toBe('old');
    rmSync(join(tiny, 'x.wav'));
  });

  test('scratch space that is full says where', () => {
    const { stderr } = runCli(['master', 'long.wav', '--out', 'out', '--scratch', 'tiny', '--quiet'], {
      cwd,
    });
    expect(stderr).toMatch(/^deadwax: scratch space in tiny: no space left\. .*--scratch\.\n$/);
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });
});
