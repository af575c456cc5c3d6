import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Evidence, Severity } from '../findings.ts';
import type { TracedHum } from '../inspect/hum/hum.ts';
import { makeFinding } from '../make-finding.ts';

/** What a comb must stand clear of the error of its estimate: notes that chance puts on one reach 24 dB. */
const LEAST_CLEARNESS_DB = 25;
/** Stretches that must have a say, and the share of them that must show the hum in its phase. */
const FEWEST_VOTES = 4;
const LEAST_AGREEMENT = 0.85;
/** Under this a hum is not heard even when a master is played loud. */
const LEAST_DBFS = -78;
/** What the strongest harmonic must stand over its surroundings in quiet passages. */
const LEAST_LINE_DB = 6;
/** Harmonics that are told. */
const MOST_TOLD = 6;

/** Mains hum: a comb of constant lines on 50 or 60 Hz, in loud and in quiet passages alike. */
export const detectHum: Detector = ({ facts, traces }) => {
  const hum = traces.hum.likeliest;
  if (hum === null || !isSureHum(hum)) return [];
  const levelDbfs = hum.levelDbfs ?? -200;
  const severity: Severity = levelDbfs > LEAST_DBFS ? 'fix' : 'note';
  const strongest = [...hum.harmonics].sort((a, b) => b.levelDbfs - a.levelDbfs).slice(0, MOST_TOLD);
  const numbers = strongest.map(({ number }) => number).sort((a, b) => a - b);
  return [
    makeFinding(facts, {
      id: 'hum',
      kind: 'hum',
      severity,
      fromHz: Math.min(...hum.harmonics.map(({ frequencyHz }) => frequencyHz)),
      toHz: Math.max(...hum.harmonics.map(({ frequencyHz }) => frequencyHz)),
      evidence: [
        { fact: 'hum, all lines', found: levelDbfs, limit: LEAST_DBFS, unit: 'dBFS' },
        ...strongest.flatMap(evidenceOfLine),
        { fact: 'fundamental', found: hum.meanHz, limit: hum.mainsHz, unit: 'Hz' },
        { fact: 'drift', found: jsonNumber(hum.highestHz - hum.lowestHz, 3), limit: null, unit: 'Hz' },
        {
          fact: 'stretches with the hum in its phase',
          found: jsonNumber(100 * hum.agreementFraction, 0),
          limit: 100 * LEAST_AGREEMENT,
          unit: '%',
        },
      ],
      confidenceFraction: confidenceOf(hum),
      title: `Mains hum at ${hum.mainsHz} Hz`,
      sentence: `A hum of ${say(levelDbfs, 'dBFS')} runs through the whole file: ${describeLines(numbers)} of ${say(hum.meanHz, 'Hz', 2)}, constant in loud and in quiet passages.`,
      proposal:
        severity === 'fix'
          ? 'Deadwax measures every line of the hum and subtracts it; nothing is filtered, the bass stays.'
          : 'It is too quiet to be heard, so Deadwax leaves it.',
      inTheMix:
        'Look for the track that hums (a ground loop, a guitar’s pick-ups, a dimmer), mute it where it does not play, or record it again.',
      repair: severity === 'fix' ? { repair: 'dehum', parameters: hum.model } : null,
    }),
  ];
};

/** Whether a comb is a hum and not what music happens to play at its frequencies. */
export function isSureHum({ clearnessDb, voteCount, agreementFraction, harmonics }: TracedHum): boolean {
  return (
    (clearnessDb ?? 0) >= LEAST_CLEARNESS_DB &&
    voteCount >= FEWEST_VOTES &&
    agreementFraction >= LEAST_AGREEMENT &&
    harmonics.some(({ lineToNeighbourDb }) => lineToNeighbourDb >= LEAST_LINE_DB)
  );
}

function evidenceOfLine({
  frequencyHz,
  levelDbfs,
  lineToNeighbourDb,
}: TracedHum['harmonics'][number]): Evidence[] {
  const at = say(frequencyHz, 'Hz', 0);
  return [
    { fact: `line at ${at}`, found: levelDbfs, limit: null, unit: 'dBFS' },
    { fact: `line to neighbours at ${at}`, found: lineToNeighbourDb, limit: LEAST_LINE_DB, unit: 'dB' },
  ];
}

/** Sure from 40 dB on; at the limit three in four. */
function confidenceOf({ clearnessDb }: TracedHum): number {
  const share = ((clearnessDb ?? 0) - LEAST_CLEARNESS_DB) / 15;
  return Math.round(100 * Math.min(0.99, 0.75 + 0.24 * share)) / 100;
}

function describeLines(numbers: readonly number[]): string {
  if (numbers.length === 1) return numbers[0] === 1 ? 'the fundamental' : `harmonic ${numbers[0]}`;
  return `harmonics ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
