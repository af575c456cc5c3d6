import { type Facts, gainToDb } from '@deadwax/engine';
import { makeCodecHost } from '../../conformance/support/recordings.ts';
import { analyze } from '../../engine/src/analyze/index.ts';
import { readWidths } from '../../engine/src/plan/widths.ts';
import type { Material } from '../support/material.ts';
import { type AudioFeatures, afDistance, audioFeatures } from './af-distance.ts';

/** Everything that is compared of a programme. */
export interface Measured {
  readonly facts: Facts;
  readonly features: AudioFeatures;
}

/** How far a programme stands from the original. */
export interface Distance {
  /** Mean over the thirds, level taken out, dB. */
  readonly spectrumDb: number;
  /** Mean over the nine bands, and over those within each broad band, dB of side over mid. */
  readonly widthDb: number;
  readonly widthByBandDb: readonly number[];
  readonly loudnessLu: number;
  readonly loudnessRangeLu: number;
  readonly psrDb: number;
  readonly af: number;
  readonly truePeakDbtp: number;
}

/** Thirds this far under the strongest are no music. */
const HEARD_WITHIN_DB = 60;
/** Sides this far under the mid are none. */
const MONO_BELOW_DB = -35;

export async function measureMaterial(material: Material): Promise<Measured> {
  const host = makeCodecHost();
  const source = host.makeSource(material.channels, material.sampleRateHz);
  const { facts } = await analyze(source, host.powers, {}, 'listen');
  return { facts, features: audioFeatures(material, host.powers.kernels) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function totals({ spectrum }: Facts): number[] {
  return spectrum.centresHz.map((_, band) => {
    const power = [spectrum.midDb[band], spectrum.sideDb[band]].reduce<number>(
      (sum, level) => sum + (level === null || level === undefined ? 0 : 10 ** (level / 10)),
      1e-20,
    );
    return 10 * Math.log10(power);
  });
}

function spectrumError(original: Facts, other: Facts): number {
  const [a, b] = [totals(original), totals(other)];
  const strongest = Math.max(...a);
  const differences = a.flatMap((level, band) =>
    level > strongest - HEARD_WITHIN_DB ? [b[band]! - level] : [],
  );
  const level = mean(differences);
  return mean(differences.map(difference => Math.abs(difference - level)));
}

/** Absolute difference of side over mid in each of the nine bands; null where there is no music or no side. */
function widthErrors(original: Facts, other: Facts): (number | null)[] {
  const [a, b] = [readWidths(original), readWidths(other)];
  const strongest = Math.max(...a.map(({ mid, side }) => mid + side));
  const ratio = ({ mid, side }: { mid: number; side: number }): number =>
    10 * Math.log10((side + 1e-20) / (mid + 1e-20));
  return a.map((band, index) => {
    const isHeard = band.mid + band.side > strongest * 10 ** (-HEARD_WITHIN_DB / 10);
    if (!isHeard || ratio(band) < MONO_BELOW_DB) return null;
    return Math.abs(ratio(b[index]!) - ratio(band));
  });
}

/** Which of the nine bands make bass, low middle, middle, highs. */
const BROAD: readonly (readonly number[])[] = [[0], [1, 2], [3, 4, 5], [6, 7, 8]];

export function distanceOf(original: Measured, other: Measured): Distance {
  const widths = widthErrors(original.facts, other.facts);
  const known = (bands: readonly number[]): number[] =>
    bands.flatMap(band => (widths[band] === null ? [] : [widths[band]!]));
  const difference = (pick: (facts: Facts) => number | null): number =>
    Math.abs((pick(other.facts) ?? Number.NaN) - (pick(original.facts) ?? Number.NaN));
  return {
    spectrumDb: spectrumError(original.facts, other.facts),
    widthDb: mean(known([0, 1, 2, 3, 4, 5, 6, 7, 8])),
    widthByBandDb: BROAD.map(bands => (known(bands).length === 0 ? Number.NaN : mean(known(bands)))),
    loudnessLu: difference(facts => facts.integratedLufs),
    loudnessRangeLu: difference(facts => facts.loudnessRangeLu),
    psrDb: difference(facts => facts.medianPsrDb),
    af: afDistance(original.features, other.features),
    truePeakDbtp: other.facts.truePeakDbtp ?? gainToDb(0),
  };
}
