import type { EndsTrace } from '../inspect/ends.ts';

/** Levels of silence, so that they can be compared. */
const SILENT_DBFS = -120;

/** The levels of an end, silence as −120 dBFS. */
export function levelsOf(levels: EndsTrace['headDbfs']): readonly number[] {
  return levels.map(level => level ?? SILENT_DBFS);
}
