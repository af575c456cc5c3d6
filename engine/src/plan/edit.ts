import type { Facts } from '../analyze/facts.ts';
import { say } from '../units/words.ts';
import type { Brief } from './brief.ts';
import type { Edit, Reason } from './plan.ts';

/** Quiet that stays before the first sound: a breath, and room for a decoder that swallows the first frames. */
const HEAD_SECONDS = 0.3;
/** Quiet that stays after the last sound above −60 dBFS: the end of the tail lies in it. */
const TAIL_SECONDS = 1.5;
/** Less than this is not worth a cut. */
const LEAST_SECONDS = 0.1;

function reasonOf(side: 'head' | 'tail', foundSeconds: number, keptSeconds: number): Reason {
  return {
    fact: side === 'head' ? 'headSilenceSeconds' : 'tailSilenceSeconds',
    found: foundSeconds,
    wanted: keptSeconds,
    unit: 's',
    sentence: `The brief asks for a trim: of ${say(foundSeconds, 's', 2)} of quiet at the ${side}, ${say(keptSeconds, 's', 2)} stay.`,
  };
}

/** Where the programme is cut: only where the brief asks for it, and never into sound. */
export function decideEdit(brief: Brief, facts: Facts): Edit | null {
  if (brief.trim === 'none' || facts.integratedLufs === null) return null;
  const { headSilenceSeconds: head, tailSilenceSeconds: tail, sampleRateHz, frameCount } = facts;
  const isHeadCut = head - HEAD_SECONDS >= LEAST_SECONDS;
  const isTailCut = tail - TAIL_SECONDS >= LEAST_SECONDS;
  if (!isHeadCut && !isTailCut) return null;
  return {
    startFrame: isHeadCut ? Math.floor((head - HEAD_SECONDS) * sampleRateHz) : 0,
    endFrame: isTailCut ? frameCount - Math.floor((tail - TAIL_SECONDS) * sampleRateHz) : frameCount,
    because: [
      ...(isHeadCut ? [reasonOf('head', head, HEAD_SECONDS)] : []),
      ...(isTailCut ? [reasonOf('tail', tail, TAIL_SECONDS)] : []),
    ],
  };
}
