import { type HopPowers, lufsToPower, percentile, windowPowers } from '../meters/index.ts';
import { broadBands, GATING_STEP_HOPS, MOMENTARY_HOPS, thirdOctaves } from '../standards/index.ts';
import { gainToDb, jsonNumber, powerToDb } from '../units/index.ts';
import type { BandFacts } from './facts.ts';
import type { BandHops } from './measure-segment.ts';
import { type GatedSpectrum, stereoOf } from './spectrum-facts.ts';

/** A momentary window in hops of 100 ms. */
const WINDOW_HOPS = MOMENTARY_HOPS / GATING_STEP_HOPS;

/** Level, crest, dynamics and stereo of the broad bands, over the momentary windows above the gate. */
export function bandFacts(
  bands: BandHops,
  gated: GatedSpectrum,
  hops: HopPowers,
  gateLufs: number,
): readonly BandFacts[] {
  const gate = lufsToPower(gateLufs);
  const momentary = windowPowers(hops, MOMENTARY_HOPS, GATING_STEP_HOPS);
  const audible = Array.from(momentary.keys()).filter(window => momentary[window]! > gate);
  const { centresHz } = thirdOctaves(hops.sampleRateHz);
  return broadBands(hops.sampleRateHz).map((range, band) => {
    const inBand = centresHz.map(hz => hz > range.fromHz && hz <= range.toHz);
    const from = inBand.indexOf(true);
    const to = inBand.lastIndexOf(true) + 1;
    return {
      fromHz: range.fromHz,
      toHz: range.toHz,
      ...dynamicsOf(bands, band, audible, hops.sampleRateHz / 10),
      ...(from < 0 ? NO_STEREO : stereoOf(gated, from, to)),
    };
  });
}

const NO_STEREO = { correlation: null, balanceDb: null, sideMidDb: null, monoFoldDb: null };

function dynamicsOf(
  bands: BandHops,
  band: number,
  windows: readonly number[],
  hopFrames: number,
): Pick<BandFacts, 'levelDb' | 'crestDb' | 'dynamicsDb'> {
  let peak = 0;
  let sum = 0;
  const levels: number[] = [];
  for (const window of windows) {
    let power = 0;
    for (let hop = window; hop < window + WINDOW_HOPS; hop++) {
      power += bands.powers[hop * bands.bandCount + band] ?? 0;
      peak = Math.max(peak, bands.peaks[hop * bands.bandCount + band] ?? 0);
    }
    sum += power / (WINDOW_HOPS * hopFrames);
    levels.push(powerToDb(power / (WINDOW_HOPS * hopFrames) + 1e-14));
  }
  const mean = sum / Math.max(1, windows.length);
  return {
    levelDb: jsonNumber(powerToDb(mean), 2),
    crestDb: jsonNumber(gainToDb(peak) - powerToDb(mean), 2),
    dynamicsDb: jsonNumber(percentile(levels, 0.95) - percentile(levels, 0.1), 2),
  };
}
