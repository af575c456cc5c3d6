import type { EndsTrace } from '../inspect/ends.ts';

/** Levels of silence, so that they can be compared. */
const SILENT_DBFS = -120;

/** The levels of an end, silence as −120 dBFS. */
export function levelsOf(levels: EndsTrace['headDbfs']): readonly number[] {
  return levels.map(level => level ?? SILENT_DBFS);
}

/** Hops of a tenth of a second: shorter dips of a waveform are no pause. */
const PAUSE_HOPS = 20;

/** The quietest tenth of a second at either end, dBFS. */
export function floorOf({ headDbfs, tailDbfs }: EndsTrace): number {
  let floor = Number.POSITIVE_INFINITY;
  for (const levels of [levelsOf(headDbfs), levelsOf(tailDbfs)]) {
    for (let hop = 0; hop + PAUSE_HOPS <= levels.length; hop += PAUSE_HOPS)
      floor = Math.min(floor, Math.max(...levels.slice(hop, hop + PAUSE_HOPS)));
  }
  return floor;
}
