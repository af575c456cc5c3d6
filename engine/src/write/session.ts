import type { Brief } from '../plan/brief.ts';
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
  readonly brief: Brief;
  readonly plan: Plan & { readonly played: Played };
  readonly files: readonly SessionFile[];
}

/** A file that was delivered. */
export interface SessionFile {
  readonly deliverableId: string;
  readonly name: string;
  readonly byteCount: number;
  readonly sha256: string;
}
