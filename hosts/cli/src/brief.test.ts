import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBrief } from '@deadwax/engine/documents';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeTune, writeWav } from './testing/audio-files.ts';
import { DEADWAX, makeWorkFolder, runCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;

beforeAll(() =>
  writeWav(join(cwd, 'song.wav'), { sampleRateHz: 44100, channelCount: 2, seconds: 4 }, makeTune()),
);
afterAll(() => work.remove());

describe('a consultation without a terminal', () => {
  test('is the default brief on standard output, and lists on standard error what was not answered', () => {
    const { status, stdout, stderr } = runCli(['brief'], { cwd });
    expect(parseBrief(JSON.parse(stdout))).toEqual(parseBrief({}));
    expect(stderr).toMatch(/^Not answered; taken:\n {2}title +none\n/);
    expect(stderr).toContain('auto: the music itself decides');
    expect(status).toBe(0);
  });

  test('never waits, even on a pipe that stays open', async () => {
    const child = spawn(process.execPath, [DEADWAX, 'brief', 'song.wav', '--quiet'], { cwd, stdio: 'pipe' });
    const status = await new Promise(resolve => child.on('close', resolve));
    child.stdin.destroy();
    expect(status).toBe(0);
  });

  test('--json is one document: the brief, what was not answered, what the mix asks', () => {
    const { stdout, stderr } = runCli(['brief', 'song.wav', '--json', '--quiet'], { cwd });
    const { path, brief, notAnswered, questions } = JSON.parse(stdout);
    expect(path).toBeNull();
    expect(brief.version).toBe(1);
    expect(notAnswered.map((each: { question: string }) => each.question)).toContain('loudness');
    expect(questions).toBeInstanceOf(Array);
    expect(stderr).toBe('');
  });

  test('--out writes the brief, keeps an old one without --force, and starts from --brief', () => {
    writeFileSync(join(cwd, 'base.json'), JSON.stringify({ genre: 'folk', keep: ['vocals'] }));
    const args = ['brief', '--brief', 'base.json', '--out', 'brief.json', '--quiet'];
    expect(runCli(args, { cwd }).stdout).toBe('brief.json\n');
    const written = JSON.parse(readFileSync(join(cwd, 'brief.json'), 'utf8'));
    expect(written).toMatchObject({ genre: 'folk', keep: ['vocals'] });
    writeFileSync(join(cwd, 'brief.json'), 'mine');
    const again = runCli([...args, '--json'], { cwd });
    expect(JSON.parse(again.stdout).error.code).toBe('output-exists');
    expect(again.status).toBe(2);
    expect(readFileSync(join(cwd, 'brief.json'), 'utf8')).toBe('mine');
    expect(runCli([...args, '--force'], { cwd }).status).toBe(0);
    expect(
      runCli(['master', 'song.wav', '--brief', 'brief.json', '--out', 'm', '--quiet'], { cwd }).status,
    ).toBe(0);
  });
});

/** The command of util-linux that gives a program a terminal of its own. */
const hasTerminal =
  process.platform === 'linux' && spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

/** Types a line whenever the command asks. @returns what was seen, and the exit status */
function typeInto(args: string, lines: readonly string[]): Promise<{ seen: string; status: number | null }> {
  const command = `"${process.execPath}" "${DEADWAX}" ${args}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, stdio: 'pipe' });
  const left = [...lines];
  let seen = '';
  let asked = 0;
  child.stdout.setEncoding('utf8').on('data', text => {
    // readline also moves the cursor
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are to go
    seen += text.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, '');
    const prompts = seen.split('Enter keeps').length - 1;
    if (prompts > asked && seen.trimEnd().endsWith('>')) {
      asked = prompts;
      const line = left.shift();
      if (line !== undefined) child.stdin.write(line);
    }
  });
  onTestFinished(() => void child.kill());
  return new Promise(resolve => child.on('close', status => resolve({ seen, status })));
}

describe.skipIf(!hasTerminal)('a consultation at a terminal', () => {
  test('asks, takes answers, and keeps what Enter keeps', async () => {
    const { status } = await typeInto('brief --out typed.json', [
      'Home\r',
      'Us\r',
      'jazz\r',
      '\r',
      'vinyl\r',
      'open\r',
      'warm\r',
      'vocals\r',
      '\r',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'typed.json'), 'utf8'))).toMatchObject({
      tags: { title: 'Home', artist: 'Us' },
      genre: 'jazz',
      destinations: ['vinyl'],
      loudnessWish: 'open',
      keep: ['vocals'],
    });
  });

  test('lists what was left when the input ends', async () => {
    const { seen, status } = await typeInto('brief --out ended.json', ['Home\r', '\u0004']);
    expect(status).toBe(0);
    expect(seen).toContain('Not answered; taken:');
    expect(JSON.parse(readFileSync(join(cwd, 'ended.json'), 'utf8')).tags).toEqual({ title: 'Home' });
  });

  test('leaves nothing on Ctrl-C, and dies of it', async () => {
    const { seen, status } = await typeInto('brief --out never.json', ['Home\r', '\u0003']);
    expect(status).toBe(130);
    expect(seen).toContain('cancelled; nothing was left half written');
    expect(existsSync(join(cwd, 'never.json'))).toBe(false);
  });
});
