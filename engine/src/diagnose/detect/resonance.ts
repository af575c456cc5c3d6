import type { Ring } from '../../audio/index.ts';
import { percentile } from '../../meters/index.ts';
import { exponential, jsonNumber, log2 } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Question, Severity } from '../findings.ts';
import { type RingProfile, STEPS_PER_OCTAVE } from '../inspect/spectra/index.ts';
import { makeFinding } from '../make-finding.ts';
import { bellScores } from './ring-shape.ts';

/** Looked for from here on: below, rooms are told by their rumble. */
const LOWEST_HZ = 180;
const HIGHEST_HZ = 9000;
/**
 * The score (see scoreRings) from which on something rings, dB. This limit and the weights below come of 200 plants in 41 passages of
 * 21 pieces. Steady notes are the bound: of untouched passages of ten seconds a third has one that scores as a ring does.
 */
const LIMIT_DB = 3.5;
/** Over 60 windows (11 s) one chord can stand still, over 250 hardly: up to this much less is asked for. */
const SHORT_WINDOWS = 60;
const LONG_WINDOWS = 250;
const SHORT_DB = 0.5;
/** Half-height width, quarter tones: wider than a bell of Q 6 it is a matter of tone. */
const WIDEST = 5;
/** So far over its limit, and at least so wide, a ring is turned down; else it is only told. */
const SURE_DB = 1.5;
const SURE_WIDTH = 2.3;
/** Below, a band of a semitone holds fewer than two lobes of the window (22 Hz), so there is no floor between notes to be sure by. */
const SURE_FROM_HZ = 375;
/** Share of the unrest (the ninth decile of the prominences within an octave) that a ring has to overcome. */
const UNREST_WEIGHT = 0.7;
const UNREST_BANDS = 24;
/** The score is so much of how far the floor stands out; the rest is of how much of a bell it is. */
const PROMINENCE_WEIGHT = 0.4;
/** A ring that carries much of the music is one that is heard: 1 dB more for so much of its share above the usual one … */
const SHARE_WEIGHT = 0.4;
/** … which falls towards the treble, as in the excerpts that it is measured on; and counts within these bounds. */
const USUAL_SHARE_DB = -20;
const USUAL_SLOPE_DB_PER_OCTAVE = -2.5;
const SHARE_BOUNDS_DB = [-8, 4] as const;
/** A steady note has partials that stand out as it does: they count against it … */
const PARTIAL_WEIGHT = 0.5;
/** … and where one of them does about as much, it is nothing but that. */
const PARTIAL_SHARE = 0.8;
const PARTIALS: readonly number[] = [2, 3, 1 / 2, 1 / 3];
/** Rings nearer than this are one. */
const APART_BANDS = 5;
const MOST_RINGS = 4;
/** Nothing is said of less than this: 4 s of music. */
const LEAST_WINDOWS = 20;
const LARGEST_CUT_DB = 8;
const SMALLEST_CUT_DB = 3;
/** A band is wider than the top of a ring, so the floor shows less than its height. */
const UNSEEN_DB = 2.5;
/** Narrower than this, half a band of error in the frequency would miss the top: a cut of Q 12 takes 5 dB of a ring of 8 dB and Q 15 there. */
const HIGHEST_Q = 12;
const LOWEST_Q = 6;

/** So sure must one be to cut a hole into somebody's music without asking: drones and open strings ring too (own estimate). */
const UNASKED_FRACTION = 0.8;

const PROPOSALS: Readonly<Record<Severity, string>> = {
  fix: 'A narrow dynamic bell turns each clear ring down while it stands out, and rests while it does not.',
  ask: 'A narrow dynamic bell turns each clear ring down while it stands out, if you say that it is not meant.',
  note: 'Too little of it for a cut unasked: nothing is done about it.',
  'send-back': 'Nothing is done about it.',
};

/** A ring that was found. */
export interface FoundRing extends Ring {
  /** How far it stands out beyond what notes would explain, dB. */
  readonly scoreDb: number;
  /** Whether that is far enough to do something about it. */
  readonly isSure: boolean;
  /** The floor at the ring over that of its neighbourhood, dB. */
  readonly heightDb: number;
}

/** How far the floor of every narrow band stands out of the unrest of its own octaves, dB. */
function overUnrest(prominenceDb: readonly number[]): readonly number[] {
  return prominenceDb.map((prominence, band) => {
    const around = prominenceDb.slice(Math.max(0, band - UNREST_BANDS), band + UNREST_BANDS + 1);
    return prominence - UNREST_WEIGHT * percentile(around, 0.9);
  });
}

/** How far every narrow band stands out beyond what notes would explain, dB; −∞ for partials of another. */
function scoreRings({ prominenceDb, shareDb, centresHz }: RingProfile): readonly number[] {
  const standing = overUnrest(prominenceDb);
  const bells = bellScores(prominenceDb);
  return standing.map((height, band) => {
    const partial = highestPartial(standing, band);
    if (partial >= PARTIAL_SHARE * Math.max(0, height)) return Number.NEGATIVE_INFINITY;
    const usual = USUAL_SHARE_DB + USUAL_SLOPE_DB_PER_OCTAVE * log2(centresHz[band]! / 1000);
    const share = Math.min(SHARE_BOUNDS_DB[1], Math.max(SHARE_BOUNDS_DB[0], shareDb[band]! - usual));
    return (
      PROMINENCE_WEIGHT * height +
      (1 - PROMINENCE_WEIGHT) * bells[band]! +
      SHARE_WEIGHT * share -
      PARTIAL_WEIGHT * Math.max(0, partial)
    );
  });
}

/** Of the overtones and undertones of a band, the one that stands out furthest. */
function highestPartial(standing: readonly number[], band: number): number {
  return Math.max(
    ...PARTIALS.flatMap(ratio => {
      const other = band + Math.round(STEPS_PER_OCTAVE * log2(ratio));
      return [standing[other - 1], standing[other], standing[other + 1]].map(each => each ?? 0);
    }),
  );
}

function limitDb(windowCount: number): number {
  return LIMIT_DB - SHORT_DB * (1 - shortness(windowCount));
}

/** 0 for a song, 1 for a few seconds. */
function shortness(windowCount: number): number {
  return Math.min(1, Math.max(0, (LONG_WINDOWS - windowCount) / (LONG_WINDOWS - SHORT_WINDOWS)));
}

/** The shorter, the clearer it has to be before something is done: twice the margin for a few seconds. */
function sureDb(windowCount: number): number {
  return SURE_DB * (1 + shortness(windowCount));
}

/** The rings of a programme, the clearest first. */
export function findRings(profile: RingProfile): readonly FoundRing[] {
  if (profile.windowCount < LEAST_WINDOWS) return [];
  const scores = scoreRings(profile);
  const over = profile.centresHz.map((hz, band) =>
    hz < LOWEST_HZ || hz > HIGHEST_HZ ? 0 : scores[band]! - limitDb(profile.windowCount),
  );
  const order = [...over.keys()].filter(band => over[band]! > 0).sort((a, b) => over[b]! - over[a]!);
  const bands: number[] = [];
  for (const band of order) {
    if (bands.every(other => Math.abs(other - band) >= APART_BANDS)) bands.push(band);
  }
  const narrow = bands.filter(band => widthAt(profile.heightDb, band) <= WIDEST);
  return narrow.slice(0, MOST_RINGS).map(band => describeRing(profile, band, scores[band]!));
}

function describeRing(
  { heightDb, centresHz, windowCount }: RingProfile,
  band: number,
  scoreDb: number,
): FoundRing {
  const height = heightDb[band]!;
  const seen = widthAt(heightDb, band);
  // a band is two quarter tones wide, which widens what it shows
  const width = Math.sqrt(Math.max(1, seen * seen - 4)) / STEPS_PER_OCTAVE;
  const half = exponential((Math.LN2 * width) / 2);
  return {
    frequencyHz:
      jsonNumber(
        centresHz[band]! * exponential((Math.LN2 * peakOffset(heightDb, band)) / STEPS_PER_OCTAVE),
        1,
      ) ?? 0,
    q: jsonNumber(Math.min(HIGHEST_Q, Math.max(LOWEST_Q, 1 / (half - 1 / half))), 1) ?? 0,
    maxCutDb: jsonNumber(Math.min(LARGEST_CUT_DB, Math.max(SMALLEST_CUT_DB, height + UNSEEN_DB)), 1) ?? 0,
    heightDb: height,
    scoreDb,
    isSure:
      centresHz[band]! >= SURE_FROM_HZ &&
      seen >= SURE_WIDTH &&
      scoreDb >= limitDb(windowCount) + sureDb(windowCount),
  };
}

/** Width at half height, in bands. */
function widthAt(heightDb: readonly number[], band: number): number {
  const half = heightDb[band]! / 2;
  let [low, high] = [band, band];
  while (low > 0 && heightDb[low - 1]! > half) low -= 1;
  while (high < heightDb.length - 1 && heightDb[high + 1]! > half) high += 1;
  return edge(heightDb, high, high + 1, half) - edge(heightDb, low, low - 1, half);
}

/** Where a slope crosses a level, in bands. */
function edge(levels: readonly number[], inside: number, outside: number, level: number): number {
  const [a, b] = [levels[inside]!, levels[outside] ?? level];
  return inside + ((outside - inside) * (a - level)) / Math.max(1e-6, a - b);
}

/** The top of a parabola through three bands, −½ … ½ bands from the middle one. */
function peakOffset(levels: readonly number[], band: number): number {
  const [a, b, c] = [levels[band - 1] ?? 0, levels[band]!, levels[band + 1] ?? 0];
  const bend = a - 2 * b + c;
  return bend >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / bend));
}

/** Rings: frequencies that stand out of their neighbourhood by the same ratio whatever plays. */
export const detectResonance: Detector = ({ facts, traces: { spectra } }) => {
  const rings = findRings(spectra.rings);
  if (rings.length === 0) return [];
  const inOrder = [...rings].sort((a, b) => a.frequencyHz - b.frequencyHz);
  const names = inOrder.map(({ frequencyHz }) => sayHz(frequencyHz)).join(', ');
  const [clearest] = rings;
  const sure = inOrder.filter(({ isSure }) => isSure);
  const confidenceFraction = Math.min(0.9, 0.5 + 0.1 * (clearest!.scoreDb - LIMIT_DB));
  const severity: Severity =
    sure.length === 0 ? 'note' : confidenceFraction >= UNASKED_FRACTION ? 'fix' : 'ask';
  return [
    makeFinding(facts, {
      id: 'resonance',
      kind: 'resonance',
      severity,
      fromHz: inOrder[0]!.frequencyHz,
      toHz: inOrder.at(-1)!.frequencyHz,
      evidence: inOrder.map(ring => ({
        fact: `bell at ${sayHz(ring.frequencyHz)}, Q ${say(ring.q, '', 0)}, beyond what notes would explain`,
        found: jsonNumber(ring.scoreDb, 1),
        limit: jsonNumber(limitDb(spectra.rings.windowCount), 1),
        unit: 'dB',
      })),
      confidenceFraction,
      title: rings.length === 1 ? 'A ring' : 'Rings',
      sentence: `Everything rings at ${names}: whatever plays, it stands up to ${say(Math.max(...rings.map(({ heightDb }) => heightDb)), 'dB')} above what lies beside it, where a note would come and go.`,
      proposal: PROPOSALS[severity],
      inTheMix:
        'Find the track that rings and cut a narrow bell there; a room or a microphone is the usual cause.',
      repair: sure.length === 0 ? null : { repair: 'resonance', parameters: { rings: sure.map(toRing) } },
      question: severity === 'ask' ? questionOf(names) : null,
    }),
  ];
};

function questionOf(names: string): Question {
  return {
    text: `Something rings at ${names} whatever plays: is it meant, as a drone is?`,
    choices: [
      { answer: 'intended', consequence: 'It stays and is not held against the mix.' },
      { answer: 'repair', consequence: 'A narrow dynamic bell turns it down while it stands out.' },
      { answer: 'leave', consequence: 'It stays and is told in the report.' },
    ],
    safeDefault: 'leave',
  };
}

function toRing({ frequencyHz, q, maxCutDb }: FoundRing): Ring {
  return { frequencyHz, q, maxCutDb };
}
