import type { Decoder } from '@deadwax/engine/ports';
import { openPcm } from '../bytes/pcm.ts';
import { startsWith } from '../bytes/reader.ts';
import { parseWave } from './parse.ts';

const MAGICS = ['RIFF', 'RIFX', 'RF64', 'BW64'];

/** Opens a WAV in place: no sample is copied. */
export function makeWaveDecoder(): Decoder {
  return {
    name: 'WAV',
    recognizes: head =>
      MAGICS.some(magic => startsWith(head, magic)) && (head.length < 12 || startsWith(head, 'WAVE', 8)),
    open: async (bytes, powers) => openPcm(bytes, parseWave(bytes), powers),
  };
}
