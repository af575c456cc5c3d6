import { percentile } from '../../../meters/index.ts';
import { dbToPower, jsonNumber, powerToDb } from '../../../units/index.ts';
import type { Programme, Stretch, Tracer } from '../tracer.ts';
import { findBreaths, findSibilants, type SoundBurst } from './bursts.ts';
import { type FineTrace, traceFine } from './fine.ts';
import { joinFine, type RingProfile, sectionCentres, sectionLevels, type ToneSection } from './profile.ts';
import { shortLevels } from './short.ts';

/** Bursts of one kind over the programme. */
export interface BurstsTrace {
  /** The loudest ones, at most 2000, in order of time. */
  readonly bursts: readonly SoundBurst[];
  readonly burstCount: number;
  /** Medians over all of them; null where there are none. */
  readonly medianLevelDb: number | null;
  readonly medianRatioDb: number | null;
}

/** What the spectrum tells of rings, sharp and breathy sounds, and the tone of each stretch. */
export interface SpectraTrace {
  readonly rings: RingProfile;
  /** Mean power of 150 Hz … 5 kHz in the windows that are not pauses, dB; null for silence. */
  readonly voiceDb: number | null;
  readonly sibilants: BurstsTrace;
  readonly breaths: BurstsTrace;
  readonly sectionCentresHz: readonly number[];
  readonly sections: readonly ToneSection[];
}

interface SegmentSpectra {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly fine: FineTrace;
  /** Windows by level of the voice, 1 dB from −130: pauses are told from the whole programme. */
  readonly voiceCounts: Uint16Array;
  readonly sibilants: readonly SoundBurst[];
  readonly breaths: readonly SoundBurst[];
}

const LOWEST_DB = -130;
/** Windows this far below the mean are pauses. */
const PAUSE_DB = 25;
const MOST_BURSTS = 2000;

/** One look at the spectrum for everything that needs it. */
export const spectraTracer: Tracer<SegmentSpectra, SpectraTrace> = {
  // the surroundings of a burst, and half a window
  contextSeconds: 0.8,
  trace(stretch, kernels) {
    const levels = shortLevels(stretch, kernels);
    return {
      startSeconds: stretch.startFrame / stretch.sampleRateHz,
      endSeconds: stretch.endFrame / stretch.sampleRateHz,
      fine: traceFine(stretch, kernels),
      ...countLevels(stretch, levels),
      sibilants: findSibilants(stretch, levels),
      breaths: findBreaths(stretch, levels),
    };
  },
  join(traces, programme) {
    const { voiceDb } = joinVoice(traces);
    return {
      rings: joinFine(
        traces.map(({ fine }) => fine),
        programme,
      ),
      voiceDb,
      sibilants: joinBursts(traces.flatMap(({ sibilants }) => sibilants)),
      breaths: joinBursts(traces.flatMap(({ breaths }) => breaths)),
      ...joinSections(traces, programme),
    };
  },
};

function countLevels(stretch: Stretch, levels: ReturnType<typeof shortLevels>) {
  const voiceCounts = new Uint16Array(-LOWEST_DB + 10);
  const from = stretch.startFrame / stretch.sampleRateHz;
  const to = stretch.endFrame / stretch.sampleRateHz;
  for (let window = 0; window < levels.count; window++) {
    const seconds = levels.firstSeconds + window * levels.hopSeconds;
    if (seconds >= from && seconds < to) countAt(voiceCounts, levels.voiceDb[window]! - LOWEST_DB);
  }
  return { voiceCounts };
}

function countAt(counts: Uint16Array, step: number): void {
  counts[Math.min(counts.length - 1, Math.max(0, Math.round(step)))]! += 1;
}

function sumOf(all: readonly Uint16Array[]): Float64Array {
  const sum = new Float64Array(all[0]?.length ?? 0);
  for (const counts of all) {
    counts.forEach((count, at) => {
      sum[at]! += count;
    });
  }
  return sum;
}

/** Mean power above the gate, which stands PAUSE_DB below the mean of all. */
function joinVoice(traces: readonly SegmentSpectra[]): { readonly voiceDb: number | null } {
  const counts = sumOf(traces.map(({ voiceCounts }) => voiceCounts));
  const meanFrom = (fromDb: number) => {
    let sum = 0;
    let count = 0;
    counts.forEach((windows, step) => {
      if (LOWEST_DB + step < fromDb) return;
      sum += windows * dbToPower(LOWEST_DB + step);
      count += windows;
    });
    return powerToDb(sum / Math.max(1, count));
  };
  const all = meanFrom(LOWEST_DB + 1);
  return { voiceDb: jsonNumber(meanFrom(all - PAUSE_DB), 2) };
}

function joinBursts(bursts: readonly SoundBurst[]): BurstsTrace {
  const levels = bursts.map(({ levelDb }) => levelDb);
  const least = [...levels].sort((a, b) => b - a)[MOST_BURSTS] ?? Number.NEGATIVE_INFINITY;
  const median = (values: readonly number[]) => (values.length === 0 ? null : percentile(values, 0.5));
  const rounded = (value: number, decimals: number) => jsonNumber(value, decimals) ?? 0;
  return {
    bursts: bursts
      .filter(({ levelDb }) => levelDb > least)
      .map(burst => ({
        startSeconds: rounded(burst.startSeconds, 3),
        endSeconds: rounded(burst.endSeconds, 3),
        levelDb: rounded(burst.levelDb, 2),
        ratioDb: rounded(burst.ratioDb, 2),
        riseDb: rounded(burst.riseDb, 2),
      })),
    burstCount: bursts.length,
    medianLevelDb: median(levels),
    medianRatioDb: median(bursts.map(({ ratioDb }) => ratioDb)),
  };
}

function joinSections(traces: readonly SegmentSpectra[], programme: Programme) {
  return {
    sectionCentresHz: sectionCentres(programme.sampleRateHz).map(hz => jsonNumber(hz, 1) ?? 0),
    sections: traces.map(({ startSeconds, endSeconds, fine }) => ({
      startSeconds,
      endSeconds,
      levelDb: sectionLevels(fine),
    })),
  };
}
