import type { GenreName } from '../brief.ts';
import { deriveCurve, normalized, type TonalCurve } from './derive.ts';
import { BAND_LEVELS_DB, DYNAMICS, type DynamicsFigures, SIDE_MID_DB } from './nine-bands.ts';
import { mixRanges, type Range, range } from './range.ts';
import {
  CONTEMPORARY_CORRECTION,
  EIGHTY_PERCENT_OF_85,
  POP_RECORDS_DB,
  POP_RECORDS_SPREAD_DB,
  POPULAR_MEAN_DB,
  RECORDS_REGIONS_HZ,
  ROCK_RECORDS_DB,
  ROCK_RECORDS_SPREAD_DB,
  SPEECH_CENTRES_HZ,
  SPEECH_DB,
} from './spectrum-sources.ts';
import { CENTRES_HZ, interpolateOctaves } from './third-octaves.ts';

/** What records of one genre are like. */
export interface GenreTarget {
  readonly tone: TonalCurve;
  readonly dynamics: DynamicsFigures;
  /** Side over mid energy in the nine bands; null where width is no matter of the genre. */
  readonly sideMidDb: readonly Range[];
  /** Loudness that a release of today is delivered at. */
  readonly deliveredLufs: Range;
}

/** 'unlabelled' is the middle of all records, for music that fits no genre well. */
export type TargetName = GenreName | 'unlabelled';

function recordsCurve(
  levelDb: readonly number[],
  spread85Db: readonly number[],
  extraSpreadDb = 0,
): TonalCurve {
  return {
    levelDb: normalized(levelDb),
    spreadDb: CENTRES_HZ.map(
      centreHz =>
        EIGHTY_PERCENT_OF_85 * interpolateOctaves(RECORDS_REGIONS_HZ, spread85Db, centreHz) + extraSpreadDb,
    ),
  };
}

/** `curve` with gains at a few frequencies added, straight lines between them. */
function shaped(curve: readonly number[], pointsHz: readonly number[], gainsDb: readonly number[]): number[] {
  return curve.map((level, index) => level + interpolateOctaves(pointsHz, gainsDb, CENTRES_HZ[index]!));
}

/** Each region's correction at its geometric middle, so that no step stands between regions. */
const contemporary = shaped(
  POPULAR_MEAN_DB,
  CONTEMPORARY_CORRECTION.map(({ fromHz, toHz }) => Math.sqrt(fromHz * toHz)),
  CONTEMPORARY_CORRECTION.map(({ db }) => db),
);

function meanCurve(a: TonalCurve, b: TonalCurve): TonalCurve {
  const mean = (x: readonly number[], y: readonly number[]): number[] => x.map((v, i) => (v + y[i]!) / 2);
  return { levelDb: mean(a.levelDb, b.levelDb), spreadDb: mean(a.spreadDb, b.spreadDb) };
}

function meanRanges(a: readonly Range[], b: readonly Range[]): Range[] {
  return a.map((left, index) =>
    mixRanges([
      { weight: 1, range: left },
      { weight: 1, range: b[index]! },
    ]),
  );
}

/** The table knows the sum of 0–148 Hz only; its split came from popular music, so an orchestra gets more room there. */
function widerBass(curve: TonalCurve, extraDb: number): TonalCurve {
  const extra = CENTRES_HZ.map(hz => interpolateOctaves([80, 200], [extraDb, 0], hz));
  return { ...curve, spreadDb: curve.spreadDb.map((spread, index) => spread + extra[index]!) };
}

const jazzTone = deriveCurve(POPULAR_MEAN_DB, BAND_LEVELS_DB.jazz);
const unlabelledTone = deriveCurve(POPULAR_MEAN_DB, BAND_LEVELS_DB.unlabelled);

/** Speech outside 100 Hz … 10 kHz, own estimate: a voice has next to nothing below 80 Hz, and falls on above 10 kHz. */
const speechCurve = CENTRES_HZ.map(centreHz => {
  const level = interpolateOctaves(SPEECH_CENTRES_HZ, SPEECH_DB, centreHz);
  return level + interpolateOctaves([25, 50, 100, 10000, 20000], [-30, -18, 0, 0, -8], centreHz);
});

/** Own estimate: guitars doubled left and right stand 2 dB wider than pop in the bands they fill. */
const guitarWidths = SIDE_MID_DB.pop.map((limits, band) =>
  band >= 1 && band <= 5 ? range(limits.p10, limits.p50 + 2, limits.p90 + 2) : limits,
);

/** Own estimate: loud band music shares pop's dynamics (Kirchberger & Russo 2016 put pop, rap and rock together). */
const loudDynamics: DynamicsFigures = DYNAMICS.pop;

export const GENRE_TARGETS: Readonly<Record<TargetName, GenreTarget>> = {
  pop: {
    tone: recordsCurve(POP_RECORDS_DB, POP_RECORDS_SPREAD_DB),
    dynamics: loudDynamics,
    sideMidDb: SIDE_MID_DB.pop,
    deliveredLufs: range(-13.5, -9.5, -6.8), // phaselimiter pop
  },
  rock: {
    tone: recordsCurve(ROCK_RECORDS_DB, ROCK_RECORDS_SPREAD_DB),
    dynamics: loudDynamics,
    sideMidDb: guitarWidths,
    deliveredLufs: range(-13.5, -10, -7), // own estimate: pop, half a dB back, for drums that keep their peaks
  },
  metal: {
    // Own estimate: rock with the hollow middle and the bright top of distorted guitars (Elowsson & Friberg: more
    // percussion, more bass and more treble); 0.5 dB more spread because it is an estimate.
    tone: recordsCurve(
      shaped(ROCK_RECORDS_DB, [50, 100, 250, 630, 1250, 3150, 8000], [0.5, 1, 0, -1.5, -0.5, 1.5, 1.5]),
      ROCK_RECORDS_SPREAD_DB,
      0.5,
    ),
    dynamics: {
      ...loudDynamics,
      momentaryRangeLu: range(2.5, 4.5, 9), // own estimate: below pop's, walls of guitar vary little
    },
    sideMidDb: guitarWidths,
    deliveredLufs: range(-12, -9, -6.5), // own estimate: between pop and the 50 commercial songs of Jeon 2022 (−8.05)
  },
  'hip-hop': {
    // Pestana et al. 2013: the only genre of the 772 No. 1 hits that is strong at 30 Hz; the size is an own estimate.
    tone: recordsCurve(
      shaped(POP_RECORDS_DB, [25, 31.5, 40, 50, 80, 125], [6, 7, 5, 3, 1.5, 0]),
      POP_RECORDS_SPREAD_DB,
      0.5,
    ),
    dynamics: loudDynamics,
    sideMidDb: SIDE_MID_DB.pop,
    deliveredLufs: range(-12.5, -9, -6.5), // own estimate, as for metal
  },
  electronic: {
    // The contemporary masters, of which the most percussive are the brightest and deepest; their SD of 3.7 dB per
    // track is 4.7 dB at 80 %.
    tone: {
      levelDb: normalized(contemporary),
      spreadDb: CENTRES_HZ.map(hz =>
        interpolateOctaves([40, 90, 300, 1500, 2500, 16000], [6, 4, 3, 3, 4.7, 6.5], hz),
      ),
    },
    dynamics: loudDynamics,
    sideMidDb: SIDE_MID_DB.pop,
    deliveredLufs: range(-12, -8.5, -6), // Jeon 2022: commercial songs −8.05 ± 1.06; one dB wider each way
  },
  jazz: {
    tone: jazzTone,
    dynamics: DYNAMICS.jazz,
    sideMidDb: SIDE_MID_DB.jazz,
    deliveredLufs: range(-20, -15, -11.9), // phaselimiter jazz, its quiet half brought toward AES TD1008's −16
  },
  classical: {
    tone: widerBass(deriveCurve(POPULAR_MEAN_DB, BAND_LEVELS_DB.classical), 5),
    dynamics: DYNAMICS.classical,
    sideMidDb: SIDE_MID_DB.classical,
    deliveredLufs: range(-23, -18.5, -15), // phaselimiter classical −24.3, brought inside AES TD1008's −20…−16
  },
  folk: {
    // Own estimate: half-way between jazz and all records, with less bass (Pestana et al. 2013 put folk beside jazz: less
    // below 150 Hz and above 5 kHz than pop; the size is ours: no bass drum).
    tone: meanCurve(
      { ...jazzTone, levelDb: shaped(jazzTone.levelDb, [50, 100, 200], [-5, -3, 0]) },
      { ...unlabelledTone, levelDb: shaped(unlabelledTone.levelDb, [50, 100, 200], [-5, -3, 0]) },
    ),
    dynamics: {
      integratedLufs: range(-19, -13.5, -10),
      plrDb: range(10, 14, 18.5),
      crestDb: range(12, 15.5, 19.5),
      momentaryRangeLu: range(5.5, 9.5, 15.5),
    },
    sideMidDb: meanRanges(SIDE_MID_DB.jazz, SIDE_MID_DB.unlabelled),
    deliveredLufs: range(-18, -14, -10.5),
  },
  ambient: {
    // Own estimate: all records with less treble (Elowsson & Friberg: less percussion, less treble) and 1 dB more spread,
    // because the genre has no fixed instruments.
    tone: {
      levelDb: normalized(shaped(unlabelledTone.levelDb, [2000, 5000, 16000], [0, -4, -5])),
      spreadDb: unlabelledTone.spreadDb.map(spread => spread + 1),
    },
    dynamics: {
      integratedLufs: range(-25, -18, -12),
      plrDb: range(10, 14.5, 20),
      crestDb: range(12, 16, 21),
      momentaryRangeLu: range(5, 10, 18),
    },
    sideMidDb: SIDE_MID_DB.unlabelled.map(({ p10, p50, p90 }) => range(p10 + 2, p50 + 3, p90 + 3)),
    deliveredLufs: range(-21, -17, -12), // AES TD1008: −16 per track, nothing below −20
  },
  spoken: {
    // The spread between voices and microphones is an own estimate: Byrne et al. average over talkers.
    tone: {
      levelDb: normalized(speechCurve),
      spreadDb: CENTRES_HZ.map(hz =>
        interpolateOctaves([50, 100, 200, 4000, 10000, 16000], [12, 6, 4, 4, 6, 9], hz),
      ),
    },
    dynamics: {
      // Own estimate; Kirchberger & Russo 2016 only say that speech has the widest short-term range of all.
      integratedLufs: range(-30, -20, -15),
      plrDb: range(12, 16, 21),
      crestDb: range(14, 18, 23),
      momentaryRangeLu: range(9, 13, 19),
    },
    sideMidDb: SIDE_MID_DB.unlabelled.map(() => range(-90, -35, -12)), // own estimate: one voice in the middle
    deliveredLufs: range(-19, -16, -14), // AES TD1008 speech −18; stereo podcasts as a rule −16
  },
  unlabelled: {
    tone: unlabelledTone,
    dynamics: DYNAMICS.unlabelled,
    sideMidDb: SIDE_MID_DB.unlabelled,
    deliveredLufs: range(-18, -12.4, -8.2), // phaselimiter unlabelled, its quiet end at AES TD1008's −18
  },
};

/** The genres that 'auto' weighs, in the order of the brief. */
export const GENRE_NAMES: readonly GenreName[] = [
  'pop',
  'rock',
  'metal',
  'hip-hop',
  'electronic',
  'jazz',
  'classical',
  'folk',
  'ambient',
  'spoken',
];
