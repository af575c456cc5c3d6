import type { SpectrumFacts } from '../../analyze/facts.ts';
import { dbToPower, jsonNumber, powerToDb } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import type { Detector, DiagnoseContext, TonalAim } from '../context.ts';
import type { FindingKind, Place } from '../findings.ts';
import type { SpectraTrace } from '../inspect/spectra/index.ts';
import { makeFinding } from '../make-finding.ts';

/** A region of tone, and what it is called when there is too much or too little of it. */
interface Region {
  readonly kind: FindingKind;
  readonly fromHz: number;
  readonly toHz: number;
  /** 1: too much is the fault; −1: too little. */
  readonly sign: 1 | -1;
  readonly title: string;
  readonly inTheMix: string;
}

/** The words of the trade, and where they lie. B. Katz, Mastering Audio, 3rd edition (2014), chapter 4. */
const REGIONS: readonly Region[] = [
  {
    kind: 'boomy',
    fromHz: 56,
    toHz: 180,
    sign: 1,
    title: 'Boomy',
    inTheMix: 'Look at kick and bass: one of them should leave the other its octave.',
  },
  {
    kind: 'muddy',
    fromHz: 180,
    toHz: 560,
    sign: 1,
    title: 'Muddy',
    inTheMix:
      'Thin out the lower middle of guitars, keys and reverbs; the voice needs it least of all twice.',
  },
  {
    kind: 'harsh',
    fromHz: 1800,
    toHz: 5600,
    sign: 1,
    title: 'Harsh',
    inTheMix: 'Look for guitars, synthesisers or a voice that all want the same place between 2 and 5 kHz.',
  },
  {
    kind: 'dull',
    fromHz: 5600,
    toHz: 14000,
    sign: -1,
    title: 'Dull',
    inTheMix:
      'Open the voice and the cymbals on their own tracks; there a boost raises no noise of the others.',
  },
  {
    kind: 'thin',
    fromHz: 56,
    toHz: 280,
    sign: -1,
    title: 'Thin',
    inTheMix:
      'Check high-passes that stand too high, and the polarity of what was recorded with two microphones.',
  },
];

/** A region further out than anything usual by this much more is an instrument that is missing, not a balance. */
const MISSING_DB = 15;
/** Where aim and mix agree on 0 dB. */
const MIDDLE_HZ = [190, 2100] as const;
/** An aim that is only guessed at is a blend, and wide by itself; a little is added for the guess (own estimate). */
const DOUBT_WEIGHT = 0.2;
/** Tone is a matter of taste: nobody is surer than this. */
const SUREST = 0.9;
/** A stretch is named where it stands this much further out than the limit. */
const SECTION_DB = 2;

/** The mean over a region of level − aim, of levels at any centres, and of the tolerance. */
interface Standing {
  readonly deviationDb: number;
  readonly toleranceDb: number;
}

function standingOf(
  centresHz: readonly number[],
  levelDb: readonly (number | null)[],
  aim: TonalAim,
  { fromHz, toHz }: Pick<Region, 'fromHz' | 'toHz'>,
): Standing | null {
  const deviations = centresHz.map((hz, band) => {
    const level = levelDb[band] ?? null;
    return level === null ? null : level - aimAt(aim, aim.levelDb, hz);
  });
  const mean = (from: number, to: number): number | null => {
    const inside = deviations.filter(
      (each, band): each is number => each !== null && centresHz[band]! > from && centresHz[band]! < to,
    );
    return inside.length === 0 ? null : inside.reduce((sum, each) => sum + each, 0) / inside.length;
  };
  const [here, middle] = [mean(fromHz, toHz), mean(MIDDLE_HZ[0], MIDDLE_HZ[1])];
  if (here === null || middle === null) return null;
  const tolerances = aim.toleranceDb.filter((_, i) => aim.centresHz[i]! > fromHz && aim.centresHz[i]! < toHz);
  const toleranceDb = tolerances.reduce((sum, each) => sum + each, 0) / Math.max(1, tolerances.length);
  return { deviationDb: here - middle, toleranceDb };
}

/** The aim's value at the centre that lies nearest. */
function aimAt(aim: TonalAim, values: readonly number[], hz: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  aim.centresHz.forEach((centre, index) => {
    const ratio = Math.max(centre / hz, hz / centre);
    if (ratio >= least) return;
    least = ratio;
    best = index;
  });
  return values[best]!;
}

function totals({ midDb, sideDb }: SpectrumFacts): (number | null)[] {
  return midDb.map((mid, band) => {
    const power = (mid === null ? 0 : dbToPower(mid)) + (sideDb[band] == null ? 0 : dbToPower(sideDb[band]));
    return power > 0 ? powerToDb(power) : null;
  });
}

/** What is too much or too little against the aim: the wider the doubt about the aim, the more it takes. */
export const detectBalance: Detector = context => REGIONS.flatMap(region => judge(context, region));

function judge({ facts, tonalAim, traces }: DiagnoseContext, region: Region) {
  const { spectrum } = facts;
  const standing = standingOf(spectrum.centresHz, totals(spectrum), tonalAim, region);
  if (standing === null) return [];
  const { deviationDb, toleranceDb } = standing;
  const limitDb = toleranceDb * (1 + DOUBT_WEIGHT * (1 - tonalAim.confidenceFraction));
  const amountDb = region.sign * deviationDb;
  if (amountDb <= limitDb || (region.sign < 0 && amountDb > MISSING_DB)) return [];
  const range = `${sayHz(region.fromHz)} to ${sayHz(region.toHz)}`;
  const places = sectionPlaces(traces.spectra, tonalAim, region, limitDb + SECTION_DB);
  return [
    makeFinding(facts, {
      id: region.kind,
      kind: region.kind,
      severity: 'note',
      places,
      fromHz: region.fromHz,
      toHz: region.toHz,
      evidence: [
        {
          fact: `level of ${range} against ${tonalAim.label}`,
          found: jsonNumber(deviationDb, 1),
          limit: jsonNumber(region.sign * limitDb, 1),
          unit: 'dB',
        },
      ],
      confidenceFraction: jsonNumber(SUREST * (0.5 + 0.5 * tonalAim.confidenceFraction), 2) ?? 0.5,
      title: region.title,
      sentence: `From ${range} the mix is ${say(Math.abs(deviationDb), 'dB')} ${deviationDb > 0 ? 'stronger' : 'weaker'} than ${tonalAim.label}, where ±${say(toleranceDb, 'dB')} is usual.`,
      proposal: `The equaliser of the plan ${region.sign > 0 ? 'lowers' : 'raises'} it towards the edge of what is usual, within the bounds of its moves.`,
      inTheMix: region.inTheMix,
    }),
  ];
}

/** Stretches that stand out further than `limitDb`; empty where all do or none. */
function sectionPlaces(spectra: SpectraTrace, aim: TonalAim, region: Region, limitDb: number): Place[] {
  const { sections, sectionCentresHz } = spectra;
  const over = sections.filter(({ levelDb }) => {
    const standing = standingOf(sectionCentresHz, perThird(levelDb, sectionCentresHz), aim, region);
    return standing !== null && region.sign * standing.deviationDb > limitDb;
  });
  if (over.length === sections.length) return [];
  return over.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, channel: null }));
}

/** Power per hertz to power per third of an octave: 10 lg f more. */
function perThird(levelDb: readonly (number | null)[], centresHz: readonly number[]): (number | null)[] {
  return levelDb.map((level, band) => (level === null ? null : level + powerToDb(centresHz[band]!)));
}
