import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { DEADWAX, makeWorkFolder, runCli } from './testing/cli.ts';

/** The fields that every measured document has at its top level. */
const FIELDS = [
  'integratedLufs',
  'loudnessRangeLu',
  'maxMomentaryLufs',
  'maxShortTermLufs',
  'truePeakDbtp',
  'samplePeakDbfs',
  'plrDb',
  'minPsrDb',
  'durationSeconds',
  'sampleRateHz',
  'channelCount',
];

const work = makeWorkFolder();
const cwd = work.path;
const stereo = (seconds: number) => ({ sampleRateHz: 44100, channelCount: 2, seconds });

beforeAll(() => {
  writeWav(join(cwd, 'song.wav'), stereo(8), makeTune());
  writeWav(join(cwd, 'other.wav'), stereo(4), makeTune(2));
  writeWav(join(cwd, 'silence.wav'), stereo(4), () => 0);
});
afterAll(() => work.remove());

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

test('measure --json is one object with the fields of the contract, and nothing else on standard output', () => {
  const { status, stdout, stderr } = runCli(['measure', 'song.wav', '--json', '--quiet'], { cwd });
  const facts = JSON.parse(stdout);
  for (const field of FIELDS) expect(facts[field], field).toBeTypeOf('number');
  expect(facts.durationSeconds).toBe(8);
  expect(facts.sampleRateHz).toBe(44100);
  expect(facts.channelCount).toBe(2);
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('progress goes to standard error as plain lines where there is no terminal', () => {
  const { stdout, stderr } = runCli(['measure', 'song.wav', '--json'], { cwd });
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(stderr).toMatch(/^listen +\d+ %/m);
  expect(stderr.includes('\r') || stderr.includes('\u001b')).toBe(false);
});

test('silence is null, never a string', () => {
  const facts = JSON.parse(runCli(['measure', 'silence.wav', '--json'], { cwd }).stdout);
  expect(facts.integratedLufs).toBeNull();
  expect(facts.truePeakDbtp).toBeNull();
});

test('several files are an array in their order', () => {
  const { status, stdout } = runCli(['measure', 'song.wav', 'other.wav', '--json'], { cwd });
  const documents = JSON.parse(stdout);
  expect(documents.map((each: { path: string }) => each.path)).toEqual([
    join(cwd, 'song.wav'),
    join(cwd, 'other.wav'),
  ]);
  expect(status).toBe(0);
});

test('one of several files that cannot be measured does not keep the others from it', () => {
  const args = ['measure', 'song.wav', 'missing.wav', 'other.wav', '--json', '--quiet'];
  const { status, stdout, stderr } = runCli(args, { cwd });
  const [song, missing, other] = JSON.parse(stdout);
  expect(song.integratedLufs).toBeTypeOf('number');
  expect(other.integratedLufs).toBeTypeOf('number');
  expect(missing.error.code).toBe('file-missing');
  expect(stderr).toBe('deadwax: missing.wav: no such file. Check the name and the folder.\n');
  expect(status).toBe(2);
});

test('without --json a person reads the figures with their units', () => {
  const { stdout } = runCli(['measure', 'song.wav'], { cwd });
  expect(stdout).toMatch(/Integrated loudness +−\d+\.\d LUFS/);
  expect(stdout).toMatch(/True peak +−\d+\.\d dBTP/);
});

test('master --json names every file by its absolute path, with its digest and what it measures', () => {
  const args = [
    'master',
    'song.wav',
    '--out',
    'json',
    '--target',
    '-16',
    '--format',
    'wav24,flac16',
    '--json',
    '--quiet',
  ];
  const { status, stdout, stderr } = runCli(args, { cwd });
  expect(stderr).toBe('');
  const { session, plan, verdict, files } = JSON.parse(stdout);
  expect(existsSync(session)).toBe(true);
  expect(plan.played).not.toBeNull();
  expect(verdict.outcome).toMatch(/pass|warn/);
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(isAbsolute(file.path)).toBe(true);
    expect(file.sha256).toBe(sha256(file.path));
    for (const field of FIELDS) expect(file, field).toHaveProperty(field);
    if (file.bound === undefined) expect(Math.abs(file.integratedLufs + 16)).toBeLessThanOrEqual(0.1);
  }
  expect(status).toBe(0);
});

test('a master leaves its files, the report and the session, and nothing else', () => {
  const { stdout, status } = runCli(['master', 'song.wav', '--quiet'], { cwd });
  expect(status).toBe(0);
  expect(readdirSync(join(cwd, 'masters', 'song')).sort()).toEqual([
    'report.html',
    'session.json',
    expect.stringMatching(/^song.*\.wav$/),
  ]);
  expect(stdout).toContain('masters/song');
  expect(stdout).toMatch(/LUFS.*dBTP/);
});

test('options go over the brief', () => {
  const brief = { version: 1, genre: 'jazz', targetLufs: -20, ceilingDbtp: -3 };
  writeFileSync(join(cwd, 'brief.json'), JSON.stringify(brief));
  const args = [
    'master',
    'song.wav',
    '--out',
    'brief',
    '--brief',
    'brief.json',
    '--target',
    '-18',
    '--json',
    '--quiet',
  ];
  const { plan } = JSON.parse(runCli(args, { cwd }).stdout);
  expect(plan.genre.name).toBe('jazz');
  expect(plan.loudness.targetLufs).toBe(-18);
  expect(plan.loudness.ceilingDbtp).toBe(-3);
});

test('convert changes rate and depth', () => {
  const args = ['convert', 'song.wav', 'cd.flac', '--rate', '48000', '--depth', '16', '--quiet'];
  expect(runCli(args, { cwd }).status).toBe(0);
  const facts = JSON.parse(runCli(['measure', 'cd.flac', '--json'], { cwd }).stdout);
  expect(facts.sampleRateHz).toBe(48000);
  expect(facts.durationSeconds).toBe(8);
  expect(facts.format.container).toBe('FLAC');
});

test.each([
  [['frobnicate'], 'no command "frobnicate"'],
  [['master'], "missing required argument 'file'"],
  [['master', 'song.wav', 'other.wav'], 'too many arguments'],
  [['measure', '--bogus', 'song.wav'], "unknown option '--bogus'"],
  [['measure', 'song.wav', '--threads', '0'], '--threads is "0"'],
  [
    ['master', 'song.wav', '--target', '3'],
    '--target is "3"; it takes "auto" or a number from −70 to 0 LUFS',
  ],
  [['master', 'song.wav', '--ceiling', '1'], '--ceiling is "1"'],
  [['master', 'song.wav', '--genre', 'polka'], '--genre is "polka"'],
  [['master', 'song.wav', '--format', 'mp3'], '--format is "mp3"'],
  [['master', 'song.wav', '--for', 'spotify'], '--for is not available yet'],
  [['master', 'song.wav', '--out', 'new', '--reference', 'gone.wav'], 'gone.wav: no such file'],
  [['master', 'song.wav', '--out', 'new', '--reference', '.'], 'a folder, not an audio file'],
  [['master', 'song.wav', '--out', 'new', '--reference', 'song.wav'], 'song.wav is the mix itself'],
  [['master', 'song.wav', '--aspects', 'tone'], '--aspects says what --reference is for'],
  [
    ['master', 'song.wav', '--reference', 'a.wav', '--aspects', 'bass'],
    '--aspects is "bass"; it takes one of tone',
  ],
  [['master', 'song.wav', '--genre', 'rock', '--profile', 'p.json'], '--genre and --profile both choose'],
  [['master', 'song.wav', '--profile', 'p.json'], 'p.json: no such file'],
  [['master', 'song.wav', '--profile', 'song.wav'], 'song.wav: is no JSON'],
  [['learn', 'song.wav'], "required option '--name <name>' not specified"],
  [['learn', 'song.wav', '--name', ' '], '--name takes a text of 1 to 120 characters'],
  [['convert', 'song.wav', 'song.ogg'], 'its ending names no format'],
  [['convert', 'song.wav', 'x.flac', '--depth', '32f'], 'flac takes 16 or 24'],
])('a wrong call is one line and status 2: %j', (args, sentence) => {
  const { status, stdout, stderr } = runCli(args, { cwd });
  expect(stderr).toContain(sentence);
  expect(stderr).toMatch(/^deadwax: [^\n]+\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('options are checked before any file is opened', () => {
  const { stderr } = runCli(['master', 'missing.wav', '--target', '3'], { cwd });
  expect(stderr).toContain('--target');
});

test.each([
  ['--help'],
  ['master', '--help'],
  ['measure', '--help'],
  ['assess', '--help'],
  ['brief', '--help'],
  ['recall', '--help'],
  ['learn', '--help'],
  ['convert', '--help'],
])('help has examples and status 0: %s %s', (...args) => {
  const { status, stdout, stderr } = runCli(args, { cwd });
  expect(stdout).toContain('Examples:\n  deadwax ');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test.skipIf(process.platform === 'win32')('a reader that goes away is a graceful end', () => {
  const command = `"${process.execPath}" "${DEADWAX}" measure song.wav --json --quiet | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe('0\n');
});
