import { jsonNumber, powerToDb } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { SoundBurst, SpectraTrace } from '../inspect/spectra/index.ts';
import { makeFinding } from '../make-finding.ts';

/**
 * Sibilants as loud as the middle of the mix are too much, however few: in sixteen recordings and mixes of all kinds 97 of 100 stay
 * 2 dB and more below it (measured; only hi-hats that play alone come nearer).
 */
const LOUD_DB = -1.5;
/** Less than this over the voice of the moment, and what is loud there is the whole mix. */
const LEAST_RATIO_DB = -6;
/** Fewer than this many a minute are a matter of taste. */
const LEAST_PER_MINUTE = 2;
const LEAST_COUNT = 3;

/**
 * Lower ones are too much where they come one after the other. A record of a voice has ten a minute above this, and four in any ten
 * seconds; a voice without a de-esser has one with every other word (measured on nine recordings and on planted consonants).
 */
const FREQUENT_DB = -5.5;
const FREQUENT_PER_MINUTE = 24;
const FREQUENT_COUNT = 5;
const FREQUENT_RATIO_DB = -8;
/** An s of a good recording rises less out of its own band; and cymbals do that ring on. */
const FREQUENT_RISE_DB = 8;
/**
 * A sound that is shorter than the ear's memory is heard by its energy: 10 dB less for a tenth of this. So an s counts whole and the
 * tick of a hi-hat does not. H. Fastl, E. Zwicker, Psychoacoustics, 3rd edition (2007), section 8.5: loudness grows up to 100 ms.
 */
const HEARD_WHOLE_SECONDS = 0.1;
/** Middle of 5 … 10 kHz, where they are looked for. */
const FREQUENCY_HZ = 7071;
const LARGEST_RANGE_DB = 6;
/** Where no other sibilants are there to learn from: an s of a good recording stands about level with the voice. */
const USUAL_RATIO_DB = -3;

/** Nobody speaks so many syllables: these are hi-hats, made to be heard, and only those that stick out count … */
const HATS_PER_SECOND = 4;
/** … by this much over the usual one. */
const HATS_RISE_DB = 5;

/** Sibilants that are too loud, and from which level on they were, dB as the trace has them. */
export interface SharpSibilants {
  readonly bursts: readonly SoundBurst[];
  readonly limitDb: number;
}

const NONE: SharpSibilants = { bursts: [], limitDb: LOUD_DB };

/** Sibilants above the limit: a few that are very loud, or many that are loud; none where there are too few of both. */
export function sharpSibilants(spectra: SpectraTrace, durationSeconds: number): SharpSibilants {
  const { voiceDb, sibilants } = spectra;
  if (voiceDb === null) return NONE;
  const isHats = sibilants.burstCount > HATS_PER_SECOND * durationSeconds;
  const hatsDb = isHats ? (sibilants.medianLevelDb ?? 0) + HATS_RISE_DB : Number.NEGATIVE_INFINITY;
  const frequentDb = Math.max(voiceDb + FREQUENT_DB, hatsDb);
  const frequent = sibilants.bursts.filter(
    burst =>
      heardDb(burst) >= frequentDb && burst.ratioDb >= FREQUENT_RATIO_DB && burst.riseDb >= FREQUENT_RISE_DB,
  );
  if (isEnough(frequent, durationSeconds, FREQUENT_COUNT, FREQUENT_PER_MINUTE))
    return { bursts: frequent, limitDb: FREQUENT_DB };
  const loudDb = Math.max(voiceDb + LOUD_DB, hatsDb);
  const loud = sibilants.bursts.filter(
    ({ levelDb, ratioDb }) => levelDb >= loudDb && ratioDb >= LEAST_RATIO_DB,
  );
  return isEnough(loud, durationSeconds, LEAST_COUNT, LEAST_PER_MINUTE)
    ? { bursts: loud, limitDb: LOUD_DB }
    : NONE;
}

/** The level by which a burst is heard, dB. */
function heardDb({ levelDb, startSeconds, endSeconds }: SoundBurst): number {
  return levelDb + powerToDb(Math.min(1, (endSeconds - startSeconds) / HEARD_WHOLE_SECONDS));
}

function isEnough(
  bursts: readonly SoundBurst[],
  durationSeconds: number,
  leastCount: number,
  leastPerMinute: number,
): boolean {
  return bursts.length >= Math.max(leastCount, (leastPerMinute * durationSeconds) / 60);
}

/** Sharp s sounds and hi-hats that stand out of the mix. */
export const detectSibilance: Detector = ({ facts, traces: { spectra } }) => {
  const { bursts: sharp, limitDb } = sharpSibilants(spectra, facts.durationSeconds);
  const { voiceDb, sibilants } = spectra;
  if (voiceDb === null || sharp.length === 0) return [];
  const isFrequent = limitDb === FREQUENT_DB;
  const excess = sharp.map(({ levelDb }) => levelDb - voiceDb - limitDb);
  const worstDb = Math.max(...excess);
  const meanDb = excess.reduce((sum, db) => sum + db, 0) / excess.length;
  const rangeDb = Math.min(LARGEST_RANGE_DB, Math.round(worstDb + 3)); // 3 dB inside the limit, where records are
  return [
    makeFinding(facts, {
      id: 'sibilance',
      kind: 'sibilance',
      severity: 'fix',
      places: sharp.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, channel: null })),
      fromHz: 5000,
      toHz: 10000,
      evidence: [
        {
          fact: 'loudest sibilant against the middle of the mix',
          found: jsonNumber(worstDb + limitDb, 1),
          limit: limitDb,
          unit: 'dB',
        },
        {
          fact: 'sharp sounds per minute',
          found: jsonNumber((60 * sharp.length) / facts.durationSeconds, 1),
          limit: isFrequent ? FREQUENT_PER_MINUTE : LEAST_PER_MINUTE,
          unit: '',
        },
      ],
      confidenceFraction: Math.min(0.95, 0.6 + 0.1 * meanDb),
      title: 'Sharp sibilants',
      sentence: isFrequent
        ? `${sharp.length} s sounds or hi-hats, one after the other, stand between 5 and 10 kHz above ${say(limitDb, 'dB')} against the middle of the mix, the loudest at ${say(worstDb + limitDb, 'dB')}; records have a few of these a minute.`
        : `${sharp.length} s sounds or hi-hats carry about as much power between 5 and 10 kHz as the whole middle of the mix does on average; the loudest stands at ${say(worstDb + limitDb, 'dB')} against it, where records stay below ${say(limitDb, 'dB')}.`,
      proposal: `A de-esser takes up to ${say(rangeDb, 'dB', 0)} above 5 kHz while they sound, and nothing in between.`,
      inTheMix:
        'De-ess the voice or turn the hi-hats down on their own tracks; that leaves the rest brighter.',
      repair: {
        repair: 'deess',
        parameters: {
          frequencyHz: FREQUENCY_HZ,
          thresholdDb: jsonNumber(thresholdDb(sibilants.medianRatioDb), 1) ?? USUAL_RATIO_DB,
          rangeDb,
          floorDbfs: jsonNumber(voiceDb + limitDb - 6, 1) ?? 0, // the ones that only nearly reach the limit are let be
        },
      },
    }),
  ];
};

/** A little above what the usual sibilants of this mix have, so that only the sharp ones are worked on. */
function thresholdDb(medianRatioDb: number | null): number {
  return Math.min(2, Math.max(-6, medianRatioDb ?? USUAL_RATIO_DB));
}
