import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { SpectrumEdge } from '../inspect/spectrum-edge.ts';
import { makeFinding } from '../make-finding.ts';
import { sayKilohertz } from './say.ts';

/** Rates that music is recorded at. */
const OLD_RATES_HZ: readonly number[] = [16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000];
/** A converter's edge ends at the old Nyquist, or a little above where its filter is short. */
const FROM_FRACTION = 0.955;
const TO_FRACTION = 1.12;
/** Above the edge there is rounding, dither and what a short filter lets through; music has more. */
const FLOOR_LIMIT_DBFS = -70;
const LEAST_STEADY = 0.8;
/** Coders leave a grid at this depth and more; then an edge in their range is theirs. */
const GRID_LIMIT = 6;
const CODER_EDGE_HZ = 14500;

interface Conversion {
  readonly oldRateHz: number;
  readonly edge: SpectrumEdge & { readonly edgeHz: number; readonly bottomHz: number };
}

/** The rate at whose Nyquist an edge ends; null where there is none. */
function conversionOf(edge: SpectrumEdge, sampleRateHz: number): Conversion | null {
  const { edgeHz, bottomHz, floorDbfs, steadyFraction } = edge;
  if (edgeHz === null || bottomHz === null || floorDbfs === null) return null;
  if (steadyFraction < LEAST_STEADY || floorDbfs > FLOOR_LIMIT_DBFS) return null;
  const fractionOf = (rate: number) => bottomHz / (rate / 2);
  const possible = OLD_RATES_HZ.filter(
    rate =>
      rate < 0.95 * sampleRateHz && fractionOf(rate) >= FROM_FRACTION && fractionOf(rate) <= TO_FRACTION,
  );
  const distance = (rate: number) => Math.abs(fractionOf(rate) - 1);
  const [first, ...others] = possible;
  if (first === undefined) return null;
  const oldRateHz = others.reduce((best, rate) => (distance(rate) < distance(best) ? rate : best), first);
  return { oldRateHz, edge: { ...edge, edgeHz, bottomHz } };
}

/** A higher rate than the music was made at. */
export const detectUpsampled: Detector = ({ facts, traces, format }) => {
  if (format.isLossy) return [];
  const { edge: steep, wideEdge, grids } = traces.origin;
  const found = conversionOf(steep, facts.sampleRateHz) ?? conversionOf(wideEdge, facts.sampleRateHz);
  if (found === null) return [];
  const isCoded = (grids[0]?.depthDeviations ?? 0) >= GRID_LIMIT;
  if (isCoded && found.edge.edgeHz > CODER_EDGE_HZ) return [];
  const { oldRateHz } = found;
  const { edgeHz, bottomHz, fallDb, floorDbfs } = found.edge;
  const rate = sayKilohertz(oldRateHz);
  return [
    makeFinding(facts, {
      id: 'upsampled',
      kind: 'upsampled',
      severity: 'note',
      fromHz: bottomHz,
      toHz: jsonNumber(facts.sampleRateHz / 2),
      evidence: [
        { fact: 'end of the spectrum', found: bottomHz, limit: oldRateHz / 2, unit: 'Hz' },
        { fact: `fall at ${sayKilohertz(edgeHz)}`, found: fallDb, limit: 20, unit: 'dB' },
        { fact: 'everything above', found: floorDbfs, limit: FLOOR_LIMIT_DBFS, unit: 'dBFS' },
      ],
      confidenceFraction: 0.9,
      title: `Made at ${rate}`,
      sentence: `The file runs at ${sayKilohertz(facts.sampleRateHz)}, but its spectrum falls by ${say(fallDb!, 'dB', 0)} at ${sayKilohertz(edgeHz)} and holds nothing above: it was converted from ${rate}.`,
      proposal: 'Deadwax masters it as it is; the higher rate costs nothing and brings nothing.',
      inTheMix: `Export at the rate of the session, probably ${rate}, without conversion.`,
    }),
  ];
};
