import { MasteringError } from '@deadwax/engine';
import { expect, test } from 'vitest';
import { describeFailure, failureDocument } from './failure.ts';

test('a failure is one line, even for a file whose name has a line break', () => {
  const error = new MasteringError('file-missing', 'a\nb\u001b[31m.wav: no such file.');
  expect(describeFailure(error)).toBe('deadwax: a b [31m.wav: no such file.');
});

test('a bug is one line that asks for a report', () => {
  const line = describeFailure(new TypeError('x is not a function\n    at y'));
  expect(line).toMatch(/^deadwax: a bug of Deadwax stopped it: TypeError: x is not a function/);
  expect(line).not.toContain('\n');
});

test('programs get the code', () => {
  expect(failureDocument(new MasteringError('disk-full', 'full'))).toEqual({
    error: { code: 'disk-full', message: 'full' },
  });
  expect(failureDocument(new Error('x')).error.code).toBe('bug');
});
