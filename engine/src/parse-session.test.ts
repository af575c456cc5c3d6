import { expect, test } from 'vitest';
import { parseSession } from './parse-session.ts';
import { makeReportInput } from './write/report/testing/fixture.ts';

test.each([
  [undefined, 'session: found nothing, allowed is an object.'],
  [[], 'session: found [], allowed is an object.'],
  [{ version: 2 }, 'session.version: found 2, allowed is 1.'],
  [{ version: 1 }, 'session.source: found nothing, allowed is an object.'],
  [{ version: 1, source: {}, files: [] }, 'session.files: found [], allowed is a list of files.'],
])('%j is no session, and the first fault is named', (document, sentence) => {
  expect(() => parseSession(document)).toThrow(sentence);
  expect(() => parseSession(document)).toThrow(expect.objectContaining({ code: 'document-invalid' }));
});

const session = {
  version: 1,
  engineVersion: '0.1.0',
  source: { name: 'mix.wav', location: '../mix.wav', byteCount: 1, sha256: 'ab' },
  brief: {},
  plan: makeReportInput().plan,
  files: [{ deliverableId: 'a', name: 'a.wav', byteCount: 1, sha256: 'cd' }],
};
const reference = {
  name: 'r.wav',
  location: '../r.wav',
  byteCount: 2,
  sha256: 'ef',
  weight: 2,
  aspects: ['tone'],
};

test('references are read with what of them was wanted; a session from before there were any has none', () => {
  expect(parseSession(session).references).toEqual([]);
  expect(parseSession({ ...session, references: [reference] }).references).toEqual([reference]);
});

test.each([
  [{}, 'session.references: found {}, allowed is a list of references.'],
  [[{ ...reference, sha256: 7 }], 'session.references[0].sha256: found 7, allowed is a text.'],
  [
    [reference, { ...reference, weight: -1 }],
    'session.references[1].weight: found -1, allowed is a number from 0.01 to 100.',
  ],
])('references %j are refused in one line', (references, sentence) => {
  expect(() => parseSession({ ...session, references })).toThrow(sentence);
});
