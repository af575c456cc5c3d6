import type { Progress, Watch } from '@deadwax/engine/ports';

/** Stages of a job in order, with the share of the time that each takes as a rule. */
export type StageShares = readonly (readonly [stage: string, share: number])[];

/** Where progress is shown. */
export interface ProgressLine {
  readonly report: NonNullable<Watch['report']>;
  /** Takes the line away, so that something else can be said. */
  clear(): void;
}

const REDRAW_SECONDS = 0.1;

/**
 * Stage, percentage of the whole job and time left, on standard error: one line that changes on a terminal, one line
 * per stage elsewhere.
 */
export function makeProgressLine(
  shares: StageShares,
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  now: () => number = () => performance.now() / 1000,
): ProgressLine {
  const started = now();
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  let drawnAt = Number.NEGATIVE_INFINITY;
  let stage = '';
  let furthest = 0;

  function line(progress: Progress): string {
    const left =
      furthest > 0.05 && furthest < 1 ? describeLeft(((now() - started) * (1 - furthest)) / furthest) : '';
    return `${progress.stage.padEnd(8)} ${`${Math.floor(furthest * 100)}`.padStart(3)} %${left}`;
  }

  return {
    report(progress) {
      const isNewStage = progress.stage !== stage;
      stage = progress.stage;
      furthest = Math.max(furthest, wholeFraction(shares, total, progress));
      if (stream.isTTY === true) {
        if (!isNewStage && now() - drawnAt < REDRAW_SECONDS) return;
        drawnAt = now();
        stream.write(`\r\u001b[2K${line(progress).slice(0, (stream.columns ?? 80) - 1)}`);
      } else if (isNewStage) stream.write(`${line(progress)}\n`);
    },
    clear() {
      if (stream.isTTY === true && stage !== '') stream.write('\r\u001b[2K');
    },
  };
}

/** Share of the whole that is done; a stage that nobody announced changes nothing. */
function wholeFraction(shares: StageShares, total: number, progress: Progress): number {
  let before = 0;
  for (const [name, share] of shares) {
    if (name === progress.stage)
      return (before + share * Math.min(1, Math.max(0, progress.fraction))) / total;
    before += share;
  }
  return 0;
}

function describeLeft(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `  ${whole} s left`;
  const minutes = Math.floor(whole / 60);
  return `  ${minutes} min ${`${whole % 60}`.padStart(2, '0')} s left`;
}
