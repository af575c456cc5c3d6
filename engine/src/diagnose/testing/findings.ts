import type { Facts } from '../../analyze/facts.ts';
import type { Finding } from '../findings.ts';
import { makeFinding } from '../make-finding.ts';

/** Findings as detectors make them, one of each severity, for the tests of letters and pictures. */
export function inventFindings(facts: Pick<Facts, 'durationSeconds'>): readonly Finding[] {
  const at = (share: number): number => Math.round(10 * share * facts.durationSeconds) / 10;
  const make = (given: Parameters<typeof makeFinding>[1]): Finding => makeFinding(facts as Facts, given);
  return [
    make({
      id: 'clipping',
      kind: 'clipping',
      severity: 'fix',
      places: [
        { startSeconds: at(0.2), endSeconds: at(0.2) + 0.02, channel: 0 },
        { startSeconds: at(0.46), endSeconds: at(0.46) + 0.01, channel: 0 },
        { startSeconds: at(0.78), endSeconds: at(0.84), channel: 0 },
        { startSeconds: at(0.9), endSeconds: at(0.93), channel: 0 },
      ],
      placeCount: 17,
      evidence: [{ fact: 'clipped samples', found: 412, limit: 0, unit: '' }],
      confidenceFraction: 0.98,
      title: 'Clipping on the left',
      sentence: '412 samples of the left channel stand flat at −0.1 dBFS, most of them in the last chorus.',
      proposal:
        'Deadwax draws the cut peaks again from their surroundings; every other sample stays as it is.',
      inTheMix: 'Export again with the bus 3 dB lower.',
      repair: { repair: 'dc', parameters: { offsets: [0.01, 0.01] } },
    }),
    make({
      id: 'over-compression',
      kind: 'over-compression',
      severity: 'send-back',
      evidence: [{ fact: 'smallest peak over loudness', found: 4.9, limit: 8, unit: 'dB' }],
      confidenceFraction: 0.8,
      title: 'Compressed past return',
      sentence:
        'In the loudest passages the peaks stand only 4.9 dB over the loudness: the drums have no attack left.',
      proposal: 'Deadwax adds no compression of its own; what is gone stays gone.',
      inTheMix: 'Take the limiter off the mix bus and export again, as quiet as it comes.',
    }),
    make({
      id: 'sibilance',
      kind: 'sibilance',
      severity: 'note',
      fromHz: 6200,
      toHz: 9400,
      places: [0.12, 0.33, 0.37, 0.61].map(share => ({
        startSeconds: at(share),
        endSeconds: at(share) + 0.2,
        channel: null,
      })),
      evidence: [{ fact: 'esses over the voice', found: 7.2, limit: 6, unit: 'dB' }],
      confidenceFraction: 0.7,
      title: 'A few sharp esses',
      sentence: 'Four esses stand up to 7.2 dB over the voice between 6.2 and 9.4 kHz.',
      proposal: 'They are left: a de-esser on the whole mix would dull the cymbals too.',
      inTheMix: 'A de-esser on the lead vocal, 2 or 3 dB at most.',
    }),
    make({
      id: 'resonance',
      kind: 'resonance',
      severity: 'ask',
      fromHz: 2300,
      toHz: 2600,
      places: [{ startSeconds: at(0.5), endSeconds: at(0.57), channel: null }],
      evidence: [{ fact: 'ring over its neighbours', found: 9.4, limit: 6, unit: 'dB' }],
      confidenceFraction: 0.6,
      title: 'A ring at 2.45 kHz',
      sentence: 'One tone at 2.45 kHz stands 9.4 dB over its neighbours while the bridge lasts.',
      proposal: 'It is left until you say what it is.',
      inTheMix: 'If it is the snare, a narrow cut of 4 dB on that track.',
      repair: { repair: 'dc', parameters: { offsets: [0.01, 0.01] } },
      question: {
        text: 'A ring at 2.45 kHz through the bridge, 9.4 dB over its neighbours: is it meant to be there?',
        choices: [
          { answer: 'intended', consequence: 'It stays, and nothing is held against it.' },
          { answer: 'repair', consequence: 'It is brought down where it rings, by at most 6 dB.' },
          { answer: 'leave', consequence: 'It stays as it is.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
}
