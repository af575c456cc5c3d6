import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { isOneSided } from './one-sided.ts';

/** Dither and converters differ at −85 dBFS; music that is mixed in stereo at −30 dB and above. */
const LIMIT_DB = -50;

/** Twice the same channel. */
export const detectDualMono: Detector = ({ traces, facts }) => {
  const differenceDb = traces.channels?.differenceDb ?? null;
  if (differenceDb === null || differenceDb > LIMIT_DB || isOneSided(facts)) return [];
  return [
    makeFinding(facts, {
      id: 'dual-mono',
      kind: 'dual-mono',
      severity: 'note',
      evidence: [
        {
          fact: 'what one channel has that the other has not',
          found: differenceDb,
          limit: LIMIT_DB,
          unit: 'dB',
        },
      ],
      confidenceFraction: Math.min(0.99, 0.8 + (LIMIT_DB - differenceDb) / 100),
      title: 'Mono in two channels',
      sentence: 'Both channels carry the same: this is a mono recording in a stereo file.',
      proposal: 'Deadwax masters it as it is and leaves the stereo stages out.',
      inTheMix: 'If it should be stereo, check the export: many programs fold to mono without a word.',
    }),
  ];
};
