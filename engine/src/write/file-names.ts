import { safeFileName } from '../audio/index.ts';
import type { Deliverable } from '../plan/plan.ts';

/** The names of a delivery's files, by deliverable: 'Song 24-bit 44.1k.wav'. */
export function deliveryFileNames(
  title: string,
  deliverables: readonly Deliverable[],
): ReadonlyMap<string, string> {
  const base = safeFileName(title);
  return new Map(
    deliverables.map(({ id, format, sampleRateHz }) => {
      const depth = format.isFloat ? '32-bit float' : `${format.depthBits}-bit`;
      return [id, `${base} ${depth} ${sampleRateHz / 1000}k.${format.container}`];
    }),
  );
}
