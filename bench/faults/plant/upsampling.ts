import { resample, type SincShape } from '../../support/resample.ts';
import { between, oneOf, readable } from './draw.ts';
import { keepHeadroom, oncePerExcerpt, percentileOf, toDb } from './levels.ts';
import { bandPower, midSpectra } from './spectra.ts';
import type { Excerpt, Recipe } from './types.ts';

const WINDOW_FRAMES = 4096;
/** Music that ends below the old Nyquist by itself shows no edge there. */
const LEAST_EDGE_DBFS = -84;

/** Rates that files come from, and what they are sold as. */
const STEPS = [
  { fromHz: 22050, toHz: 44100 },
  { fromHz: 22050, toHz: 48000 },
  { fromHz: 32000, toHz: 44100 },
  { fromHz: 32000, toHz: 48000 },
  { fromHz: 44100, toHz: 48000 },
  { fromHz: 44100, toHz: 96000 },
  { fromHz: 48000, toHz: 96000 },
] as const;

/** A higher rate than the music was made at. */
export const upsampling: Recipe = {
  name: 'upsampling',
  kinds: ['upsampled'],
  alsoTrue: ['dull'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    '22.05, 32, 44.1 and 48 kHz sold as 44.1, 48 or 96, by a long or a short filter, where loud moments have at least −84 dBFS just below the old Nyquist (without, there is no edge to see)',
  make(excerpt, random) {
    const { fromHz, toHz } = oneOf(random, STEPS);
    const edgeFraction = between(random, 0.93, 0.98);
    const filter: SincShape = oneOf(random, [
      { beta: 9, crossings: 40, edgeFraction },
      { beta: 6, crossings: 16, edgeFraction },
    ]);
    const { sampleRateHz } = excerpt;
    if (fromHz > sampleRateHz || edgeLevelDbfs(excerpt, fromHz) < LEAST_EDGE_DBFS) return null;
    const change = (x: Float32Array, from: number, to: number): Float32Array =>
      from === to ? x.slice() : Float32Array.from(resample(x, from, to, filter));
    const channels = excerpt.channels.map(x => change(change(x, sampleRateHz, fromHz), fromHz, toHz));
    keepHeadroom(channels);
    return {
      channels,
      sampleRateHz: toHz,
      parameters: { fromHz, toHz, crossings: filter.crossings, edgeFraction: readable(edgeFraction) },
      band: { fromHz: fromHz * 0.4, toHz: toHz / 2 },
    };
  },
};

const spectraOf = oncePerExcerpt(({ channels }) => midSpectra(channels, WINDOW_FRAMES));

/** Level of loud moments between 0.8 and 0.92 of a Nyquist. */
function edgeLevelDbfs(excerpt: Excerpt, oldRateHz: number): number {
  const powers = spectraOf(excerpt).map(spectrum =>
    bandPower(spectrum, 0.4 * oldRateHz, 0.46 * oldRateHz, excerpt.sampleRateHz / WINDOW_FRAMES),
  );
  return toDb(Math.sqrt(percentileOf(powers, 0.8)));
}
