import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
const OFFSET = 0.02;

beforeAll(() => {
  const tune = makeTune();
  const shape = { sampleRateHz: 44100, channelCount: 2, seconds: 12 };
  writeWav(join(cwd, 'offset.wav'), shape, (frame, channel) => tune(frame, channel) + OFFSET);
});
afterAll(() => work.remove());

const repair = (...args: string[]) => runCli(['repair', 'offset.wav', '--quiet', ...args], { cwd });
const measure = (file: string) => JSON.parse(runCli(['measure', file, '--json', '--quiet'], { cwd }).stdout);

describe('deadwax repair', () => {
  test('takes the offset out and leaves rate and length as they were', () => {
    const { status, stdout } = repair('--out', 'mended.wav', '--only', 'dc', '--json');
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.path).toBe(join(cwd, 'mended.wav'));
    expect(result.results).toMatchObject([{ repair: 'dc', isKept: true }]);
    const [was, is] = [measure('offset.wav'), measure('mended.wav')];
    expect(is.frameCount).toBe(was.frameCount);
    expect(is.sampleRateHz).toBe(44100);
    expect(Math.abs(was.channels[0].dcOffset)).toBeGreaterThan(OFFSET / 2);
    expect(Math.abs(is.channels[0].dcOffset)).toBeLessThan(1e-6);
  });

  test('the residual is what was removed: here a constant', () => {
    expect(repair('--out', 'm.wav', '--only', 'dc', '--residual', 'removed.wav').status).toBe(0);
    const { channels, samplePeakDbfs } = measure('removed.wav');
    const offset = Math.max(...channels.map((channel: { dcOffset: number }) => channel.dcOffset));
    expect(samplePeakDbfs).toBeCloseTo(20 * Math.log10(offset), 2);
  });

  test('at strength 0 the samples are those of the mix, bit for bit', () => {
    expect(repair('--out', 'same.wav', '--only', 'dc', '--strength', '0', '--depth', '16').status).toBe(0);
    const samples = (name: string) => readFileSync(join(cwd, name)).subarray(44);
    expect(samples('same.wav').equals(samples('offset.wav'))).toBe(true);
  });

  test('a name that is taken is refused before anything is read, and kept', () => {
    const before = readFileSync(join(cwd, 'offset.wav'));
    const { status, stderr } = repair('--out', 'offset.wav');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^deadwax: .*already exists and is kept.*\n$/);
    expect(readFileSync(join(cwd, 'offset.wav')).equals(before)).toBe(true);
  });

  test.each([
    [['--out', 'x.mp3'], /its ending names no format/],
    [['--out', 'x.wav', '--only', 'magic'], /--only is "magic"; it takes one of .*dc/],
    [['--out', 'x.wav', '--strength', '2'], /--strength is "2"; it takes a number from 0 to 1/],
    [[], /required option .*--out/],
  ])('%j is refused in one line', (args, said) => {
    const { status, stderr } = repair(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
