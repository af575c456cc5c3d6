import { createHash } from 'node:crypto';
import type { Digest } from '@deadwax/engine/ports';

/** SHA-256 by the platform's own arithmetic. */
export function makeSha256(): Digest {
  const hash = createHash('sha256');
  return {
    update: bytes => {
      hash.update(bytes);
    },
    hex: () => hash.digest('hex'),
  };
}
