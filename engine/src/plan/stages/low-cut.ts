import type { FilterSpec } from '../../audio/index.ts';
import { dbToPower, gainToDb, jsonNumber, powerToDb } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { makeResponseGrid } from '../fit/response.ts';
import type { Reason, Stage } from '../plan.ts';
import { meanOfMiddle } from '../targets/third-octaves.ts';
import { totalLevels } from '../tone-deviation.ts';

const DC_LIMIT_DBFS = -60;
/** Sub that lies this far under the strongest third costs neither headroom nor woofers (own estimate). */
const HARMLESS_BELOW_DB = 15;
const DC_CORNER_HZ = 10;
const CORNERS_HZ: readonly number[] = [20, 22, 25, 28, 30];
/** The two sections of a Butterworth filter of fourth order. */
const BUTTERWORTH_QS: readonly number[] = [0.5412, 1.3066];

function highPass(frequencyHz: number, qs: readonly number[]): FilterSpec[] {
  return qs.map(q => ({ shape: 'high-pass', frequencyHz, gainDb: 0, q }));
}

/** Direct current of the worse channel, in the mix and as loud as the master will make it, dBFS. */
interface DirectCurrent {
  readonly levelDbfs: number;
  readonly masteredDbfs: number;
}

function readDirectCurrent({ facts, wishedLufs }: PlanContext): DirectCurrent {
  const levelDbfs = gainToDb(Math.max(0, ...facts.channels.map(channel => Math.abs(channel.dcOffset))));
  const liftDb = Math.max(0, wishedLufs - (facts.integratedLufs ?? wishedLufs));
  return { levelDbfs, masteredDbfs: levelDbfs + liftDb };
}

interface SubFacts {
  /** How far the sub stands over the usual spread, dB. */
  readonly excessDb: number;
  readonly deviationDb: number;
  readonly spreadDb: number;
  readonly isHarmless: boolean;
}

/** The thirds below 35 Hz together, against the target. */
function readSub({ facts, tonalDb, tonalSpreadDb }: PlanContext): SubFacts | null {
  const { centresHz } = facts.spectrum;
  const levels = totalLevels(facts);
  const middle = meanOfMiddle(
    centresHz,
    levels.map(level => level ?? Number.NaN),
  );
  let power = 0;
  let wantedPower = 0;
  let spreadDb = 0;
  centresHz.forEach((hz, index) => {
    if (hz > 35) return;
    power += dbToPower((levels[index] ?? -300) - middle);
    wantedPower += dbToPower(tonalDb[index]!);
    spreadDb = Math.max(spreadDb, tonalSpreadDb[index]!);
  });
  if (power === 0 || wantedPower === 0) return null;
  const strongest = Math.max(...levels.map(level => level ?? -300)) - middle;
  const deviationDb = powerToDb(power / wantedPower);
  return {
    deviationDb,
    spreadDb,
    excessDb: deviationDb - spreadDb,
    isHarmless: powerToDb(power) < strongest - HARMLESS_BELOW_DB,
  };
}

/** The lowest corner that takes the excess away at 28 Hz, or the highest allowed. */
function subCornerHz(excessDb: number, { kernels, facts }: PlanContext): number {
  const grid = makeResponseGrid([28], facts.sampleRateHz, kernels);
  for (const corner of CORNERS_HZ) {
    if (-grid.chainResponseDb(highPass(corner, BUTTERWORTH_QS))[0]! >= excessDb) return corner;
  }
  return CORNERS_HZ[CORNERS_HZ.length - 1]!;
}

function stageOf(bands: readonly FilterSpec[], because: readonly Reason[]): Stage {
  return {
    id: 'low-cut',
    processor: 'eq',
    isEnabled: true,
    strengthFraction: 1,
    parameters: { bands },
    because,
    bounds: [{ parameter: 'frequencyHz', minimum: DC_CORNER_HZ, maximum: 30, unit: 'Hz' }],
  };
}

function dcReason({ levelDbfs, masteredDbfs }: DirectCurrent): Reason {
  return {
    fact: 'channels.dcOffset',
    found: jsonNumber(masteredDbfs, 1),
    wanted: DC_LIMIT_DBFS,
    unit: 'dBFS',
    sentence: `The waveform stands off its zero line by ${say(levelDbfs, 'dBFS')}, ${say(masteredDbfs, 'dBFS')} at the loudness of the master; from ${say(DC_LIMIT_DBFS, 'dBFS', 0)} on that costs headroom and can click at the ends, so a filter below hearing takes it out.`,
  };
}

function subReason(sub: SubFacts, cornerHz: number, label: string): Reason {
  return {
    fact: 'spectrum.midDb',
    found: jsonNumber(sub.deviationDb, 1),
    wanted: jsonNumber(sub.spreadDb, 1),
    unit: 'dB',
    sentence: `Below 35 Hz there is ${say(sub.deviationDb, 'dB')} more than in ${label}, where ${say(sub.spreadDb, 'dB')} more is still usual: a filter at ${sayHz(cornerHz)} gives that room back.`,
  };
}

/** A filter under the music, only where direct current or rumble is really there. */
export function decideLowCut(context: PlanContext, isToneAllowed: boolean): Decision {
  const direct = readDirectCurrent(context);
  const hasDc = direct.masteredDbfs > DC_LIMIT_DBFS;
  const sub = isToneAllowed ? readSub(context) : null;
  if (sub !== null && sub.excessDb > 0 && !sub.isHarmless) {
    const cornerHz = subCornerHz(sub.excessDb, context);
    const reasons = [subReason(sub, cornerHz, context.toneLabel), ...(hasDc ? [dcReason(direct)] : [])];
    return take(stageOf(highPass(cornerHz, BUTTERWORTH_QS), reasons));
  }
  if (hasDc) return take(stageOf(highPass(DC_CORNER_HZ, [Math.SQRT1_2]), [dcReason(direct)]));
  return leave(describeNone(direct.masteredDbfs, sub));
}

function describeNone(masteredDbfs: number, sub: SubFacts | null): string {
  const rest =
    masteredDbfs > -120
      ? `The waveform rests within ${say(masteredDbfs, 'dBFS', 0)} of its zero line`
      : 'The waveform rests on its zero line';
  if (sub === null) return `${rest}: no low cut.`;
  return sub.excessDb > 0
    ? `${rest}, and what there is below 35 Hz lies too far under the music to cost anything: no low cut.`
    : `${rest} and there is no surplus below 35 Hz: no low cut.`;
}
