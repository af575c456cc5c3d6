import type { Decoder } from '@deadwax/engine/ports';
import { openPcm } from '../bytes/pcm.ts';
import { startsWith } from '../bytes/reader.ts';
import { parseAiff } from './parse.ts';

/** Opens an AIFF or AIFC in place: no sample is copied. */
export function makeAiffDecoder(): Decoder {
  return {
    name: 'AIFF',
    recognizes: head =>
      startsWith(head, 'FORM') &&
      (head.length < 12 || startsWith(head, 'AIFF', 8) || startsWith(head, 'AIFC', 8)),
    open: async (bytes, powers) => openPcm(bytes, parseAiff(bytes), powers),
  };
}
