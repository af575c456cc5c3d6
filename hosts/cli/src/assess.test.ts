import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
const stereo = (seconds: number) => ({ sampleRateHz: 44100, channelCount: 2, seconds });
const FIELDS = [
  'integratedLufs',
  'loudnessRangeLu',
  'truePeakDbtp',
  'plrDb',
  'durationSeconds',
  'sampleRateHz',
];

/** What a mix with a defect gets; other detectors may find more in a tune of sines. */
const MENDED = /^(ready with repairs|better fixed in the mix)$/;

beforeAll(() => {
  const tune = makeTune();
  writeWav(join(cwd, 'song.wav'), stereo(8), tune);
  // an offset of −34 dBFS: a defect that the whole house knows
  writeWav(join(cwd, 'offset.wav'), stereo(8), (frame, channel) => tune(frame, channel) + 0.02);
});
afterAll(() => work.remove());

const briefWith = (brief: unknown): string => {
  writeFileSync(join(cwd, 'brief.json'), JSON.stringify(brief));
  return 'brief.json';
};

describe('assess', () => {
  test('--json is one object with verdict, letter, findings, questions, praise and the measured fields', () => {
    const { status, stdout, stderr } = runCli(['assess', 'offset.wav', '--json', '--quiet'], { cwd });
    const document = JSON.parse(stdout);
    expect(document.file).toBe(join(cwd, 'offset.wav'));
    expect(document.verdict).toMatch(MENDED);
    expect(document.letter.notes.map((note: { number: number }) => note.number)[0]).toBe(1);
    expect(document.findings.map((finding: { id: string }) => finding.id)).toContain('dc');
    expect(document.questions).toBeInstanceOf(Array);
    expect(document.praise.every((note: { kind: string }) => note.kind === 'praise')).toBe(true);
    for (const field of FIELDS) expect(document[field], field).toBeTypeOf('number');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('without --json a person reads the letter', () => {
    const { status, stdout } = runCli(['assess', 'offset.wav'], { cwd });
    expect(stdout).toMatch(/^offset\n\n(Ready with repairs|Better fixed in the mix)\n/);
    expect(stdout).toContain('! DC offset · throughout');
    expect(stdout).toMatch(/lasts 8 s, stands at −\d+\.\d LUFS/);
    expect(status).toBe(0);
  });

  test('--markdown is the letter as Markdown', () => {
    const { stdout } = runCli(['assess', 'offset.wav', '--markdown', '--quiet'], { cwd });
    expect(stdout).toMatch(/^# offset\n\n\*\*(Ready with repairs|Better fixed in the mix)\.\*\* /);
  });

  test('--out leaves page, letter and findings, and nothing else; --force replaces them', () => {
    const args = ['assess', 'offset.wav', '--out', 'letter', '--json', '--quiet'];
    const { files } = JSON.parse(runCli(args, { cwd }).stdout);
    const names = ['assessment.html', 'findings.json', 'letter.md'];
    expect(readdirSync(join(cwd, 'letter')).sort()).toEqual(names);
    expect([...files].sort()).toEqual(names.map(name => join(cwd, 'letter', name)));
    const { verdict, findings } = JSON.parse(readFileSync(join(cwd, 'letter', 'findings.json'), 'utf8'));
    expect(verdict).toMatch(MENDED);
    expect(findings).not.toEqual([]);
    expect(readFileSync(join(cwd, 'letter', 'assessment.html'), 'utf8')).toMatch(/^<!doctype html>/);
    const again = runCli(args, { cwd });
    expect(JSON.parse(again.stdout).error.code).toBe('output-exists');
    expect(runCli([...args, '--force'], { cwd }).status).toBe(0);
  });

  test('takes the answers of a brief in: what is intended is neither mended nor held against the mix', () => {
    const assess = (brief: string) =>
      JSON.parse(runCli(['assess', 'offset.wav', '--brief', brief, '--json', '--quiet'], { cwd }).stdout);
    const before = assess(briefWith({}));
    expect(before.verdict).not.toBe('ready');
    const answers = before.findings.map(({ id }: { id: string }) => ({ question: id, answer: 'intended' }));
    const after = assess(briefWith({ answers, tags: { title: 'Home' } }));
    expect(after.verdict).toBe('ready');
    expect(after.findings.map(({ id }: { id: string }) => id)).toEqual(
      before.findings.map(({ id }: { id: string }) => id),
    );
    for (const { severity, repair } of after.findings)
      expect({ severity, repair }).toEqual({ severity: 'note', repair: null });
    expect(after.letter.title).toBe('Home');
  });

  test('says nothing of what is not there', () => {
    const { findings } = JSON.parse(runCli(['assess', 'song.wav', '--json', '--quiet'], { cwd }).stdout);
    expect(findings.map((each: { id: string }) => each.id)).not.toContain('dc');
  });

  test('does the same with any number of threads', () => {
    const run = (threads: string): string =>
      runCli(['assess', 'offset.wav', '--json', '--quiet', '--threads', threads], { cwd }).stdout;
    expect(run('1')).toBe(run('2'));
  });
});

describe('an answer binds', () => {
  test('the master: what is intended is not mended', () => {
    const master = (...more: string[]) => {
      const args = [
        'master',
        'offset.wav',
        '--out',
        'bound',
        '--force',
        '--target',
        '-18',
        '--json',
        '--quiet',
      ];
      return JSON.parse(runCli([...args, ...more], { cwd }).stdout);
    };
    const repairs = ({ plan }: { plan: { repairs: { repair: string }[] } }) =>
      plan.repairs.map(({ repair }) => repair);
    expect(repairs(master())).toContain('dc');
    const brief = briefWith({ answers: [{ question: 'dc', answer: 'leave' }] });
    expect(repairs(master('--brief', brief))).not.toContain('dc');
    expect(readFileSync(join(cwd, 'bound', 'report.html'), 'utf8')).toContain('The letter');
  });
});

/** One line, status 2. @returns the error */
function refuse(args: readonly string[]): { readonly code: string; readonly message: string } {
  const { status, stdout, stderr } = runCli([...args, '--json', '--quiet'], { cwd });
  expect(stderr).toMatch(/^deadwax: [^\n]+\n$/);
  expect(stderr).not.toContain('a bug of Deadwax');
  expect(status).toBe(2);
  return JSON.parse(stdout).error;
}

describe('a brief that does not fit is refused', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'with an answer to a question that does not exist',
      { answers: [{ question: 'hum', answer: 'leave' }] },
      /^brief\.answers\[0\]\.question: found "hum", allowed is one of dc/,
    ],
    [
      'with an answer that is none',
      { answers: [{ question: 'dc', answer: 'yes' }] },
      /^brief\.answers\[0\]\.answer: found "yes", allowed is one of intended, repair, leave\.$/,
    ],
    ['with an unknown field', { wishes: [] }, /^brief\.wishes: found a field that is not known, allowed is /],
    ['with a wrong type', { answers: 'dc' }, /^brief\.answers: found "dc", allowed is a list\.$/],
    ['that is no object', [], /^brief: found \[\], allowed is an object/],
  ])('%s', (_, brief, message) => {
    for (const command of [
      ['assess', 'offset.wav'],
      ['master', 'offset.wav', '--out', 'refused'],
      ['repair', 'offset.wav', '--out', 'refused.wav'],
      ['brief', 'offset.wav'],
    ]) {
      const error = refuse([...command, '--brief', briefWith(brief)]);
      expect(error.code).toBe('document-invalid');
      expect(error.message).toMatch(message);
    }
    expect(existsSync(join(cwd, 'refused'))).toBe(false);
    expect(existsSync(join(cwd, 'refused.wav'))).toBe(false);
  });

  test('so is material that cannot be assessed', () => {
    writeFileSync(join(cwd, 'text.wav'), 'These are the lyrics.\n'.repeat(100));
    expect(refuse(['assess', 'text.wav']).code).toBe('format-unknown');
    expect(refuse(['assess', 'missing.wav']).code).toBe('file-missing');
    mkdirSync(join(cwd, 'folder.wav'), { recursive: true });
    expect(refuse(['assess', 'folder.wav']).code).toBe('file-is-directory');
    writeWav(join(cwd, 'silence.wav'), stereo(4), () => 0);
    expect(refuse(['assess', 'silence.wav']).code).toBe('audio-silent');
    expect(refuse(['brief', 'silence.wav']).code).toBe('audio-silent');
  });
});
