import { jsonNumber } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Severity } from '../findings.ts';
import { makeFinding } from '../make-finding.ts';

/**
 * A floor from here up to the programme is heard in pauses: a room at night has 25 dB(A), a loud programme is played at 85.
 * @source own estimate; EBU R 128 s2 and most labels ask for 60 dB
 */
const HEARD_UNDER_PROGRAMME_LU = -60;
/** Under this it is the business of dither and converters. */
const LEAST_LUFS = -80;
/** Nearer to the programme than this, it is asked about … */
const NEAREST_LU = -20;
/** … and nearer than this it is the music itself: guitars through a wall of gain, surf, applause. */
const MUSIC_LU = -14;
/** Less time with nothing but the floor, and nobody hears it: it is told, not touched. */
const HEARD_SECONDS = 2;
/** What the repair takes of the noise: enough to be gone behind music, little enough not to be heard working. */
const REDUCTION_DB = 12;

const PROPOSALS: Readonly<Record<Severity, string>> = {
  fix: `Deadwax has measured the noise and takes ${say(REDUCTION_DB, 'dB', 0)} of it where nothing else sounds.`,
  note: 'There is hardly a moment in which it is heard alone, so it stays.',
  ask: 'Deadwax leaves it unless you say that it is a fault.',
  'send-back': 'Deadwax leaves it.',
};

/** Broadband noise that lies under the whole programme. */
export const detectHiss: Detector = ({ facts, traces }) => {
  const { floor } = traces.hiss;
  if (floor === null || floor.levelLufs === null || facts.integratedLufs === null) return [];
  const underLu = floor.levelLufs - facts.integratedLufs;
  if (underLu < HEARD_UNDER_PROGRAMME_LU || underLu > MUSIC_LU || floor.levelLufs < LEAST_LUFS) return [];
  const severity = severityOf(underLu, floor.pauseSeconds);
  const known = floor.centresHz.filter((_, band) => floor.densityDb[band] !== null);
  const [fromHz, toHz] = [Math.min(...known), Math.max(...known)];
  return [
    makeFinding(facts, {
      id: 'hiss',
      kind: 'hiss',
      severity,
      fromHz,
      toHz,
      evidence: [
        { fact: 'noise floor, weighted', found: floor.levelLufs, limit: LEAST_LUFS, unit: 'LUFS' },
        {
          fact: 'noise floor to programme',
          found: jsonNumber(underLu, 1),
          limit: HEARD_UNDER_PROGRAMME_LU,
          unit: 'LU',
        },
        { fact: 'noise floor', found: floor.levelDbfs, limit: null, unit: 'dBFS' },
        { fact: 'unevenness of the floor, 1 for noise', found: floor.unevenness, limit: 1.6, unit: '' },
        { fact: 'time with nothing but the floor', found: floor.pauseSeconds, limit: null, unit: 's' },
      ],
      confidenceFraction: confidenceOf(floor.pauseSeconds, known.length),
      title: 'Hiss under the music',
      sentence: `Between the notes lies an even noise of ${say(floor.levelLufs, 'LUFS')} from ${sayHz(fromHz)} to ${sayHz(toHz)}, ${say(-underLu, 'LU', 0)} under the programme.`,
      proposal: PROPOSALS[severity],
      inTheMix:
        'Look for the track that hisses (a microphone amplifier with too much gain, an amplifier, a tape) and mute it where it does not play.',
      repair: {
        repair: 'denoise',
        parameters: {
          print: { centresHz: floor.centresHz, densityDb: floor.densityDb },
          reductionDb: REDUCTION_DB,
        },
      },
      question:
        severity === 'ask'
          ? {
              text: `An even noise lies only ${say(-underLu, 'LU', 0)} under the programme: intended?`,
              choices: [
                { answer: 'intended', consequence: 'The noise stays and is not mentioned again.' },
                { answer: 'repair', consequence: `The noise becomes ${say(REDUCTION_DB, 'dB', 0)} quieter.` },
                { answer: 'leave', consequence: 'The noise stays and is told in the report.' },
              ],
              safeDefault: 'leave',
            }
          : null,
    }),
  ];
};

function severityOf(underLu: number, pauseSeconds: number): Severity {
  if (underLu >= NEAREST_LU) return 'ask';
  return pauseSeconds >= HEARD_SECONDS ? 'fix' : 'note';
}

/** More time and more bands make it surer. */
function confidenceOf(pauseSeconds: number, bandCount: number): number {
  const value = 0.6 + 0.2 * Math.min(1, pauseSeconds / 5) + 0.19 * Math.min(1, bandCount / 12);
  return Math.round(100 * value) / 100;
}
