import type { Facts } from '../analyze/facts.ts';
import type { BoundName } from '../plan/plan.ts';

/**
 * Why a file is not at the target: what stopped the render, or what happened to this file after it. 'band-limit': at
 * another rate, content above the new band limit is gone, and its loudness with it; 'ceiling': holding the ceiling between
 * the samples cost the rest.
 */
export type FileBound = BoundName | 'band-limit' | 'ceiling';

/** One promise, checked on the delivered bytes. */
export interface Check {
  /** 'loudness', 'true-peak', 'duration', 'rate', 'depth', 'alignment', 'silence', 'dc', 'psr', 'limiter-budget' … */
  readonly name: string;
  readonly outcome: 'pass' | 'warn' | 'fail';
  readonly found: number | string | null;
  readonly wanted: number | string | null;
  readonly unit: string;
  /** One plain sentence with the numbers. */
  readonly sentence: string;
}

/** What the limiter and the last stages did to the sound, level-matched against the chain before them. */
export interface Damage {
  /** Energy of the difference over the energy of the programme, per broad band, dB. */
  readonly residualDb: readonly {
    readonly fromHz: number;
    readonly toHz: number;
    readonly db: number | null;
  }[];
  readonly residualTotalDb: number | null;
  /** Peak-to-short-term ratio kept: after − before, dB ≤ 0 as a rule. */
  readonly psrChangeDb: number | null;
}

/** A delivered file, measured from its own decoded bytes. */
export interface FileVerdict {
  readonly deliverableId: string;
  readonly fileName: string;
  readonly format: string;
  readonly byteCount: number;
  readonly sha256: string;
  readonly facts: Facts;
  readonly damage: Damage;
  /** null where the target was reached. */
  readonly bound: FileBound | null;
  readonly checks: readonly Check[];
}

/** Every promise, proven or not. */
export interface Verdict {
  readonly version: 1;
  /** 'pass' where no check failed. */
  readonly outcome: 'pass' | 'warn' | 'fail';
  readonly files: readonly FileVerdict[];
  /** The whole in a few plain sentences, worst first. */
  readonly summary: readonly string[];
}
