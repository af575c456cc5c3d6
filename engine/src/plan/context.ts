import type { Facts } from '../analyze/facts.ts';
import type { FilterKernels, SourceFormat } from '../audio/index.ts';
import type { Brief } from './brief.ts';
import type { KeepBounds } from './keep.ts';
import type { ReferenceAim } from './match/aim.ts';
import type { Stage } from './plan.ts';
import type { GenreTarget } from './targets/genres.ts';
import { CENTRES_HZ, interpolateOctaves } from './targets/third-octaves.ts';

/** What every decision of one plan may look at. */
export interface PlanContext {
  readonly brief: Brief;
  /** What must not be touched. */
  readonly keep: KeepBounds;
  readonly facts: Facts;
  readonly format: SourceFormat;
  readonly kernels: FilterKernels;
  readonly target: GenreTarget;
  /** What sentences call the target: 'rock records'. */
  readonly label: string;
  /** What sentences call the tonal target: the label, or 'the reference'. */
  readonly toneLabel: string;
  /** The target's tone at the centres of the facts. */
  readonly tonalDb: readonly number[];
  readonly tonalSpreadDb: readonly number[];
  /** What references ask for; it goes over the target in the aspects that it speaks of. */
  readonly reference: ReferenceAim | null;
  /** Loudness that the genre, the references or the brief asks for, before any bound. */
  readonly wishedLufs: number;
}

/** What came of looking at one matter: a stage, or the reason for none. */
export interface Decision {
  readonly stage: Stage | null;
  readonly leftAlone: readonly string[];
  readonly warnings: readonly string[];
}

export function leave(...sentences: string[]): Decision {
  return { stage: null, leftAlone: sentences, warnings: [] };
}

export function take(stage: Stage, warnings: readonly string[] = []): Decision {
  return { stage, leftAlone: [], warnings };
}

/** A table over CENTRES_HZ read at other centres. */
export function atCentres(centresHz: readonly number[], table: readonly number[]): number[] {
  return centresHz.map(hz => interpolateOctaves(CENTRES_HZ, table, hz));
}
