import { sortedPercentile } from '../../meters/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { momentaryRangeLu } from '../momentary-range.ts';
import { IDLE_COMPRESSOR } from '../stages/glue.ts';

/**
 * Ranges nearer than this are the same: two halves of one song differ by 1.7 LU at the median and 7 at most (eight songs),
 * because the range follows the arrangement before it follows any compressor. Half of what lies beyond is evened out.
 */
const SAME_LU = 4;
const GRIP = 0.5;
/** Most that a broad compressor evens out between quiet and loud, dB. */
const MATCH_WORK_DB = 4;
const LARGEST_RATIO = 2;
const LEAST_RATIO = 1.05;
/** A broad knee: the whole range is bent, not its top. */
const KNEE_DB = 12;

/** The quiet passages of the mix: 10th percentile of the momentary loudness above −20 LU, LUFS. */
function quietLufs({ facts }: PlanContext): number {
  const gateLufs = (facts.integratedLufs ?? 0) - 20;
  const values = facts.timeline.momentaryLufs
    .filter((value): value is number => value !== null && value > gateLufs)
    .sort((a, b) => a - b);
  return sortedPercentile(values, 0.1);
}

/** The range of the references: a mix that moves more is evened out, one that moves less cannot be undone. */
export function decideMatchedDynamics(wantedLu: number, context: PlanContext): Decision {
  const { facts, keep } = context;
  const { label, isOne } = context.reference!;
  if (keep.keepsDynamics)
    return leave('Dynamics: the brief keeps them, so the references have no say in them.');
  const foundLu = momentaryRangeLu(facts);
  const psrDb = facts.medianPsrDb;
  if (foundLu === null || psrDb === null) return leave('Dynamics: the mix is too short to compare them.');
  const found = `its loudness moves over ${say(foundLu, 'LU')}, that of ${label} over ${say(wantedLu, 'LU')}`;
  if (foundLu < wantedLu - SAME_LU) {
    return leave(
      `Dynamics: ${found}. ${isOne ? 'The reference is' : 'The references are'} more alive; what was pressed together in the mix is not pulled apart here, a mix with less compression would come nearer.`,
    );
  }
  if (foundLu <= wantedLu + SAME_LU) return leave(`Dynamics: ${found}, near enough, so no compressor.`);
  const wantedWorkDb = GRIP * (foundLu - wantedLu - SAME_LU);
  const workDb = Math.min(MATCH_WORK_DB, wantedWorkDb);
  const ratio = Math.min(LARGEST_RATIO, foundLu / (foundLu - workDb));
  if (ratio < LEAST_RATIO) return leave(`Dynamics: ${found}, near enough, so no compressor.`);
  const rest =
    wantedWorkDb > MATCH_WORK_DB
      ? [
          `The range of the mix lies ${say(foundLu - wantedLu, 'LU')} over that of ${label}; ${say(workDb, 'dB')} are evened out, because more would be heard as pumping.`,
        ]
      : [];
  return take(
    {
      id: 'glue',
      processor: 'compressor',
      isEnabled: true,
      strengthFraction: 1,
      parameters: {
        ...IDLE_COMPRESSOR,
        // the detector rides between loudness and peaks; half-way is an own estimate
        thresholdDbfs: jsonNumber(quietLufs(context) + psrDb / 2, 1)!,
        ratio: jsonNumber(ratio, 2)!,
        kneeDb: KNEE_DB,
      },
      because: [
        {
          fact: 'timeline.momentaryLufs',
          found: jsonNumber(foundLu, 1),
          wanted: jsonNumber(wantedLu, 1),
          unit: 'LU',
          sentence: `The mix moves more than ${label}: ${found}. A slow compressor over the whole range takes about ${say(workDb, 'dB')} between quiet and loud.`,
        },
      ],
      bounds: [
        { parameter: 'ratio', minimum: 1, maximum: LARGEST_RATIO, unit: '' },
        { parameter: 'gainReductionDb', minimum: 0, maximum: MATCH_WORK_DB, unit: 'dB' },
      ],
    },
    rest,
  );
}
