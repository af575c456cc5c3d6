import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery } from '@deadwax/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInput } from '../powers/files.ts';
import { beginDelivery } from './delivery.ts';

let folder = '';
let sourcePath = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deadwax-delivery-'));
  sourcePath = join(folder, 'mix.wav');
  writeFileSync(sourcePath, 'the mix');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function begin(options: { out?: string; force?: boolean; key?: string } = {}): Delivery {
  const { out = 'out', force = false, ...rest } = options;
  return beginDelivery({ folder: join(folder, out), force, source: openInput(sourcePath), ...rest });
}

function put(delivery: Delivery, name: string, text: string): void {
  const file = delivery.openFile(name);
  file.append(Buffer.from(text));
  file.finish();
}

const list = (out = 'out') => readdirSync(join(folder, out)).sort();
const read = (name: string, out = 'out') => readFileSync(join(folder, out, name), 'utf8');

test('nothing is visible before commit, and everything after it', async () => {
  const delivery = begin();
  put(delivery, 'a.wav', 'A');
  put(delivery, 'b.wav', 'B');
  expect(list().filter(name => !name.startsWith('.'))).toEqual([]);
  const paths = await delivery.commit();
  expect(list()).toEqual(['a.wav', 'b.wav']);
  expect(paths.get('b.wav')).toBe(join(folder, 'out', 'b.wav'));
});

test('what was written can be read and proven before anybody sees it', () => {
  const delivery = begin();
  const file = delivery.openFile('a.wav');
  file.append(Buffer.from('RIFF....data'));
  file.patch(4, Buffer.from('size'));
  const bytes = file.finish();
  const into = new Uint8Array(20);
  expect(bytes.byteCount).toBe(12);
  expect(bytes.read(0, into)).toBe(12);
  expect(Buffer.from(into.subarray(0, 12)).toString()).toBe('RIFFsizedata');
  delivery.discard();
});

test('discard leaves nothing, not even the folders that were made', () => {
  const delivery = begin({ out: 'deep/er/out' });
  put(delivery, 'a.wav', 'A');
  delivery.discard();
  delivery.discard();
  expect(readdirSync(folder)).toEqual(['mix.wav']);
});

test('discard keeps a folder that was there', () => {
  mkdirSync(join(folder, 'out'));
  begin().discard();
  expect(list()).toEqual([]);
});

test('an existing file is kept unless forced, and then replaced whole', async () => {
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'out', 'a.wav'), 'old');
  const careful = begin();
  expect(() => careful.openFile('a.wav')).toThrow(expect.objectContaining({ code: 'output-exists' }));
  careful.discard();
  expect(read('a.wav')).toBe('old');

  const forced = begin({ force: true });
  put(forced, 'a.wav', 'new');
  expect(read('a.wav')).toBe('old');
  await forced.commit();
  expect(read('a.wav')).toBe('new');
  expect(list()).toEqual(['a.wav']);
});

test('a file that appears meanwhile is kept, and the files named before it are taken back', async () => {
  const delivery = begin();
  put(delivery, 'a.wav', 'A');
  put(delivery, 'b.wav', 'B');
  writeFileSync(join(folder, 'out', 'b.wav'), 'somebody else');
  await expect(delivery.commit()).rejects.toMatchObject({ code: 'output-exists' });
  expect(list()).toEqual(['b.wav']);
  expect(read('b.wav')).toBe('somebody else');
});

test('a forced delivery that cannot be completed puts the old files back', async () => {
  mkdirSync(join(folder, 'out', 'b.wav', 'a folder that cannot be replaced'), { recursive: true });
  writeFileSync(join(folder, 'out', 'a.wav'), 'old');
  const delivery = begin({ force: true });
  put(delivery, 'a.wav', 'new');
  put(delivery, 'b.wav', 'B');
  await expect(delivery.commit()).rejects.toMatchObject({ code: 'output-unwritable' });
  expect(read('a.wav')).toBe('old');
  expect(list()).toEqual(['a.wav', 'b.wav']);
});

test.each(['itself', 'a hard link to it', 'a symbolic link to it'])(
  'the source is never an output: %s, even when forced',
  kind => {
    const name = kind === 'itself' ? 'mix.wav' : 'link.wav';
    if (kind === 'a hard link to it') linkSync(sourcePath, join(folder, name));
    if (kind === 'a symbolic link to it') symlinkSync(sourcePath, join(folder, name));
    const delivery = begin({ out: '.', force: true });
    expect(() => delivery.openFile(name)).toThrow('is the source itself');
    delivery.discard();
    expect(readFileSync(sourcePath, 'utf8')).toBe('the mix');
  },
);

test('a dangling link counts as an existing file', () => {
  symlinkSync('nowhere', join(folder, 'link.wav'));
  const delivery = begin({ out: '.' });
  expect(() => delivery.openFile('link.wav')).toThrow(expect.objectContaining({ code: 'output-exists' }));
  delivery.discard();
});

test('a second run to the same place is refused and disturbs nothing', async () => {
  const first = begin();
  put(first, 'a.wav', 'A');
  expect(() => begin()).toThrow(expect.objectContaining({ code: 'output-busy' }));
  await first.commit();
  expect(list()).toEqual(['a.wav']);
});

test('runs with keys of their own share a folder', async () => {
  const first = begin({ key: 'a.wav' });
  const second = begin({ key: 'b.wav' });
  put(first, 'a.wav', 'A');
  put(second, 'b.wav', 'B');
  await Promise.all([first.commit(), second.commit()]);
  expect(list()).toEqual(['a.wav', 'b.wav']);
});

/** Above the largest process number of Linux (PID_MAX_LIMIT). */
const GONE_PID = 2 ** 22 + 1;

test('what a killed run left behind is cleared away by the next', async () => {
  const workplace = join(folder, 'out', '.deadwax-run');
  mkdirSync(workplace, { recursive: true });
  writeFileSync(join(workplace, 'a.wav'), 'half');
  writeFileSync(
    join(workplace, 'owner.json'),
    JSON.stringify({ pid: GONE_PID, host: hostname(), token: 'x' }),
  );
  const delivery = begin();
  put(delivery, 'a.wav', 'A');
  await delivery.commit();
  expect(list()).toEqual(['a.wav']);
});

test('a run on another machine is believed to be alive', () => {
  const workplace = join(folder, 'out', '.deadwax-run');
  mkdirSync(workplace, { recursive: true });
  writeFileSync(
    join(workplace, 'owner.json'),
    JSON.stringify({ pid: GONE_PID, host: 'elsewhere', token: 'x' }),
  );
  expect(() => begin()).toThrow(expect.objectContaining({ code: 'output-busy' }));
  expect(existsSync(workplace)).toBe(true);
});

test('a file where the folder should be is one clear error', () => {
  writeFileSync(join(folder, 'out'), '');
  expect(() => begin()).toThrow(expect.objectContaining({ code: 'output-unwritable' }));
  expect(() => begin({ out: 'out/deeper' })).toThrow('a file stands where a folder is needed');
});

test('a name with a folder in it is a programmer’s mistake', () => {
  const delivery = begin();
  expect(() => delivery.openFile('../escape.wav')).toThrow(TypeError);
  delivery.discard();
});
