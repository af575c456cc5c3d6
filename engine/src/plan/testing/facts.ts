import type { BandFacts, Facts } from '../../analyze/facts.ts';
import type { SourceFormat } from '../../audio/index.ts';
import { dbToPower, powerToDb } from '../../units/index.ts';
import { GENRE_TARGETS, type TargetName } from '../targets/genres.ts';
import { NINE_BAND_EDGES_HZ } from '../targets/nine-bands.ts';
import { CENTRES_HZ } from '../targets/third-octaves.ts';

export const PCM_FORMAT: SourceFormat = {
  container: 'WAV',
  encoding: '24-bit PCM',
  isLossy: false,
  depthBits: 24,
  isFloat: false,
};

/** What an invented mix is like; everything else is exactly what its genre's records are in the middle. */
export interface InventedMix {
  readonly like: TargetName;
  /** Tone away from the genre, dB at a frequency. */
  readonly toneDb?: (frequencyHz: number) => number;
  readonly integratedLufs?: number;
  readonly plrDb?: number;
  readonly momentaryRangeLu?: number;
  /** Sides over the middle away from the genre, dB per band of the nine. */
  readonly widthDb?: (band: number) => number;
  /** Swing of a broad band, dB. */
  readonly dynamicsDb?: (band: number) => number;
  readonly dcOffset?: number;
  readonly sampleRateHz?: number;
  readonly channelCount?: number;
}

const HOP_COUNT = 1800;

const BROAD_EDGES_HZ = [0, 120, 800, 5000, 22050] as const;

function sideMidAt(mix: InventedMix, hz: number): number {
  const edge = NINE_BAND_EDGES_HZ.findIndex(upperHz => hz < upperHz);
  const band = edge < 0 ? NINE_BAND_EDGES_HZ.length : edge;
  return GENRE_TARGETS[mix.like].sideMidDb[band]!.p50 + (mix.widthDb?.(band) ?? 0);
}

function bandsOf(mix: InventedMix, levelDb: readonly number[], range: number): BandFacts[] {
  return BROAD_EDGES_HZ.slice(1).map((toHz, band) => {
    const fromHz = BROAD_EDGES_HZ[band]!;
    let mid = 0;
    let side = 0;
    CENTRES_HZ.forEach((hz, index) => {
      if (hz < fromHz || hz >= toHz) return;
      const ratio = dbToPower(sideMidAt(mix, hz));
      mid += dbToPower(levelDb[index]!) / (1 + ratio);
      side += (dbToPower(levelDb[index]!) * ratio) / (1 + ratio);
    });
    return {
      fromHz,
      toHz,
      levelDb: powerToDb(mid + side),
      crestDb: 12,
      dynamicsDb: mix.dynamicsDb?.(band) ?? range,
      sideMidDb: powerToDb(side / mid),
      correlation: (mid - side) / (mid + side),
      balanceDb: 0,
      monoFoldDb: powerToDb(mid / (mid + side)),
    };
  });
}

function timelineOf(integratedLufs: number, rangeLu: number, plrDb: number): Facts['timeline'] {
  const width = rangeLu / 0.85; // 10th to 95th percentile of a straight ramp
  const momentaryLufs = Array.from(
    { length: HOP_COUNT },
    (_, hop) => integratedLufs + width * (((hop * 617) % HOP_COUNT) / HOP_COUNT - 0.6),
  );
  return {
    hopSeconds: 0.1,
    momentaryLufs,
    shortTermLufs: momentaryLufs,
    // one hop in ten reaches the full peak, the others stay 4 dB under it
    truePeakDbtp: momentaryLufs.map((_, hop) => integratedLufs + plrDb - (hop % 10 === 0 ? 0 : 4)),
  };
}

/** Facts of a mix that exists only in the test. */
export function inventFacts(mix: InventedMix): Facts {
  const { tone, dynamics } = GENRE_TARGETS[mix.like];
  const integratedLufs = mix.integratedLufs ?? -18;
  const plrDb = mix.plrDb ?? dynamics.plrDb.p50;
  const range = mix.momentaryRangeLu ?? dynamics.momentaryRangeLu.p50;
  const sampleRateHz = mix.sampleRateHz ?? 44100;
  const channelCount = mix.channelCount ?? 2;
  const levels = CENTRES_HZ.map((hz, index) => tone.levelDb[index]! - 25 + (mix.toneDb?.(hz) ?? 0));
  const truePeakDbtp = integratedLufs + plrDb;
  const bands = bandsOf(mix, levels, range);
  const heard = CENTRES_HZ.flatMap((hz, index) => (hz < sampleRateHz / 2 ? [index] : []));
  const side = (index: number): number => dbToPower(sideMidAt(mix, CENTRES_HZ[index]!));
  return {
    version: 1,
    durationSeconds: HOP_COUNT / 10,
    frameCount: (HOP_COUNT / 10) * sampleRateHz,
    sampleRateHz,
    channelCount,
    integratedLufs,
    loudnessRangeLu: 0.7 * range,
    maxMomentaryLufs: integratedLufs + range / 2,
    maxShortTermLufs: integratedLufs + range / 3,
    truePeakDbtp,
    samplePeakDbfs: truePeakDbtp - 0.2,
    plrDb,
    minPsrDb: plrDb - range / 3,
    medianPsrDb: plrDb,
    dynamicRangeDb: plrDb - 2,
    channels: Array.from({ length: channelCount }, () => ({
      truePeakDbtp,
      samplePeakDbfs: truePeakDbtp - 0.2,
      rmsDbfs: integratedLufs - 2,
      dcOffset: mix.dcOffset ?? 0,
      dynamicRangeDb: plrDb - 2,
    })),
    timeline: timelineOf(integratedLufs, range, plrDb),
    spectrum: {
      centresHz: heard.map(index => CENTRES_HZ[index]!),
      midDb: heard.map(index => levels[index]! - powerToDb(1 + side(index))),
      sideDb: heard.map(index => levels[index]! - powerToDb(1 + 1 / side(index))),
      spreadDb: heard.map(() => 3),
      loudDb: heard.map(index => levels[index]! + 1),
      loudSideMidDb: heard.map(index => powerToDb(side(index))),
      correlation: heard.map(() => 0.6),
    },
    bands: bands.filter(({ fromHz }) => fromHz < sampleRateHz / 2),
    stereo: channelCount === 2 ? { correlation: 0.6, balanceDb: 0, sideMidDb: -8, monoFoldDb: -0.6 } : null,
    headSilenceSeconds: 0,
    tailSilenceSeconds: 0,
    clipping: { runCount: 0, clippedFrames: 0, longestRunFrames: 0, runs: [] },
    effectiveDepthBits: 24,
    upperCutoffHz: null,
    loudestSection: { startSeconds: 60, endSeconds: 75, loudnessLufs: integratedLufs + 2 },
  };
}
