import type { Facts } from '../analyze/facts.ts';
import type { SourceFormat } from '../audio/index.ts';
import type { Deliverable, Plan, Played } from '../plan/plan.ts';
import type { Check, FileBound } from './verdict.ts';

/** What one delivered file is held against. */
export interface Delivered {
  readonly facts: Facts;
  readonly format: SourceFormat;
  readonly deliverable: Deliverable;
  readonly plan: Plan & { readonly played: Played };
  readonly source: Facts;
  readonly lagFrames: number | null;
  readonly expectedFrames: number;
}

/** Bar of the house: a landed target is this near. */
const LANDING_TOLERANCE_LU = 0.1;
/** Only a file that stands at the ceiling can have paid for it. */
const AT_CEILING_DB = 0.1;
/** A mean below this is no offset that anything would hear or meter. */
const DC_LIMIT = 0.001;
/** Loss of peak-to-loudness ratio from here on is told. */
const PSR_LOSS_WARNING_DB = 4;

const BOUND_SENTENCES: Readonly<Record<FileBound, string>> = {
  'limiter-budget': 'more would cost more limiting than this material bears',
  'true-peak-ceiling': 'only the level is set, and the peaks are at the ceiling',
  'limiter-saturated': 'more drive makes it no louder',
  'gain-limit': 'the most gain that Deadwax gives is spent',
  'band-limit': 'what the mix has above the band limit of the new rate is gone, and its loudness with it',
  ceiling: 'holding the ceiling between the samples cost the rest',
};

/** Every promise about one file. */
export function checkFile(delivered: Delivered): readonly Check[] {
  return [
    checkLoudness(delivered),
    checkTruePeak(delivered),
    checkBudget(delivered),
    checkDuration(delivered),
    checkRate(delivered),
    checkDepth(delivered),
    checkAlignment(delivered),
    checkSilence(delivered),
    checkDc(delivered),
    checkPsr(delivered),
  ].filter(check => check !== null);
}

function check(
  name: string,
  outcome: Check['outcome'],
  values: { readonly found: Check['found']; readonly wanted: Check['wanted']; readonly unit: string },
  sentence: string,
): Check {
  return { name, outcome, ...values, sentence };
}

/** What kept a file from its target; null where it is there, or where nothing explains it. */
export function fileBound({ facts, plan, deliverable }: Delivered): FileBound | null {
  const { targetLufs } = plan.loudness;
  if (targetLufs === null || facts.integratedLufs === null) return null;
  const missingLu = targetLufs - facts.integratedLufs;
  if (Math.abs(missingLu) <= LANDING_TOLERANCE_LU) return null;
  if (plan.played.bound !== null) return plan.played.bound;
  if (missingLu < 0) return null;
  if (deliverable.sampleRateHz !== plan.sampleRateHz) return 'band-limit';
  return (facts.truePeakDbtp ?? 0) >= plan.loudness.ceilingDbtp - AT_CEILING_DB ? 'ceiling' : null;
}

function checkLoudness(delivered: Delivered): Check | null {
  const { facts, plan } = delivered;
  const { targetLufs, method } = plan.loudness;
  const found = facts.integratedLufs;
  if (method === 'none' || targetLufs === null || found === null) return null;
  const missing = found - targetLufs;
  const values = { found, wanted: targetLufs, unit: 'LUFS' };
  if (Math.abs(missing) <= LANDING_TOLERANCE_LU) {
    return check(
      'loudness',
      'pass',
      values,
      `Integrated loudness ${found.toFixed(2)} LUFS, target ${targetLufs} LUFS.`,
    );
  }
  const bound = fileBound(delivered);
  const away = `Integrated loudness ${found.toFixed(2)} LUFS, ${Math.abs(missing).toFixed(2)} LU ${missing < 0 ? 'below' : 'above'} the target of ${targetLufs} LUFS`;
  return bound === null
    ? check('loudness', 'fail', values, `${away}.`)
    : check('loudness', 'warn', values, `${away}: ${BOUND_SENTENCES[bound]}.`);
}

function checkTruePeak({ facts, plan }: Delivered): Check | null {
  const { ceilingDbtp, method } = plan.loudness;
  const found = facts.truePeakDbtp;
  if (found === null) return null;
  const values = { found, wanted: ceilingDbtp, unit: 'dBTP' };
  if (found <= ceilingDbtp) {
    return check(
      'true-peak',
      'pass',
      values,
      `True peak ${found.toFixed(2)} dBTP at 16 times the rate, ceiling ${ceilingDbtp} dBTP.`,
    );
  }
  const sentence = `True peak ${found.toFixed(2)} dBTP is above the ceiling of ${ceilingDbtp} dBTP.`;
  return check('true-peak', method === 'none' ? 'warn' : 'fail', values, sentence);
}

function checkBudget({ plan }: Delivered): Check | null {
  if (plan.loudness.method !== 'limit') return null;
  const { p95Db } = plan.played.gainReduction;
  const budget = plan.loudness.reductionBudgetDb;
  const values = { found: p95Db, wanted: budget, unit: 'dB' };
  const work = `The limiter takes ${p95Db.toFixed(1)} dB or less in 95 % of the time`;
  return p95Db <= budget
    ? check(
        'limiter-budget',
        'pass',
        values,
        `${work}; up to ${budget} dB stays transparent at this loudness.`,
      )
    : check(
        'limiter-budget',
        'warn',
        values,
        `${work}: ${(p95Db - budget).toFixed(1)} dB more than stays transparent. A quieter target would keep more of the punch.`,
      );
}

function checkDuration({ facts, expectedFrames }: Delivered): Check {
  const values = { found: facts.frameCount, wanted: expectedFrames, unit: 'frames' };
  return facts.frameCount === expectedFrames
    ? check('duration', 'pass', values, `Exactly as long as the mix: ${facts.frameCount} frames.`)
    : check('duration', 'fail', values, `${facts.frameCount} frames where ${expectedFrames} belong.`);
}

function checkRate({ facts, deliverable }: Delivered): Check {
  const values = { found: facts.sampleRateHz, wanted: deliverable.sampleRateHz, unit: 'Hz' };
  return check(
    'rate',
    facts.sampleRateHz === deliverable.sampleRateHz ? 'pass' : 'fail',
    values,
    `Sample rate ${facts.sampleRateHz} Hz.`,
  );
}

function checkDepth({ format, deliverable }: Delivered): Check {
  const wanted = deliverable.format.isFloat ? '32-bit float' : `${deliverable.format.depthBits}-bit`;
  const found = format.isFloat ? '32-bit float' : `${format.depthBits}-bit`;
  return check(
    'depth',
    found === wanted ? 'pass' : 'fail',
    { found, wanted, unit: '' },
    `Stored as ${found}, ordered as ${wanted}.`,
  );
}

function checkAlignment({ lagFrames }: Delivered): Check | null {
  if (lagFrames === null) return null;
  const values = { found: lagFrames, wanted: 0, unit: 'frames' };
  return lagFrames === 0
    ? check('alignment', 'pass', values, 'Starts where the mix starts, to the sample.')
    : check('alignment', 'fail', values, `Lies ${lagFrames} frames beside the mix.`);
}

function checkSilence({ facts, source }: Delivered): Check {
  const added = facts.headSilenceSeconds - source.headSilenceSeconds;
  const values = { found: facts.headSilenceSeconds, wanted: source.headSilenceSeconds, unit: 's' };
  return added <= 0.05
    ? check('silence', 'pass', values, 'No sound was lost at head or tail.')
    : check('silence', 'warn', values, `${added.toFixed(2)} s more quiet at the head than in the mix.`);
}

function checkDc({ facts }: Delivered): Check {
  const found = Math.max(...facts.channels.map(channel => Math.abs(channel.dcOffset)));
  const values = { found, wanted: DC_LIMIT, unit: 'of full scale' };
  return found <= DC_LIMIT
    ? check('dc', 'pass', values, 'No DC offset.')
    : check('dc', 'warn', values, `DC offset of ${(100 * found).toFixed(2)} % of full scale.`);
}

function checkPsr({ facts, source }: Delivered): Check | null {
  if (facts.medianPsrDb === null || source.medianPsrDb === null) return null;
  const change = facts.medianPsrDb - source.medianPsrDb;
  const values = { found: facts.medianPsrDb, wanted: source.medianPsrDb, unit: 'dB' };
  const sentence = `Peaks stand ${facts.medianPsrDb.toFixed(1)} dB over the loudness (median), ${Math.abs(change).toFixed(1)} dB ${change < 0 ? 'less' : 'more'} than in the mix.`;
  return check('psr', change < -PSR_LOSS_WARNING_DB ? 'warn' : 'pass', values, sentence);
}
