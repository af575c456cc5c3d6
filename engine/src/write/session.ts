import type { Brief, ReferenceAspect } from '../plan/brief.ts';
import type { Plan, Played } from '../plan/plan.ts';

/** Everything that is needed to make the same files again. */
export interface Session {
  readonly version: 1;
  readonly engineVersion: string;
  readonly source: {
    /** File name without its folder. */
    readonly name: string;
    /** Where the host found it, for finding it again; opaque to the engine. */
    readonly location: string;
    readonly byteCount: number;
    readonly sha256: string;
  };
  /** Records that the plan was aimed at. The plan holds all that came of them: a recall does not need them. */
  readonly references: readonly SessionReference[];
  readonly brief: Brief;
  readonly plan: Plan & { readonly played: Played };
  readonly files: readonly SessionFile[];
}

/** A record that was heard as a reference. */
export interface SessionReference {
  readonly name: string;
  readonly location: string;
  readonly byteCount: number;
  readonly sha256: string;
  readonly weight: number;
  readonly aspects: readonly ReferenceAspect[];
}

/** A file that was delivered. */
export interface SessionFile {
  readonly deliverableId: string;
  readonly name: string;
  readonly byteCount: number;
  readonly sha256: string;
}
