import { percentile } from '../../meters/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';

/**
 * Peak over short-term loudness, its median: healthy loud rock stands at 9 dB, and 8 is the least that listeners to the
 * loudness war ask for (Shepherd); the median of pop masters is 10.
 */
const PSR_LIMIT_DB = 7.5;
/** Momentary loudness that moves by less than this between its quiet and its loud tenth has no beat left in it. */
const RANGE_LIMIT_LU = 4;
/** Peak over mean per band: below this even the drums are flat. */
const CREST_LIMIT_DB = 9;

/** Dynamics taken away before mastering. */
export const detectOverCompression: Detector = ({ facts, isMastered }) => {
  const { medianPsrDb, integratedLufs } = facts;
  if (medianPsrDb === null || integratedLufs === null || medianPsrDb > PSR_LIMIT_DB) return [];
  const loudness = facts.timeline.momentaryLufs.filter(
    (lufs): lufs is number => lufs !== null && lufs > integratedLufs - 10,
  );
  if (loudness.length < 30) return [];
  const rangeLu = percentile(loudness, 0.9) - percentile(loudness, 0.1);
  const crests = facts.bands.flatMap(({ crestDb }) => (crestDb === null ? [] : [crestDb]));
  const flatBands = crests.filter(crest => crest < CREST_LIMIT_DB).length;
  if (rangeLu > RANGE_LIMIT_LU && flatBands === 0) return [];
  return [
    makeFinding(facts, {
      id: 'over-compression',
      kind: 'over-compression',
      severity: isMastered ? 'note' : 'ask',
      evidence: [
        {
          fact: 'peak over short-term loudness, median',
          found: medianPsrDb,
          limit: PSR_LIMIT_DB,
          unit: 'dB',
        },
        {
          fact: 'range of momentary loudness',
          found: jsonNumber(rangeLu, 1),
          limit: RANGE_LIMIT_LU,
          unit: 'LU',
        },
        {
          fact: 'least peak over mean of a band',
          found: Math.min(...crests),
          limit: CREST_LIMIT_DB,
          unit: 'dB',
        },
      ],
      confidenceFraction: rangeLu <= RANGE_LIMIT_LU && flatBands > 0 ? 0.9 : 0.7,
      title: 'Dynamics are squeezed',
      sentence: `Peaks stand only ${say(medianPsrDb, 'dB')} over the loudness and momentary loudness moves by ${say(rangeLu, 'LU')}: the dynamics were taken away before mastering.`,
      proposal: 'Deadwax compresses no further; what is gone cannot be brought back.',
      inTheMix: 'Take the limiter and half of the compression off the mix bus and export again.',
      question: isMastered
        ? null
        : {
            text: 'The mix is heavily compressed: is that density meant?',
            choices: [
              { answer: 'intended', consequence: 'It is not held against the mix.' },
              {
                answer: 'leave',
                consequence: 'It is mastered as it is; a mix with less compression would be better.',
              },
            ],
            safeDefault: 'leave',
          },
    }),
  ];
};
