import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { NoiseBurstTrace } from '../inspect/noise-bursts.ts';
import { makeFinding } from '../make-finding.ts';
import { LONGEST_FILLED_SECONDS } from './dropouts.ts';
import { sayTime } from './say-time.ts';

/** Bursts of digital noise: white, sudden, and over at once. */
export const detectNoiseBursts: Detector = ({ facts, traces }) => {
  const bursts = traces.noiseBursts;
  if (bursts.length === 0) return [];
  const rate = facts.sampleRateHz;
  const secondsOf = ({ startFrame, endFrame }: NoiseBurstTrace) => (endFrame - startFrame) / rate;
  const short = bursts.filter(burst => secondsOf(burst) <= LONGEST_FILLED_SECONDS);
  const longestMs = 1000 * Math.max(...bursts.map(secondsOf));
  const over = Math.min(...bursts.map(({ overMusicDb }) => overMusicDb));
  const colour = Math.max(...bursts.map(burst => burst.colour));
  const time = sayTime(bursts[0]!.startFrame / rate);
  const canFill = short.length === bursts.length;
  const places = short.map(({ channel, startFrame, endFrame }) => ({ channel, startFrame, endFrame }));
  return [
    makeFinding(facts, {
      id: 'noise-burst',
      kind: 'noise-burst',
      severity: canFill ? 'fix' : 'send-back',
      places: bursts.map(({ channel, startFrame, endFrame }) => ({
        startSeconds: startFrame / rate,
        endSeconds: endFrame / rate,
        channel,
      })),
      evidence: [
        { fact: 'bursts', found: bursts.length, limit: 0, unit: '' },
        { fact: 'longest', found: jsonNumber(longestMs, 1), limit: null, unit: 'ms' },
        { fact: 'least treble over the music beside it', found: jsonNumber(over, 1), limit: 12, unit: 'dB' },
        { fact: 'colour (0 is white)', found: jsonNumber(colour, 3), limit: 0.2, unit: '' },
      ],
      confidenceFraction: 0.9,
      title: bursts.length === 1 ? 'A burst of digital noise' : `${bursts.length} bursts of digital noise`,
      sentence: `${bursts.length === 1 ? 'A burst' : `${bursts.length} bursts`} of white noise from ${time} on, ${say(longestMs, 'ms')} at most: nothing that is played begins and ends so.`,
      proposal: canFill
        ? 'Deadwax fills the places with what the music on both sides foretells.'
        : 'Deadwax fills what is short enough and marks the rest.',
      inTheMix: 'Look for a plug-in or a clock that fails at these times, and bounce again.',
      repair: places.length > 0 ? { repair: 'dropout', parameters: { places, amountFraction: 1 } } : null,
    }),
  ];
};
