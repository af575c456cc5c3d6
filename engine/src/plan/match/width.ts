import { jsonNumber } from '../../units/index.ts';
import { say, sayHz, sentenceCase } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { keptWithin, sayRegion } from '../keep.ts';
import { MATCH_WIDTH_DB } from '../limits.ts';
import type { Reason } from '../plan.ts';
import { type Course, widthOf } from './aim.ts';
import { likelyCourse } from './smooth.ts';

/** Borders of the bands that may be widened apart: about an octave and a half each, the bass by itself. */
const CROSSOVERS_HZ: readonly number[] = [120, 350, 900, 2400, 6500];
/** A bass whose sides are no more than leakage is firm in the middle: it is widened less. */
const BASS_BELOW_HZ = 120;
const BASS_LEAKAGE_DB = -20;
const BASS_MOVE_DB = 6;
const FROM_HZ = 35;
const TO_HZ = 16_500;
/** Width changes as a whole first, then broadly (own estimate from the records that stand beside the bench). */
const EXPECTED = { shapeDb: 1.2, levelDb: 8, reachOctaves: 1.5 } as const;
const LEAST_MOVE_DB = 0.5;
/** Neighbours that want nearly the same get the same, so that no crossover stands without need. */
const SAME_DB = 0.4;
/** Sides this far under the middle are none: raised, they would bring up noise. */
const MONO_BELOW_DB = -45;
/** No band is widened past this, whatever the reference: two unrelated channels have 0 dB, and beyond mono begins to lose. */
const WIDEST_DB = 2;
/** What stays is said from here on, dB. */
const WORTH_SAYING_DB = 1.5;

interface Band {
  readonly fromHz: number;
  readonly toHz: number;
  readonly foundDb: number;
  readonly wantedDb: number;
  readonly gainDb: number;
  /** Why it goes less far than wanted; '' where it does not. */
  readonly because: string;
}

/** What the width stage does, and what it does to the sides of each third. */
export interface MatchedWidth {
  readonly decision: Decision;
  readonly sideGainsDb: readonly number[] | null;
}

const meanOver = (values: readonly number[], bands: readonly number[]): number =>
  bands.reduce((sum, band) => sum + values[band]!, 0) / Math.max(1, bands.length);

function boundedGain(
  wantedDb: number,
  foundDb: number,
  toHz: number,
): { readonly gainDb: number; readonly because: string } {
  if (wantedDb <= 0) return { gainDb: Math.max(-MATCH_WIDTH_DB, wantedDb), because: '' };
  if (foundDb < MONO_BELOW_DB)
    return { gainDb: 0, because: 'the mix is mono there, and nothing can be raised' };
  const room = Math.max(0, WIDEST_DB - foundDb);
  const isLeakage = toHz <= BASS_BELOW_HZ && foundDb < BASS_LEAKAGE_DB;
  const largest = isLeakage ? BASS_MOVE_DB : MATCH_WIDTH_DB;
  if (wantedDb <= Math.min(largest, room)) return { gainDb: wantedDb, because: '' };
  return room < largest
    ? { gainDb: room, because: 'more would cancel in mono' }
    : { gainDb: largest, because: `no move goes past ${largest} dB there` };
}

function bandsOf(aim: Course, { facts, keep }: PlanContext): Band[] {
  const { centresHz } = facts.spectrum;
  const found = widthOf(facts);
  const missing = centresHz.map((hz, band) => {
    const [wanted, there] = [aim.levelDb[band] ?? null, found[band] ?? null];
    return wanted === null || there === null || there < MONO_BELOW_DB || hz < FROM_HZ || hz > TO_HZ
      ? null
      : wanted - there;
  });
  const course = likelyCourse(
    centresHz,
    missing,
    aim.doubtDb.map(doubt => Math.SQRT2 * doubt),
    EXPECTED,
  );
  const nyquistHz = facts.sampleRateHz / 2;
  const edges = [20, ...CROSSOVERS_HZ.filter(hz => hz < 0.8 * nyquistHz), Math.min(20_000, nyquistHz)];
  return edges.slice(1).map((toHz, index) => {
    const fromHz = edges[index]!;
    const inside = centresHz.flatMap((hz, band) => (hz >= fromHz && hz < toHz ? [band] : []));
    const foundDb = meanOver(
      found.map(level => level ?? MONO_BELOW_DB - 1),
      inside,
    );
    const wantedDb = meanOver(course, inside);
    const kept = keptWithin(keep, fromHz, toHz);
    const { gainDb, because } =
      kept === null
        ? boundedGain(wantedDb, foundDb, toHz)
        : { gainDb: 0, because: `the brief keeps what lies ${sayRegion(kept)}` };
    return { fromHz, toHz, foundDb, wantedDb, gainDb, because };
  });
}

/** Neighbours whose gains differ by little become one band with their mean. */
function merged(bands: readonly Band[]): Band[] {
  const joined: Band[] = [];
  for (const band of bands) {
    const last = joined[joined.length - 1];
    if (
      last === undefined ||
      Math.abs(last.gainDb - band.gainDb) > SAME_DB ||
      last.because !== band.because
    ) {
      joined.push(band);
      continue;
    }
    const mean = (pick: (one: Band) => number): number => (pick(last) + pick(band)) / 2;
    joined[joined.length - 1] = {
      fromHz: last.fromHz,
      toHz: band.toHz,
      foundDb: mean(one => one.foundDb),
      wantedDb: mean(one => one.wantedDb),
      gainDb: mean(one => one.gainDb),
      because: band.because,
    };
  }
  return joined.map(band => ({ ...band, gainDb: Math.round(10 * band.gainDb) / 10 }));
}

function reasonOf({ fromHz, toHz, foundDb, wantedDb, gainDb }: Band, label: string): Reason {
  return {
    fact: 'spectrum.loudSideMidDb',
    found: jsonNumber(foundDb, 1),
    wanted: jsonNumber(foundDb + wantedDb, 1),
    unit: 'dB',
    sentence: `From ${sayHz(fromHz)} to ${sayHz(toHz)} the sides stand at ${say(foundDb, 'dB')} against the middle, in ${label} at ${say(foundDb + wantedDb, 'dB')}: the sides ${gainDb < 0 ? 'come down' : 'go up'} by ${say(Math.abs(gainDb), 'dB')}. The mono sum does not change.`,
  };
}

function unreached(bands: readonly Band[], label: string): string[] {
  return bands
    .filter(
      ({ wantedDb, gainDb, because }) => because !== '' && Math.abs(wantedDb - gainDb) >= WORTH_SAYING_DB,
    )
    .map(
      ({ fromHz, toHz, wantedDb, gainDb, because }) =>
        `From ${sayHz(fromHz)} to ${sayHz(toHz)} ${label} would ask for ${say(Math.abs(wantedDb), 'dB')} ${wantedDb > 0 ? 'more' : 'less'} of the sides; ${gainDb === 0 ? 'they stay' : `${say(Math.abs(gainDb), 'dB')} ${wantedDb > 0 ? 'more' : 'less'} is made`}, because ${because}.`,
    );
}

/** The width of the references, band by band, by gain on the sides. */
export function decideMatchedWidth(aim: Course, context: PlanContext): MatchedWidth {
  const none = (...sentences: string[]): MatchedWidth => ({
    decision: leave(...sentences),
    sideGainsDb: null,
  });
  const { facts, keep } = context;
  const { label } = context.reference!;
  if (facts.stereo === null) return none('Width: one channel has none.');
  if (keep.keepsWidth) return none('Width: the brief keeps it, so the references have no say in it.');
  const bands = merged(bandsOf(aim, context));
  const stays = unreached(bands, label);
  const moved = bands.filter(({ gainDb }) => Math.abs(gainDb) >= LEAST_MOVE_DB);
  if (moved.length === 0) {
    return none(...(stays.length > 0 ? stays : [`Width: the mix is as wide as ${label}, so it stays.`]));
  }
  const gains = bands.map(({ gainDb }) => (Math.abs(gainDb) < LEAST_MOVE_DB ? 0 : gainDb));
  const stage = take(
    {
      id: 'width',
      processor: 'width',
      isEnabled: true,
      strengthFraction: 1,
      parameters: { crossoversHz: bands.slice(1).map(({ fromHz }) => fromHz), sideGainsDb: gains },
      because: moved.map(band => reasonOf(band, label)),
      bounds: [{ parameter: 'sideGainsDb', minimum: -MATCH_WIDTH_DB, maximum: MATCH_WIDTH_DB, unit: 'dB' }],
    },
    stays.map(sentenceCase),
  );
  const sideGainsDb = facts.spectrum.centresHz.map(
    hz => gains[bands.findIndex(({ toHz }) => hz < toHz)] ?? 0,
  );
  return { decision: stage, sideGainsDb };
}
