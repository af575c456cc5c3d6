import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
const stereo = { sampleRateHz: 44100, channelCount: 2, seconds: 12 };

/** The tune with its hats up by `gain` and 3 dB less level. */
function brighter(gain: number): (frame: number, channel: number) => number {
  const tune = makeTune(2);
  let last = 0;
  return (frame, channel) => {
    const now = tune(frame, channel);
    const high = now - last;
    last = now;
    return 0.7 * (now + gain * high);
  };
}

beforeAll(() => {
  mkdirSync(join(cwd, 'records'));
  writeWav(join(cwd, 'mix.wav'), stereo, makeTune());
  writeWav(join(cwd, 'records', 'bright.wav'), stereo, brighter(1.5));
  writeWav(join(cwd, 'records', 'plain.wav'), stereo, makeTune(3));
  writeFileSync(join(cwd, 'records', 'notes.txt'), 'not audio');
});
afterAll(() => work.remove());

const run = (...args: string[]) => {
  const { stdout, stderr, status } = runCli([...args, '--json', '--quiet'], { cwd });
  return { status, stderr, document: JSON.parse(stdout) };
};
const session = (folder: string) => JSON.parse(readFileSync(join(cwd, folder, 'session.json'), 'utf8'));

describe('master with references', () => {
  test('aims at the record, keeps its digest, and is recalled exactly without it', () => {
    const { status, stderr } = run('master', 'mix.wav', '--reference', 'records/bright.wav', '--out', 'one');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { references, plan, brief } = session('one');
    expect(brief.references[0].path).toBe('records/bright.wav'); // as it was written: no folder of this machine
    expect(references).toHaveLength(1);
    expect(references[0]).toMatchObject({ name: 'bright.wav', location: '../records/bright.wav', weight: 1 });
    expect(references[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(plan.stages.map((stage: { id: string }) => stage.id)).toContain('tone');
    renameSync(join(cwd, 'records'), join(cwd, 'away'));
    const recalled = run('recall', 'one/session.json');
    renameSync(join(cwd, 'away'), join(cwd, 'records'));
    expect(recalled.document.isSame).toBe(true);
    expect(recalled.status).toBe(0);
  });

  test('takes many, and only the aspects that are asked', () => {
    const names = ['--reference', 'records/bright.wav', '--reference', 'records/plain.wav'];
    run('master', 'mix.wav', ...names, '--aspects', 'loudness', '--out', 'two');
    const { references, plan } = session('two');
    expect(references.map((reference: { aspects: string[] }) => reference.aspects)).toEqual([
      ['loudness'],
      ['loudness'],
    ]);
    expect(plan.loudness.because[0].sentence).toContain('the references');
  });

  test('reads them from a brief, beside which their paths are meant; a name stays a name', () => {
    const references = ['bright.wav', { path: 'plain.wav', weight: 2, aspects: ['tone'] }, 'Talk Talk'];
    writeFileSync(join(cwd, 'records', 'brief.json'), JSON.stringify({ references }));
    const { status } = run('master', 'mix.wav', '--brief', 'records/brief.json', '--out', 'three');
    expect(status).toBe(0);
    const made = session('three');
    expect(
      made.references.map(({ name, weight, aspects }: Record<string, unknown>) => [name, weight, aspects]),
    ).toEqual([
      ['bright.wav', 1, ['tone', 'dynamics', 'width', 'loudness']],
      ['plain.wav', 2, ['tone']],
    ]);
    expect(made.plan.leftAlone.join(' ')).toContain('“Talk Talk” is a name and was not heard');
  });

  test('a brief that names a file which is not there is refused, and nothing is left', () => {
    writeFileSync(join(cwd, 'brief.json'), JSON.stringify({ references: ['gone.flac'] }));
    const { status, stderr } = run('master', 'mix.wav', '--brief', 'brief.json', '--out', 'four');
    expect(stderr).toMatch(/^deadwax: [^\n]*gone\.flac: no such file[^\n]*\n$/);
    expect(status).toBe(2);
    expect(() => session('four')).toThrow();
  });
});

describe('learn', () => {
  test('makes a profile of a folder, and master holds a mix against it', () => {
    const { document, status } = run('learn', 'records', '--name', 'My shelf');
    expect(status).toBe(0);
    expect(document.path).toBe(join(cwd, 'My shelf.profile.json'));
    expect(document.profile.records.map(({ name }: { name: string }) => name).sort()).toEqual([
      'bright.wav',
      'plain.wav',
    ]);
    expect(JSON.parse(readFileSync(document.path, 'utf8'))).toEqual(document.profile);
    run('master', 'mix.wav', '--profile', 'My shelf.profile.json', '--out', 'five');
    expect(session('five').plan.genre.sentence).toContain('“My shelf”, learned from 2 records');
    expect(run('recall', 'five/session.json').document.isSame).toBe(true);
    renameSync(join(cwd, 'My shelf.profile.json'), join(cwd, 'records', 'shelf.json'));
    writeFileSync(join(cwd, 'records', 'held.json'), JSON.stringify({ profile: 'shelf.json' }));
    run('master', 'mix.wav', '--brief', 'records/held.json', '--out', 'six');
    expect(session('six').plan.profile).toBe('My shelf');
    renameSync(join(cwd, 'records', 'shelf.json'), join(cwd, 'My shelf.profile.json'));
  });

  test('keeps a profile that is there, and refuses a folder without audio', () => {
    const kept = run('learn', 'records', '--name', 'My shelf');
    expect(kept.stderr).toContain('already exists and is kept');
    mkdirSync(join(cwd, 'empty'));
    const { stderr, status } = run('learn', 'empty', '--name', 'none');
    expect(stderr).toMatch(/^deadwax: empty: no audio file in this folder\.[^\n]*\n$/);
    expect(status).toBe(2);
    rmSync(join(cwd, 'empty'), { recursive: true });
  });
});
