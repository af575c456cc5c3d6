import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Evidence } from '../findings.ts';
import type { DuckedStretch } from '../inspect/modulation.ts';
import { makeFinding } from '../make-finding.ts';

/** Drums that answer each other move bands alike to 2.8 dB; a duck that is heard starts at 3. */
const DEPTH_LIMIT_DB = 3;
/** The beat of music fits a duck to 0.73 at the most, swing on a ride cymbal. */
const FIT_LIMIT = 0.74;
/** A gain falls at once and comes back slowly, hits rise at once and fall slowly: a beat that is like both is the music's. */
const LEAST_OVER_HIT = 0.07;
/** A figure of the music repeats for a while; a compressor on the bus stays. */
const LEAST_FRACTION = 0.3;

/** All bands duck together, beat for beat. */
export const detectPumping: Detector = ({ facts, traces }) => {
  const { stretches } = traces.modulation;
  const ducked = stretches.filter(
    ({ depthDb, fit, hitFit }) =>
      depthDb >= DEPTH_LIMIT_DB && fit >= FIT_LIMIT && fit - hitFit >= LEAST_OVER_HIT,
  );
  if (ducked.length === 0 || ducked.length < LEAST_FRACTION * stretches.length) return [];
  const [deepest] = [...ducked].sort((a, b) => b.depthDb - a.depthDb);
  const { periodSeconds, depthDb } = deepest!;
  const perMinute = Math.round(60 / periodSeconds);
  return [
    makeFinding(facts, {
      id: 'pumping',
      kind: 'pumping',
      severity: 'ask',
      places: ducked.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, channel: null })),
      evidence: evidenceOf(deepest!, ducked.length / stretches.length),
      confidenceFraction: Math.min(0.95, 0.6 + (deepest!.fit - FIT_LIMIT)),
      title: 'Pumping',
      sentence: `The whole mix ducks by ${say(depthDb, 'dB')} and swells back ${perMinute} times a minute, all bands alike: a compressor on the bus breathes with the beat.`,
      proposal: 'Deadwax does not undo it, and adds no compression that would deepen it.',
      inTheMix:
        'Give the bus compressor a slower attack, a side-chain high-pass at 100 to 150 Hz, or half the reduction.',
      question: {
        text: `The mix ducks by ${say(depthDb, 'dB')} with every beat: is the pumping meant?`,
        choices: [
          { answer: 'intended', consequence: 'It belongs to the music and is not held against the mix.' },
          {
            answer: 'leave',
            consequence: 'It stays as it is; a mix with less bus compression would be better.',
          },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};

function evidenceOf(
  { periodSeconds, depthDb, fit, hitFit }: DuckedStretch,
  fraction: number,
): readonly Evidence[] {
  return [
    { fact: 'depth that all bands share', found: depthDb, limit: DEPTH_LIMIT_DB, unit: 'dB' },
    { fact: 'likeness of the beat of a band to a duck, of 1', found: fit, limit: FIT_LIMIT, unit: '' },
    {
      fact: 'likeness of the same beat to a hit',
      found: hitFit,
      limit: jsonNumber(fit - LEAST_OVER_HIT, 2),
      unit: '',
    },
    { fact: 'ducks a minute', found: jsonNumber(60 / periodSeconds, 1), limit: null, unit: '' },
    {
      fact: 'share of the programme',
      found: jsonNumber(100 * fraction, 0),
      limit: 100 * LEAST_FRACTION,
      unit: '%',
    },
  ];
}
