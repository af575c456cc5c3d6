import type { BandFacts } from '../../analyze/facts.ts';
import type { CompressorParameters } from '../../audio/index.ts';
import { sortedPercentile } from '../../meters/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { keptWithin, sayRegion } from '../keep.ts';
import { GLUE_WORK_DB } from '../limits.ts';
import type { Stage } from '../plan.ts';
import { IDLE_COMPRESSOR } from './glue.ts';

/** A band is out of line when its level swings this much more than the median band's (own estimate: no table exists). */
const SWING_OVER_OTHERS_DB = 6;
/** … and this much more than the whole programme does in nine of ten records. */
const SWING_OVER_GENRE_DB = 3;
/** A band this far under the strongest does not lead the ear. */
const QUIET_BELOW_DB = 18;
const FEWEST_BANDS = 3;
/** Slow swings, from section to section, are the arrangement; only quick ones are a fault (own estimates). */
const SLOW_SPREAD_DB = 5;
/** Music whose records move this much as a whole is not evened out band by band. */
const DYNAMIC_GENRE_LU = 13;

interface Swing {
  readonly band: BandFacts;
  readonly excessDb: number;
  readonly dynamicsDb: number;
  readonly levelDb: number;
  readonly usualDb: number;
}

/** Mean over the band's thirds of how much the level strays from one 3 s window to the next, dB. */
function slowSpreadDb({ facts }: PlanContext, band: BandFacts): number {
  const { centresHz, spreadDb } = facts.spectrum;
  const inside = centresHz.flatMap((hz, index) =>
    hz > band.fromHz && hz <= band.toHz ? [spreadDb[index] ?? 0] : [],
  );
  return inside.reduce((sum, value) => sum + value, 0) / Math.max(1, inside.length);
}

function swingsOf({ facts, target }: PlanContext): Swing[] {
  const known = facts.bands.filter(band => band.levelDb !== null && band.dynamicsDb !== null);
  if (known.length < FEWEST_BANDS) return [];
  const strongest = Math.max(...known.map(band => band.levelDb!));
  return known.flatMap(band => {
    const others = known.filter(other => other !== band).map(other => other.dynamicsDb!);
    const median = sortedPercentile(
      others.sort((a, b) => a - b),
      0.5,
    );
    const usualDb = Math.max(
      median + SWING_OVER_OTHERS_DB,
      target.dynamics.momentaryRangeLu.p90 + SWING_OVER_GENRE_DB,
    );
    const excessDb = band.dynamicsDb! - usualDb;
    if (excessDb <= 0 || band.levelDb! < strongest - QUIET_BELOW_DB) return [];
    return [{ band, excessDb, dynamicsDb: band.dynamicsDb!, levelDb: band.levelDb!, usualDb }];
  });
}

/** The loud moments of the band, as its compressor's detector sees one channel (own estimate), dBFS. */
function loudLevelDbfs({ band, dynamicsDb, levelDb }: Swing, channelCount: number): number {
  const perChannel = levelDb - (channelCount === 2 ? 3 : 0);
  return perChannel + dynamicsDb / 3 + (band.crestDb ?? 12) / 3;
}

function stageOf(swing: Swing, workDb: number, context: PlanContext): Stage {
  const { band } = swing;
  const ratio = 1.8;
  const working: CompressorParameters = {
    ...IDLE_COMPRESSOR,
    ratio,
    releaseSeconds: 0.2,
    thresholdDbfs: jsonNumber(
      loudLevelDbfs(swing, context.facts.channelCount) - workDb / (1 - 1 / ratio),
      1,
    )!,
  };
  const bands = context.facts.bands;
  const lower = band === bands[0] ? [] : [band.fromHz];
  const upper = band === bands[bands.length - 1] ? [] : [band.toHz];
  return {
    id: 'multiband',
    processor: 'multiband',
    isEnabled: true,
    strengthFraction: 1,
    parameters: {
      crossoversHz: [...lower, ...upper],
      bands: [...lower.map(() => IDLE_COMPRESSOR), working, ...upper.map(() => IDLE_COMPRESSOR)],
    },
    because: [
      {
        fact: 'bands.dynamicsDb',
        found: jsonNumber(swing.dynamicsDb, 1),
        wanted: jsonNumber(swing.usualDb, 1),
        unit: 'dB',
        sentence: `Between ${sayHz(Math.max(20, band.fromHz))} and ${sayHz(band.toHz)} the level swings by ${say(swing.dynamicsDb, 'dB')} while the rest of the mix stays steadier (up to ${say(swing.usualDb, 'dB')} would pass): only this band is held, by about ${say(workDb, 'dB')} in its loudest moments.`,
      },
    ],
    bounds: [
      { parameter: 'ratio', minimum: 1, maximum: 2, unit: '' },
      { parameter: 'gainReductionDb', minimum: 0, maximum: GLUE_WORK_DB.maximum, unit: 'dB' },
    ],
  };
}

/** Compression of the one band whose level swings out of line with all others. */
export function decideMultiband(context: PlanContext): Decision {
  const { keep } = context;
  if (keep.keepsDynamics || keep.keepsTone) {
    return leave(
      `Dynamics per band: the brief keeps the ${keep.keepsDynamics ? 'dynamics' : 'tone'}, so no band is held.`,
    );
  }
  const swings = swingsOf(context);
  if (swings.length === 0)
    return leave('Dynamics per band: every band moves with the others, so none is held.');
  if (swings.length > 1) {
    return leave(
      `Dynamics per band: ${swings.length} bands swing more than the rest; that is the arrangement, not a fault of one band, so none is held.`,
    );
  }
  const swing = swings[0]!;
  const { p90 } = context.target.dynamics.momentaryRangeLu;
  const place = `between ${sayHz(Math.max(20, swing.band.fromHz))} and ${sayHz(swing.band.toHz)} the level swings by ${say(swing.dynamicsDb, 'dB')}`;
  const kept = keptWithin(keep, swing.band.fromHz, swing.band.toHz);
  if (kept !== null) {
    return leave(
      `Dynamics per band: ${place}, but the brief keeps what lies ${sayRegion(kept)}, so it is not held.`,
    );
  }
  if (p90 > DYNAMIC_GENRE_LU) {
    return leave(`Dynamics per band: ${place}, as this kind of music may, so it is not held.`);
  }
  if (slowSpreadDb(context, swing.band) > SLOW_SPREAD_DB) {
    return leave(
      `Dynamics per band: ${place}, but slowly, from section to section: the arrangement, so it is not held.`,
    );
  }
  const workDb = Math.min(GLUE_WORK_DB.maximum, Math.max(GLUE_WORK_DB.minimum, swing.excessDb / 2));
  return take(stageOf(swing, workDb, context));
}
