import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
let sha256: string[] = [];

const digests = (stdout: string, field: string): string[] =>
  JSON.parse(stdout).files.map((file: Record<string, string>) => file[field]);

beforeAll(() => {
  writeWav(join(cwd, 'song.wav'), { sampleRateHz: 44100, channelCount: 2, seconds: 25 }, makeTune());
  const args = [
    'master',
    'song.wav',
    '--target',
    '-11',
    '--format',
    'wav24,flac16',
    '--threads',
    '4',
    '--out',
    'out',
  ];
  const { stdout, stderr } = runCli([...args, '--json', '--quiet'], { cwd });
  expect(stderr).toBe('');
  sha256 = digests(stdout, 'sha256');
});
afterAll(() => work.remove());

test.each([1, 2, 4])('recall in a second process with %i threads gives the same SHA-256', threads => {
  const args = ['recall', 'out/session.json', '--threads', `${threads}`, '--json', '--quiet'];
  const { status, stdout } = runCli(args, { cwd });
  expect(digests(stdout, 'recalledSha256')).toEqual(sha256);
  expect(JSON.parse(stdout).isSame).toBe(true);
  expect(status).toBe(0);
});

test('a whole new master on one thread gives the same SHA-256 as on four', () => {
  const args = [
    'master',
    'song.wav',
    '--target',
    '-11',
    '--format',
    'wav24,flac16',
    '--threads',
    '1',
    '--out',
    'one',
  ];
  const { stdout } = runCli([...args, '--json', '--quiet'], { cwd });
  expect(digests(stdout, 'sha256')).toEqual(sha256);
});

test('recall --out writes the files', () => {
  const { stdout } = runCli(['recall', 'out/session.json', '--out', 'again', '--json', '--quiet'], { cwd });
  for (const { path, name } of JSON.parse(stdout).files)
    expect(readFileSync(path).equals(readFileSync(join(cwd, 'out', name)))).toBe(true);
});

test('a source that moved is found with --source, and missed without', () => {
  renameSync(join(cwd, 'song.wav'), join(cwd, 'moved.wav'));
  const missed = runCli(['recall', 'out/session.json', '--quiet'], { cwd });
  expect(missed.stderr).toMatch(/^deadwax: .*Name the mix with --source\.\n$/);
  expect(missed.status).toBe(2);
  const found = runCli(['recall', 'out/session.json', '--source', 'moved.wav', '--quiet'], { cwd });
  expect(found.status).toBe(0);
  renameSync(join(cwd, 'moved.wav'), join(cwd, 'song.wav'));
});

test('another source is refused', () => {
  writeWav(join(cwd, 'other.wav'), { sampleRateHz: 44100, channelCount: 2, seconds: 2 }, makeTune(3));
  const args = ['recall', 'out/session.json', '--source', 'other.wav', '--json', '--quiet'];
  const { status, stdout } = runCli(args, { cwd });
  expect(JSON.parse(stdout).error.code).toBe('source-changed');
  expect(status).toBe(2);
});

test('a session that was changed so that it renders otherwise is told, with status 1', () => {
  const session = JSON.parse(readFileSync(join(cwd, 'out', 'session.json'), 'utf8'));
  session.plan.played.driveDb -= 1;
  writeFileSync(join(cwd, 'out', 'changed.json'), JSON.stringify(session));
  const { status, stdout } = runCli(['recall', 'out/changed.json', '--quiet'], { cwd });
  expect(stdout).toContain('differs');
  expect(status).toBe(1);
});

test.each([
  ['no JSON at all', 'not json'],
  ['a JSON of something else', '{"version":1}'],
])('%s is no session, in one line', (_name, text) => {
  writeFileSync(join(cwd, 'bad.json'), text);
  const { status, stdout, stderr } = runCli(['recall', 'bad.json', '--json', '--quiet'], { cwd });
  expect(JSON.parse(stdout).error.code).toBe('document-invalid');
  expect(stderr).toMatch(/^deadwax: [^\n]+\n$/);
  expect(status).toBe(2);
});

/** A Node on PATH that is older than the one of development. */
function findOldNode(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'node'))
    .find(node => /^v2[01]\./.test(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? ''));
}
const oldNode = findOldNode();

describe.skipIf(oldNode === undefined)('on the oldest Node that is promised', () => {
  const options = { cwd, ...(oldNode === undefined ? {} : { node: oldNode }) };

  test('recall gives the same SHA-256', () => {
    const { stdout } = runCli(['recall', 'out/session.json', '--json', '--quiet'], options);
    expect(digests(stdout, 'recalledSha256')).toEqual(sha256);
  });

  test('a new master gives the same SHA-256', () => {
    const args = ['master', 'song.wav', '--target', '-11', '--format', 'wav24,flac16', '--out', 'old-node'];
    const { stdout } = runCli([...args, '--json', '--quiet'], options);
    expect(digests(stdout, 'sha256')).toEqual(sha256);
  });
});
