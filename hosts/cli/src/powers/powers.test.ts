import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSha256 } from './digest.ts';
import { openFileHandle, openInput } from './files.ts';
import { makeScratchFile } from './scratch.ts';
import { collectBuffers } from './transfer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deadwax-powers-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.skipIf(process.platform === 'win32')('scratch has no name, so no crash can leave it behind', () => {
  const scratch = makeScratchFile(folder);
  scratch.append(new Uint8Array(1000));
  expect(readdirSync(folder)).toEqual([]);
  scratch.discard();
  scratch.discard();
});

test('scratch gives back what was appended and patched, also through its handle', () => {
  const scratch = makeScratchFile(folder);
  scratch.append(Uint8Array.of(1, 2, 3));
  scratch.append(Uint8Array.of(4, 5));
  scratch.patch(1, Uint8Array.of(9));
  const into = new Uint8Array(8);
  expect(openFileHandle(structuredClone(scratch.handle)).read(0, into)).toBe(5);
  expect([...into]).toEqual([1, 9, 3, 4, 5, 0, 0, 0]);
  expect(scratch.read(3, into.subarray(0, 1))).toBe(1);
  expect(scratch.read(5, into)).toBe(0);
  expect(() => scratch.patch(4, new Uint8Array(2))).toThrow(TypeError);
  scratch.discard();
});

test('scratch in a folder that is not there names the folder and the way out', () => {
  const attempt = () => makeScratchFile(join(folder, 'missing'));
  expect(attempt).toThrow(expect.objectContaining({ code: 'output-unwritable' }));
  expect(attempt).toThrow('--scratch');
});

test('input errors have their codes', () => {
  expect(() => openInput(join(folder, 'missing.wav'))).toThrow(
    expect.objectContaining({ code: 'file-missing' }),
  );
  expect(() => openInput(folder)).toThrow(expect.objectContaining({ code: 'file-is-directory' }));
  writeFileSync(join(folder, 'file'), '');
  expect(() => openInput(join(folder, 'file', 'x.wav'))).toThrow(
    expect.objectContaining({ code: 'file-missing' }),
  );
});

test.skipIf(!existsSync('/dev/null'))('a device is no audio file', () => {
  expect(() => openInput('/dev/null')).toThrow('not a regular file');
});

test('SHA-256 of "abc" is that of FIPS 180-2, appendix B.1', () => {
  const digest = makeSha256();
  digest.update(Buffer.from('a'));
  digest.update(Buffer.from('bc'));
  expect(digest.hex()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('buffers of results are handed over whole, parts of larger ones are left to be copied', () => {
  const whole = new Float32Array(4);
  const part = new Float32Array(8).subarray(0, 4);
  const output = { a: whole, b: [{ c: part }, { c: whole }], d: [1, 2, 3], e: null };
  expect([...collectBuffers(output)]).toEqual([whole.buffer]);
});
