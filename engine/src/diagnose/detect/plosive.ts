import { percentile } from '../../meters/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { SoundBurst, SpectraTrace } from '../inspect/spectra/index.ts';
import { makeFinding } from '../make-finding.ts';

/**
 * A pop without a shield has ten times the pressure of what lies below 150 Hz around it; bass notes and drums without a stick that are
 * loud enough to be asked about stay under 19 dB in 41 passages of records and mixes (measured).
 */
const LEAST_RISE_DB = 20;
/** Bursts of less than twice the power of the middle of the mix disturb nobody. */
const LEAST_LEVEL_DB = 3;
/** A speaker pops a few times a minute; more is a drum. */
const MOST_PER_MINUTE = 20;
/** So many may come close together in a short recording. */
const FEW = 8;
/** Drums come at equal distances: where half of the distances agree within 8 %, it is a pulse. */
const EQUAL_FRACTION = 0.08;
const PULSE_SHARE = 0.5;
const LEAST_FOR_PULSE = 4;
const CORNER_HZ = 120;
const LARGEST_CUT_DB = 12;
/** The shelf begins and ends this much outside the burst, so that its fades lie there. */
const MARGIN_SECONDS = 0.015;

/** Bursts of breath; empty where the material could as well be drums or bass. */
export function findPlosives(
  { breaths, voiceDb }: SpectraTrace,
  durationSeconds: number,
): readonly SoundBurst[] {
  if (voiceDb === null) return [];
  const loud = breaths.bursts.filter(
    ({ levelDb, riseDb }) => levelDb >= voiceDb + LEAST_LEVEL_DB && riseDb >= LEAST_RISE_DB,
  );
  const isMany = loud.length > Math.max(FEW, (MOST_PER_MINUTE * durationSeconds) / 60);
  return isMany || isPulse(loud) ? [] : loud;
}

function isPulse(bursts: readonly SoundBurst[]): boolean {
  const distances = bursts.slice(1).map(({ startSeconds }, i) => startSeconds - bursts[i]!.startSeconds);
  if (distances.length < LEAST_FOR_PULSE) return false;
  const middle = percentile(distances, 0.5);
  const equal = distances.filter(each => Math.abs(each - middle) < EQUAL_FRACTION * middle);
  return equal.length >= PULSE_SHARE * distances.length;
}

/** Plosives: breath that hits the microphone. */
export const detectPlosive: Detector = ({ facts, traces: { spectra } }) => {
  const plosives = findPlosives(spectra, facts.durationSeconds);
  if (plosives.length === 0) return [];
  const loudestDb = Math.max(...plosives.map(({ levelDb }) => levelDb - (spectra.voiceDb ?? 0)));
  const { sampleRateHz, frameCount } = facts;
  const bursts = plosives.map(({ startSeconds, endSeconds, riseDb }) => ({
    startFrame: Math.max(0, Math.round((startSeconds - MARGIN_SECONDS) * sampleRateHz)),
    endFrame: Math.min(frameCount, Math.round((endSeconds + MARGIN_SECONDS) * sampleRateHz)),
    cutDb: jsonNumber(Math.min(LARGEST_CUT_DB, riseDb), 1) ?? 0,
  }));
  return [
    makeFinding(facts, {
      id: 'plosive',
      kind: 'plosive',
      severity: 'ask', // a drum without a stick sounds the same to every number here
      places: plosives.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, channel: null })),
      fromHz: null,
      toHz: 150,
      evidence: [
        { fact: 'bursts of breath', found: plosives.length, limit: 0, unit: '' },
        {
          fact: 'loudest burst against the middle of the mix',
          found: jsonNumber(loudestDb, 1),
          limit: LEAST_LEVEL_DB,
          unit: 'dB',
        },
      ],
      confidenceFraction: 0.5,
      title: 'Plosives',
      sentence: `${plosives.length} ${plosives.length === 1 ? 'burst' : 'bursts'} of breath below 150 Hz, without the attack of a drum, up to ${say(loudestDb, 'dB')} against the middle of the mix.`,
      proposal: `Nothing until it is answered; a low shelf at ${CORNER_HZ} Hz would dip for each, and all else stay as it is.`,
      inTheMix: 'Cut the voice below 100 Hz at these places, or choose another take.',
      repair: {
        repair: 'plosive',
        parameters: { frequencyHz: CORNER_HZ, bursts: apart(bursts) },
      },
      question: {
        text: `${plosives.length === 1 ? 'One burst' : `${plosives.length} bursts`} below 150 Hz, the first at ${say(plosives[0]!.startSeconds, 's')}: a drum, as intended, or breath on the microphone?`,
        choices: [
          { answer: 'intended', consequence: 'It is a drum: nothing is done, and nothing more said.' },
          { answer: 'repair', consequence: 'It is breath: a low shelf dips for each burst.' },
          { answer: 'leave', consequence: 'Nothing is done; the letter keeps the note.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};

interface Burst {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly cutDb: number;
}

/** Bursts whose margins touch become one. */
function apart(bursts: readonly Burst[]): readonly Burst[] {
  const joined: Burst[] = [];
  for (const burst of bursts) {
    const last = joined.at(-1);
    if (last === undefined || burst.startFrame > last.endFrame) joined.push(burst);
    else {
      joined[joined.length - 1] = {
        startFrame: last.startFrame,
        endFrame: Math.max(last.endFrame, burst.endFrame),
        cutDb: Math.max(last.cutDb, burst.cutDb),
      };
    }
  }
  return joined;
}
