import type { Facts } from '../../analyze/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Evidence, Finding } from '../findings.ts';
import { type Mirror, OLD_RATES_HZ } from '../inspect/mirror.ts';
import type { SpectrumEdge } from '../inspect/spectrum-edge.ts';
import type { Traces } from '../inspect/tracers.ts';
import { makeFinding } from '../make-finding.ts';
import { sayKilohertz } from './say.ts';

/** A long filter ends at the old Nyquist; a short one lets images through above it, which are told by their likeness. */
const FROM_FRACTION = 0.955;
const TO_FRACTION = 1.055;
/** Chance makes 0.25 of what lies above a frequency like what lies below it … */
const LEAST_LIKENESS = 0.3;
/** … and the holes of a coder's frames, or an edge elsewhere that makes the fall by itself, up to 0.4. */
const LEAST_CLEAR_LIKENESS = 0.45;
/** What stands above must be filtered at all: a symmetrical spectrum is none. */
const LEAST_FALL_DB = 20;
/** Above the edge there is rounding, dither and what a short filter lets through; music has more. */
const FLOOR_LIMIT_DBFS = -70;
const LEAST_STEADY = 0.8;
/** Coders leave a grid at this depth and more. */
const GRID_LIMIT = 6;
/**
 * Where coders end their spectrum, an edge alone says nothing: theirs falls to its floor within 500 Hz, the filter of a
 * converter goes on falling by this much more over 2 kHz.
 */
const CODER_EDGES_HZ = { from: 14500, to: 20500 };
const LEAST_SLOPE_DB = 20;
/** Where a grid shows that a coder was there, its own edge must be out of the question: by the slope and by where it ends. */
const LEAST_CODED_SLOPE_DB = 27;
const CODED_TO_FRACTION = 1.04;
/** An edge without a wide one beside it must be plain. */
const CLEAR_FALL_DB = 30;
/** Further apart the steep and the wide edge are not the same one. */
const SAME_EDGE_HZ = 1200;

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

const isCoded = ({ origin }: Traces): boolean => (origin.grids[0]?.depthDeviations ?? 0) >= GRID_LIMIT;

/** An end of the spectrum that is a coder's as likely as a converter's. */
function isCodersEdge({ oldRateHz, edge: { edgeHz, fallDb } }: Conversion, traces: Traces): boolean {
  const { edge, wideEdge } = traces.origin;
  const coded = isCoded(traces);
  if (edgeHz < CODER_EDGES_HZ.from || (!coded && edgeHz > CODER_EDGES_HZ.to)) return false;
  const isOne = Math.abs((wideEdge.edgeHz ?? 0) - (edge.edgeHz ?? edgeHz)) <= SAME_EDGE_HZ;
  if (!isOne) return coded || (fallDb ?? 0) < CLEAR_FALL_DB;
  const slopeDb = (wideEdge.fallDb ?? 0) - (edge.fallDb ?? 0);
  if (!coded) return slopeDb < LEAST_SLOPE_DB;
  const endFraction = (wideEdge.bottomHz ?? 0) / (oldRateHz / 2);
  return slopeDb < LEAST_CODED_SLOPE_DB || endFraction > CODED_TO_FRACTION || edgeHz > CODER_EDGES_HZ.to;
}

/** The rate about whose Nyquist the spectrum is mirrored, faintly; null where there is none. */
function mirrorOf(traces: Traces): Mirror | null {
  const { mirrors, edge } = traces.origin;
  const endsAt = (rate: number): boolean => {
    const fraction = (edge.bottomHz ?? rate / 2) / (rate / 2);
    return fraction >= FROM_FRACTION && fraction <= TO_FRACTION;
  };
  const leastOf = (rate: number): number =>
    isCoded(traces) || !endsAt(rate) ? LEAST_CLEAR_LIKENESS : LEAST_LIKENESS;
  const clear = mirrors.filter(
    ({ oldRateHz, likeness, fallDb }) =>
      (likeness ?? 0) >= leastOf(oldRateHz) && (fallDb ?? 0) >= LEAST_FALL_DB,
  );
  const [first, ...others] = clear;
  if (first === undefined) return null;
  return others.reduce((best, mirror) => (mirror.likeness! > best.likeness! ? mirror : best), first);
}

/** A higher rate than the music was made at. */
export const detectUpsampled: Detector = ({ facts, traces, format }) => {
  if (format.isLossy) return [];
  const mirror = mirrorOf(traces);
  if (mirror !== null) return [tell(facts, mirror.oldRateHz, mirror.oldRateHz / 2, mirrorEvidence(mirror))];
  const { edge: steep, wideEdge } = traces.origin;
  const found = conversionOf(steep, facts.sampleRateHz) ?? conversionOf(wideEdge, facts.sampleRateHz);
  if (found === null || isCodersEdge(found, traces)) return [];
  return [tell(facts, found.oldRateHz, found.edge.bottomHz, edgeEvidence(found))];
};

function mirrorEvidence({ oldRateHz, likeness, fallDb }: Mirror): readonly Evidence[] {
  return [
    { fact: `fall across ${sayKilohertz(oldRateHz / 2)}`, found: fallDb, limit: LEAST_FALL_DB, unit: 'dB' },
    {
      fact: 'likeness of what is left above to what lies below, turned over, of 1',
      found: likeness,
      limit: LEAST_LIKENESS,
      unit: '',
    },
  ];
}

function edgeEvidence({ oldRateHz, edge }: Conversion): readonly Evidence[] {
  const { edgeHz, bottomHz, fallDb, floorDbfs } = edge;
  return [
    { fact: 'end of the spectrum', found: bottomHz, limit: oldRateHz / 2, unit: 'Hz' },
    { fact: `fall at ${sayKilohertz(edgeHz)}`, found: fallDb, limit: 20, unit: 'dB' },
    { fact: 'everything above', found: floorDbfs, limit: FLOOR_LIMIT_DBFS, unit: 'dBFS' },
  ];
}

function tell(facts: Facts, oldRateHz: number, fromHz: number, evidence: readonly Evidence[]): Finding {
  const rate = sayKilohertz(oldRateHz);
  const [fall] = evidence.filter(({ unit }) => unit === 'dB');
  return makeFinding(facts, {
    id: 'upsampled',
    kind: 'upsampled',
    severity: 'note',
    fromHz,
    toHz: jsonNumber(facts.sampleRateHz / 2),
    evidence,
    confidenceFraction: 0.9,
    title: `Made at ${rate}`,
    sentence: `The file runs at ${sayKilohertz(facts.sampleRateHz)}, but its spectrum falls by ${say(fall!.found as number, 'dB', 0)} at ${sayKilohertz(fromHz)}, and above there is no music: it was converted from ${rate}.`,
    proposal: 'Deadwax masters it as it is; the higher rate costs nothing and brings nothing.',
    inTheMix: `Export at the rate of the session, probably ${rate}, without conversion.`,
  });
}
