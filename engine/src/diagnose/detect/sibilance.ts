import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { SoundBurst, SpectraTrace } from '../inspect/spectra/index.ts';
import { makeFinding } from '../make-finding.ts';

/**
 * Sibilants as loud as the middle of the mix are too much: in sixteen recordings and mixes of all kinds 97 of 100 stay 2 dB
 * and more below it (measured; only hi-hats that play alone come nearer).
 */
const LIMIT_DB = -1.5;
/** Less than this over the voice of the moment, and what is loud there is the whole mix. */
const LEAST_RATIO_DB = -6;
/** Fewer than this many a minute are a matter of taste. */
const LEAST_PER_MINUTE = 2;
const LEAST_COUNT = 3;
/** Middle of 5 … 10 kHz, where they are looked for. */
const FREQUENCY_HZ = 7071;
const LARGEST_RANGE_DB = 6;
/** Where no other sibilants are there to learn from: an s of a good recording stands about level with the voice. */
const USUAL_RATIO_DB = -3;

/** Nobody speaks so many syllables: these are hi-hats, made to be heard, and only those that stick out count … */
const HATS_PER_SECOND = 4;
/** … by this much over the usual one. */
const HATS_RISE_DB = 5;

/** From which level on a sibilant is too loud, dB as the trace has them; null in silence. */
export function sharpLimitDb({ voiceDb, sibilants }: SpectraTrace, durationSeconds: number): number | null {
  if (voiceDb === null) return null;
  const limitDb = voiceDb + LIMIT_DB;
  const isHats = sibilants.burstCount > HATS_PER_SECOND * durationSeconds;
  return isHats ? Math.max(limitDb, (sibilants.medianLevelDb ?? limitDb) + HATS_RISE_DB) : limitDb;
}

/** Sibilants above the limit. */
export function sharpSibilants(spectra: SpectraTrace, durationSeconds: number): readonly SoundBurst[] {
  const limitDb = sharpLimitDb(spectra, durationSeconds) ?? Number.POSITIVE_INFINITY;
  return spectra.sibilants.bursts.filter(
    ({ levelDb, ratioDb }) => levelDb >= limitDb && ratioDb >= LEAST_RATIO_DB,
  );
}

/** Sharp s sounds and hi-hats that stand out of the mix. */
export const detectSibilance: Detector = ({ facts, traces: { spectra } }) => {
  const sharp = sharpSibilants(spectra, facts.durationSeconds);
  const { voiceDb, sibilants } = spectra;
  const perMinute = (60 * sharp.length) / facts.durationSeconds;
  if (voiceDb === null || sharp.length < LEAST_COUNT || perMinute < LEAST_PER_MINUTE) return [];
  const excess = sharp.map(({ levelDb }) => levelDb - voiceDb - LIMIT_DB);
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
          found: jsonNumber(worstDb + LIMIT_DB, 1),
          limit: LIMIT_DB,
          unit: 'dB',
        },
        {
          fact: 'sharp sounds per minute',
          found: jsonNumber(perMinute, 1),
          limit: LEAST_PER_MINUTE,
          unit: '',
        },
      ],
      confidenceFraction: Math.min(0.95, 0.6 + 0.1 * meanDb),
      title: 'Sharp sibilants',
      sentence: `${sharp.length} s sounds or hi-hats carry about as much power between 5 and 10 kHz as the whole middle of the mix does on average; the loudest stands at ${say(worstDb + LIMIT_DB, 'dB')} against it, where records stay below ${say(LIMIT_DB, 'dB')}.`,
      proposal: `A de-esser takes up to ${say(rangeDb, 'dB', 0)} above 5 kHz while they sound, and nothing in between.`,
      inTheMix:
        'De-ess the voice or turn the hi-hats down on their own tracks; that leaves the rest brighter.',
      repair: {
        repair: 'deess',
        parameters: {
          frequencyHz: FREQUENCY_HZ,
          thresholdDb: jsonNumber(thresholdDb(sibilants.medianRatioDb), 1) ?? USUAL_RATIO_DB,
          rangeDb,
          floorDbfs: jsonNumber(voiceDb + LIMIT_DB - 6, 1) ?? 0, // the ones that only nearly reach the limit are let be
        },
      },
    }),
  ];
};

/** A little above what the usual sibilants of this mix have, so that only the sharp ones are worked on. */
function thresholdDb(medianRatioDb: number | null): number {
  return Math.min(2, Math.max(-6, medianRatioDb ?? USUAL_RATIO_DB));
}
