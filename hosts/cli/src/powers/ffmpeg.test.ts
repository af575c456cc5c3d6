import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/cli.ts';
import { findFfmpeg } from './ffmpeg.ts';

const folder = mkdtempSync(join(tmpdir(), 'deadwax-ffmpeg-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('no ffmpeg is found where PATH holds none', () => {
  expect(findFfmpeg(folder)).toBeNull();
  expect(findFfmpeg('')).toBeNull();
});

describe.skipIf(findFfmpeg() === null)('with an ffmpeg on PATH', () => {
  it.each([
    ['ALAC', ['-c:a', 'alac'], 1],
    ['AAC', ['-c:a', 'aac', '-b:a', '256k'], 1],
  ])('%s in M4A is measured', (_name, codec, seconds) => {
    const path = join(folder, `${_name}.m4a`);
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=1000:sample_rate=48000:duration=${seconds}`];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...tone, ...codec, path]);
    const { status, stdout } = runCli(['measure', path, '--json', '--quiet'], { cwd: folder });
    expect(status).toBe(0);
    const facts = JSON.parse(stdout);
    expect(facts.sampleRateHz).toBe(48000);
    expect(facts.durationSeconds).toBeCloseTo(seconds, 1);
  });
});
