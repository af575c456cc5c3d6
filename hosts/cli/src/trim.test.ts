import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
const HEAD_SECONDS = 4;
const MUSIC_SECONDS = 12;
const TAIL_SECONDS = 6;

beforeAll(() => {
  const tune = makeTune();
  const shape = {
    sampleRateHz: 44100,
    channelCount: 2,
    seconds: HEAD_SECONDS + MUSIC_SECONDS + TAIL_SECONDS,
  };
  const [first, end] = [HEAD_SECONDS, HEAD_SECONDS + MUSIC_SECONDS].map(seconds => seconds * 44100);
  writeWav(join(cwd, 'late.wav'), shape, (frame, channel) =>
    frame < first! || frame >= end! ? 0 : tune(frame - first!, channel),
  );
});
afterAll(() => work.remove());

const run = (...args: string[]) => {
  const { stdout, status } = runCli([...args, '--json', '--quiet'], { cwd });
  return { result: JSON.parse(stdout), status };
};

test('--trim cuts the silence, lands all the same, and is recalled bit for bit', () => {
  const { result, status } = run('master', 'late.wav', '--trim', '--target', '-14', '--out', 'trimmed');
  expect(status).toBe(0);
  // 0.3 s stay before the music and 1.5 s after it
  expect(result.files[0].durationSeconds).toBeCloseTo(MUSIC_SECONDS + 0.3 + 1.5, 1);
  expect(result.files[0].integratedLufs).toBeCloseTo(-14, 1);
  const checks = result.verdict.files[0].checks;
  expect(checks.find((check: { name: string }) => check.name === 'alignment').outcome).toBe('pass');
  expect(run('recall', 'trimmed/session.json').result.isSame).toBe(true);
});

test('without --trim the length stays to the sample', () => {
  const { result } = run('master', 'late.wav', '--out', 'whole');
  expect(result.files[0].durationSeconds).toBe(HEAD_SECONDS + MUSIC_SECONDS + TAIL_SECONDS);
});
