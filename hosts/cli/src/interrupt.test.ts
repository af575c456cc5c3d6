import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeLongTune } from './testing/audio-files.ts';
import { makeWorkFolder, runCli, startCli } from './testing/cli.ts';

const work = makeWorkFolder();
const cwd = work.path;
const scratch = join(cwd, 'scratch');
const MASTER = ['master', 'long.wav', '--out', 'out', '--scratch', scratch];

beforeAll(() => {
  mkdirSync(scratch);
  writeLongTune(join(cwd, 'long.wav'), 300); // long enough to be met at work
});
afterAll(() => work.remove());

const left = () => readdirSync(cwd).sort();

describe.skipIf(process.platform === 'win32')('a run that is stopped', () => {
  beforeEach(() => {
    expect(left()).toEqual(['long.wav', 'scratch']);
  });

  test.each([
    ['SIGINT', 'listen', '2'],
    ['SIGTERM', 'render', '2'],
    ['SIGINT', 'listen', '1'],
  ] as const)(
    'by %s while it does %s on %s threads leaves nothing and dies of the signal',
    async (signal, stage, threads) => {
      const { child, end } = await startCli([...MASTER, '--threads', threads], { cwd }, stage);
      child.kill(signal);
      expect(await end).toEqual({ status: null, signal });
      expect(left()).toEqual(['long.wav', 'scratch']);
      expect(readdirSync(scratch)).toEqual([]);
    },
  );
});

describe.skipIf(process.platform === 'win32')('two runs to the same place', () => {
  test('the second is refused at once, the first is not disturbed', async () => {
    const first = await startCli(MASTER, { cwd }, 'listen');
    const second = runCli([...MASTER, '--json', '--quiet'], { cwd });
    expect(JSON.parse(second.stdout).error.code).toBe('output-busy');
    expect(second.stderr).toMatch(/^deadwax: [^\n]*another run[^\n]*\n$/);
    expect(second.status).toBe(2);
    expect((await first.end).status).toBe(0);
    expect(readdirSync(join(cwd, 'out')).every(name => !name.startsWith('.'))).toBe(true);
  });

  test('a run that was killed does not stand in the way of the next', async () => {
    const killed = await startCli([...MASTER, '--force'], { cwd }, 'render');
    killed.child.kill('SIGKILL');
    await killed.end;
    const next = runCli([...MASTER, '--force', '--quiet'], { cwd });
    expect(next.stderr).toBe('');
    expect(next.status).toBe(0);
    expect(readdirSync(join(cwd, 'out')).every(name => !name.startsWith('.'))).toBe(true);
    expect(readdirSync(scratch)).toEqual([]);
  });
});
