import type { Facts } from '../analyze/facts.ts';
import { say, sayHz, sayTime } from '../units/words.ts';
import type { PlanContext } from './context.ts';
import { reductionBudgetDb } from './limits.ts';
import { isAlreadyMastered } from './loudness.ts';
import { reductionAtDb } from './momentary-range.ts';
import { outsideBy } from './targets/range.ts';

/** An encoder's or an upsampler's edge below this is worth a word. */
const LOW_CUTOFF_HZ = 17500;
/** Sides that cancel in mono past this are heard as missing. */
const FOLD_LIMIT_DB = -6;
const BALANCE_LIMIT_DB = 2;

function clippingWarning({ clipping }: Facts): string[] {
  if (clipping.runCount === 0) return [];
  const first = clipping.runs[0];
  const place = first === undefined ? '' : `, the first at ${sayTime(first.startSeconds)}`;
  const count = clipping.runCount === 1 ? 'One passage is' : `${clipping.runCount} passages are`;
  return [
    `${count} clipped in the mix (longest ${clipping.longestRunFrames} samples)${place}. That distortion stays in the master; a mix exported a few dB lower will sound cleaner.`,
  ];
}

function sourceWarnings({ facts, format }: PlanContext): string[] {
  const found: string[] = [];
  if (format.isLossy) {
    found.push(
      `The source is ${format.encoding}: what the encoder removed does not come back. If a WAV or FLAC of the mix exists, master that.`,
    );
  }
  const { upperCutoffHz, sampleRateHz } = facts;
  if (upperCutoffHz !== null && upperCutoffHz < Math.min(LOW_CUTOFF_HZ, 0.4 * sampleRateHz)) {
    found.push(
      `Nothing lives above ${sayHz(upperCutoffHz)}; the mix looks as if it had been through an encoder or a lower sample rate. Nothing is raised there.`,
    );
  }
  return found;
}

function stereoWarnings({ stereo, bands }: Facts): string[] {
  const found: string[] = [];
  const bass = bands[0];
  if (stereo === null) return found;
  if (bass !== undefined && bass.toHz < 300 && (bass.correlation ?? 1) < 0) {
    found.push(
      `Below ${sayHz(bass.toHz)} left and right work against each other (correlation ${say(bass.correlation ?? 0, '', 2)}): in mono the bass disappears. Look for a reversed polarity in the mix.`,
    );
  }
  if ((stereo.correlation ?? 1) < 0) {
    found.push(
      `Left and right work against each other as a whole (correlation ${say(stereo.correlation ?? 0, '', 2)}): one channel may be inverted.`,
    );
  } else if ((stereo.monoFoldDb ?? 0) < FOLD_LIMIT_DB) {
    found.push(`In mono the mix loses ${say(-(stereo.monoFoldDb ?? 0), 'dB')}: parts of it cancel.`);
  }
  if (Math.abs(stereo.balanceDb ?? 0) > BALANCE_LIMIT_DB) {
    const balance = stereo.balanceDb ?? 0;
    found.push(
      `The ${balance > 0 ? 'right' : 'left'} side is ${say(Math.abs(balance), 'dB')} stronger. If that is not meant, balance it in the mix; it is left as it is.`,
    );
  }
  return found;
}

function targetWarnings(
  { facts, brief, target, label, wishedLufs }: PlanContext,
  isMastered: boolean,
): string[] {
  if (brief.targetLufs === 'auto' || facts.integratedLufs === null) return [];
  const found = brief.keep.includes('loudness')
    ? [
        `The brief keeps the loudness and asks for ${say(wishedLufs, 'LUFS')} all the same: the figure was taken.`,
      ]
    : [];
  const outside = outsideBy(wishedLufs, target.deliveredLufs);
  if (Math.abs(outside) >= 1) {
    found.push(
      `${say(wishedLufs, 'LUFS')} is ${say(Math.abs(outside), 'LU')} ${outside > 0 ? 'louder' : 'quieter'} than nine in ten ${label}. It is landed all the same.`,
    );
  }
  const reductionDb = reductionAtDb(facts, wishedLufs, brief.ceilingDbtp) ?? 0;
  const budgetDb = reductionBudgetDb(wishedLufs);
  if (reductionDb > budgetDb) {
    found.push(
      `${say(wishedLufs, 'LUFS')} will cost about ${say(reductionDb, 'dB')} of limiting; past ${say(budgetDb, 'dB')} listeners begin to hear it.`,
    );
  }
  if (isMastered && wishedLufs > facts.integratedLufs) {
    found.push('The source is a finished master already; making it louder limits it a second time.');
  }
  return found;
}

function movedAgain({ facts, reference }: PlanContext): string[] {
  if (reference === null || !isAlreadyMastered(facts)) return [];
  return [
    `The source is a finished master already; ${reference.label} ${reference.isOne ? 'moves' : 'move'} it all the same. From the mix before it the result would be cleaner.`,
  ];
}

/** What the client should know before anything is rendered. */
export function collectWarnings(context: PlanContext, isMastered: boolean): string[] {
  return [
    ...movedAgain(context),
    ...clippingWarning(context.facts),
    ...sourceWarnings(context),
    ...stereoWarnings(context.facts),
    ...targetWarnings(context, isMastered),
  ];
}
