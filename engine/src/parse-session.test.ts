import { expect, test } from 'vitest';
import { parseSession } from './parse-session.ts';

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
