import { MasteringError } from '../units/index.ts';

/** Where a long verb stands. */
export interface Progress {
  /** What is being done, in the words of the house: 'listen', 'plan', 'render', 'settle', 'write', 'verify'. */
  readonly stage: string;
  /** 0…1 within the stage. */
  readonly fraction: number;
}

/** What every long verb takes: how to report and how to be stopped. */
export interface Watch {
  readonly signal?: AbortSignalLike;
  report?(progress: Progress): void;
}

/** The part of the platform's AbortSignal that the house uses. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

/** @throws {MasteringError} 'cancelled' once the signal is aborted */
export function checkCancelled(watch: Watch): void {
  if (watch.signal?.aborted)
    throw new MasteringError('cancelled', 'Cancelled. Nothing was left half written.');
}
