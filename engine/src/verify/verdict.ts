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
  /**
   * Objective difference grade of up to five windows of ten seconds, the lowest and the median: 0 imperceptible, −1 perceptible,
   * but not annoying … −4 very annoying. The loudest window, one of median loudness and others evenly spread are graded; null
   * where the rate was changed, for silence, below 3 s and for more than two channels.
   * @source ITU-R BS.1387-1, basic version
   */
  readonly odgWorst: number | null;
  readonly odgMedian: number | null;
  /**
   * Mean MUSHRA score that the 2f-model expects of the same windows, 0 … 100, the lowest and the median. It averages over the
   * moments that are changed at all, and a gain that moves is a change: gain reduction reads lower here than in the grades.
   * @source T. Kastner, J. Herre, An efficient model for estimating subjective quality of separated audio source signals, WASPAA 2019
   */
  readonly mushraWorst: number | null;
  readonly mushraMedian: number | null;
  /** The window of `odgWorst`. */
  readonly worstSection: { readonly startSeconds: number; readonly endSeconds: number } | null;
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
