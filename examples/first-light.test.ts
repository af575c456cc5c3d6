import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderFirstLight } from './synth/first-light.ts';

/** MD5 of the unencoded samples, bytes 18–33 of STREAMINFO. @source RFC 9639 §8.2 */
function pcmMd5(flac: Uint8Array): string {
  return Buffer.from(flac.subarray(8 + 18, 8 + 34)).toString('hex');
}

it('the example is what the synthesiser renders, to the bit', () => {
  const { left, right } = renderFirstLight(44100);
  const pcm = Buffer.alloc(6 * left.length);
  for (let frame = 0; frame < left.length; frame++) {
    pcm.writeIntLE(Math.round(left[frame]! * 8388607), 6 * frame, 3);
    pcm.writeIntLE(Math.round(right[frame]! * 8388607), 6 * frame + 3, 3);
  }
  const flac = readFileSync(new URL('first-light.flac', import.meta.url));
  expect(createHash('md5').update(pcm).digest('hex')).toBe(pcmMd5(flac));
});
