import { say, sayHz } from '../units/words.ts';
import type { Brief, KeepName } from './brief.ts';

/** Everything that a client may keep. */
export const KEEP_NAMES: readonly KeepName[] = [
  'vocals',
  'bass',
  'low-end',
  'highs',
  'dynamics',
  'width',
  'tone',
  'loudness',
];

/** What the equaliser may still do where it is kept away: no listener hears half a decibel, and neighbours need it. */
const KEPT_MOVE_DB = 0.5;
/** With the dynamics kept, the limiter catches single peaks and nothing more (own estimate), dB. */
const KEPT_DYNAMICS_BUDGET_DB = 2;

/** A part of the spectrum that must not be touched. */
export interface KeptRegion {
  readonly name: KeepName;
  readonly fromHz: number;
  readonly toHz: number;
  /** How far the summed equaliser may move there, dB. */
  readonly largestMoveDb: number;
  /** What lives there. */
  readonly because: string;
}

/** What a brief forbids, as bounds for the plan. */
export interface KeepBounds {
  readonly regions: readonly KeptRegion[];
  readonly keepsTone: boolean;
  readonly keepsDynamics: boolean;
  readonly keepsWidth: boolean;
  readonly keepsLoudness: boolean;
  /** Sides below are the bass's own. */
  readonly keepsLowEnd: boolean;
  /** 95th percentile of gain reduction at most, dB; null where the loudness decides. */
  readonly limiterBudgetDb: number | null;
}

type RegionTable = Readonly<Partial<Record<KeepName, Omit<KeptRegion, 'name' | 'largestMoveDb'>>>>;

const REGIONS: RegionTable = {
  // telephony carries a voice's words and its level in 300 Hz … 3.4 kHz (ITU-T G.712); records reach a little higher
  vocals: { fromHz: 300, toHz: 4000, because: 'where a voice has its words and its level' },
  // the lowest string of a bass stands at 41 Hz; two octaves above its middle notes ends what only a bass plays
  bass: { fromHz: 40, toHz: 250, because: 'where a bass has its notes' },
  'low-end': { fromHz: 0, toHz: 120, because: 'where kick and bass share the room' },
  highs: { fromHz: 5000, toHz: 24_000, because: 'where cymbals, esses and air live' },
};

/** What must not be touched, as bounds: pure, and the only reader of `brief.keep`. */
export function keepBounds({ keep }: Pick<Brief, 'keep'>): KeepBounds {
  const has = (name: KeepName): boolean => keep.includes(name);
  return {
    regions: KEEP_NAMES.flatMap(name => {
      const region = REGIONS[name];
      return region === undefined || !has(name) ? [] : [{ name, largestMoveDb: KEPT_MOVE_DB, ...region }];
    }),
    keepsTone: has('tone'),
    keepsDynamics: has('dynamics'),
    keepsWidth: has('width'),
    keepsLoudness: has('loudness'),
    keepsLowEnd: has('low-end') || has('bass') || has('width'),
    limiterBudgetDb: has('dynamics') ? KEPT_DYNAMICS_BUDGET_DB : null,
  };
}

/** How far the summed equaliser may move at a frequency, dB; Infinity where nothing is kept. */
export function keptMoveDb({ regions }: KeepBounds, frequencyHz: number): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...regions
      .filter(({ fromHz, toHz }) => frequencyHz >= fromHz && frequencyHz <= toHz)
      .map(({ largestMoveDb }) => largestMoveDb),
  );
}

/** The kept region that a band reaches into; null where there is none. */
export function keptWithin({ regions }: KeepBounds, fromHz: number, toHz: number): KeptRegion | null {
  return regions.find(region => fromHz < region.toHz && toHz > region.fromHz) ?? null;
}

/** Where a region lies: 'from 300 Hz to 4 kHz', 'below 120 Hz', 'above 5 kHz'. */
export function sayRegion({ fromHz, toHz }: Pick<KeptRegion, 'fromHz' | 'toHz'>): string {
  if (fromHz <= 0) return `below ${sayHz(toHz)}`;
  return toHz >= 20_000 ? `above ${sayHz(fromHz)}` : `from ${sayHz(fromHz)} to ${sayHz(toHz)}`;
}

/** What the brief keeps and what that means for the equaliser, one sentence per region. */
export function describeKept({ regions }: KeepBounds): string[] {
  return regions.map(
    region =>
      `The brief keeps the ${NAMES[region.name]}: ${sayRegion(region)}, ${region.because}, the equaliser moves by ${say(region.largestMoveDb, 'dB')} at most, and nothing is compressed or widened there on its own.`,
  );
}

const NAMES: Readonly<Record<KeepName, string>> = {
  vocals: 'vocals',
  bass: 'bass',
  'low-end': 'low end',
  highs: 'highs',
  dynamics: 'dynamics',
  width: 'width',
  tone: 'tone',
  loudness: 'loudness',
};
