import { gainToDb, jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';

/** From here on an offset costs headroom and can click at the ends. */
const LIMIT_DBFS = -60;

/** Direct current: a mean that stands off zero. */
export const detectDc: Detector = ({ facts }) => {
  const offsets = facts.channels.map(({ dcOffset }) => dcOffset);
  const levelDbfs = gainToDb(Math.max(...offsets.map(Math.abs)));
  if (levelDbfs <= LIMIT_DBFS) return [];
  return [
    makeFinding(facts, {
      id: 'dc',
      kind: 'dc',
      severity: 'fix',
      evidence: [
        { fact: 'mean of the waveform', found: jsonNumber(levelDbfs, 1), limit: LIMIT_DBFS, unit: 'dBFS' },
      ],
      confidenceFraction: 1,
      title: 'DC offset',
      sentence: `The waveform stands off its zero line by ${say(levelDbfs, 'dBFS')}: that costs headroom and can click at the ends.`,
      proposal: 'Deadwax subtracts the offset; nothing that can be heard changes.',
      inTheMix:
        'Look for an interface or a plug-in that adds an offset, and put a high-pass below 20 Hz after it.',
      repair: { repair: 'dc', parameters: { offsets } },
    }),
  ];
};
