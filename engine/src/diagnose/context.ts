import type { Facts } from '../analyze/facts.ts';
import type { SourceFormat } from '../audio/index.ts';
import type { Finding } from './findings.ts';
import type { Traces } from './inspect/tracers.ts';

/** The tone that the mix is held against: a genre's, or that of references. */
export interface TonalAim {
  /** What sentences call it: 'rock records'. */
  readonly label: string;
  /** How sure the choice is, 0…1. */
  readonly confidenceFraction: number;
  /** Same centres as Facts.spectrum. */
  readonly centresHz: readonly number[];
  /** Level-free: 0 = mean of 200 Hz … 2 kHz. */
  readonly levelDb: readonly number[];
  /** What is usual on either side. */
  readonly toleranceDb: readonly number[];
}

/** Everything that a detector may look at. */
export interface DiagnoseContext {
  readonly facts: Facts;
  readonly traces: Traces;
  readonly format: SourceFormat;
  readonly tonalAim: TonalAim;
  /** Looks already finished: loud, limited, with no headroom. */
  readonly isMastered: boolean;
}

/** Looks at facts and traces and says what it finds: pure, and silent where there is nothing. */
export type Detector = (context: DiagnoseContext) => readonly Finding[];
