import type { DeclipParameters } from '../../repair/index.ts';
import { gainToDb, jsonNumber } from '../../units/index.ts';
import { say, sayCount, saySpan } from '../../units/words.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import type { Evidence, Finding, Place, Question, Severity } from '../findings.ts';
import type { ClippedPlace } from '../inspect/clipping-places.ts';
import { makeFinding } from '../make-finding.ts';
import { describePressedPeaks } from './pressed-peaks.ts';

/** Of the samples of a clipped place: from here on it may be meant as a sound. */
const ASK_FRACTION = 0.01;
/** From here on what is missing is more than what can be found again: 10 dB of SDR is 15 % in the declipping survey. */
const SEND_BACK_FRACTION = 0.15;
/** Fewer clipped samples in all than this, and none of them long, nobody hears. */
const NOTE_SAMPLES = 24;
const NOTE_RUN_SECONDS = 0.0002;

/** Peaks cut off flat: at full scale or, turned down afterwards, at any level. */
export const detectClipping: Detector = context => {
  const { places } = context.traces.clipping;
  return places.length > 0 ? [describeClips(context, places)] : describePressedPeaks(context);
};

/** Clipped samples as a share of those between the first and the last clip of a place, all its channels. */
function shareOf({ clippedSamples, startFrame, endFrame, channels }: ClippedPlace): number {
  return clippedSamples / Math.max(1, (endFrame - startFrame) * channels.length);
}

/** Share over all places of at least half a second: a single peak is all clip by its nature. */
function worstShare(places: readonly ClippedPlace[], sampleRateHz: number): number {
  const long = places.filter(({ startFrame, endFrame }) => endFrame - startFrame >= 0.5 * sampleRateHz);
  return Math.max(0, ...long.map(shareOf));
}

function severityOf(places: readonly ClippedPlace[], share: number, sampleRateHz: number): Severity {
  const samples = places.reduce((sum, place) => sum + place.clippedSamples, 0);
  const longestSeconds = Math.max(...places.map(place => place.longestFrames)) / sampleRateHz;
  if (samples < NOTE_SAMPLES && longestSeconds < NOTE_RUN_SECONDS) return 'note';
  if (share >= SEND_BACK_FRACTION) return 'send-back';
  return share >= ASK_FRACTION ? 'ask' : 'fix';
}

function describeClips({ facts, traces }: DiagnoseContext, places: readonly ClippedPlace[]): Finding {
  const { sampleRateHz } = facts;
  const share = worstShare(places, sampleRateHz);
  const severity = severityOf(places, share, sampleRateHz);
  const { clippedSamples } = traces.clipping;
  const runs = places.reduce((sum, place) => sum + place.runCount, 0);
  const levels = levelsOf(places);
  const levelText =
    levels.lowDbfs === levels.highDbfs
      ? `at ${say(levels.highDbfs, 'dBFS')}`
      : `between ${say(levels.lowDbfs, 'dBFS')} and ${say(levels.highDbfs, 'dBFS')}`;
  const worst = places.reduce((a, b) => (b.clippedSamples > a.clippedSamples ? b : a));
  const where = saySpan(worst.startFrame / sampleRateHz, worst.endFrame / sampleRateHz);
  return makeFinding(facts, {
    id: 'clipping',
    kind: 'clipping',
    severity,
    places: places.flatMap(place => placesOf(place, sampleRateHz)),
    evidence: evidenceOf(places, clippedSamples, share, levels.highDbfs, sampleRateHz),
    confidenceFraction: runs >= 20 ? 0.98 : 0.9,
    title: `Clipping${sideText(places, facts.channels.length)}`,
    sentence: `${sayCount(runs, 'peak')} ${runs === 1 ? 'is' : 'are'} cut off flat ${levelText}, most of them at ${where}.`,
    proposal: proposalOf(severity),
    inTheMix:
      'Turn the channel, the bus or the converter down before the point where it clips, and send the mix again.',
    repair: severity === 'note' ? null : { repair: 'declip', parameters: repairOf(places, sampleRateHz) },
    question: severity === 'ask' ? questionOf(where, share) : null,
  });
}

function evidenceOf(
  places: readonly ClippedPlace[],
  clippedSamples: number,
  share: number,
  levelDbfs: number,
  sampleRateHz: number,
): readonly Evidence[] {
  const longest = Math.max(...places.map(place => place.longestFrames));
  return [
    { fact: 'clipped samples', found: clippedSamples, limit: 0, unit: 'samples' },
    { fact: 'level of the cut', found: jsonNumber(levelDbfs, 2), limit: null, unit: 'dBFS' },
    {
      fact: 'longest flat top',
      found: jsonNumber((1000 * longest) / sampleRateHz, 2),
      limit: null,
      unit: 'ms',
    },
    {
      fact: 'clipped share of the worst place',
      found: jsonNumber(100 * share, 2),
      limit: 100 * ASK_FRACTION,
      unit: '%',
    },
  ];
}

function proposalOf(severity: Severity): string {
  switch (severity) {
    case 'note':
      return 'Too few and too short to hear: Deadwax leaves them.';
    case 'fix':
      return 'Deadwax finds the missing peaks again from the audio around them; every other sample keeps its bits.';
    case 'ask':
      return 'Deadwax can find the missing peaks again; where the distortion is meant it stays.';
    case 'send-back':
      return 'So much is missing that only a new mix really helps; Deadwax can bring it nearer.';
  }
}

/** The best way costs some four times the length of what is clipped; a song clipped throughout is mended the fast way. */
const QUALITY_SECONDS = 20;

function questionOf(where: string, share: number): Question {
  return {
    text: `Distortion at ${where}, ${say(100 * share, '%')} of the samples: intended?`,
    choices: [
      { answer: 'intended', consequence: 'The distortion belongs to the sound and stays.' },
      { answer: 'repair', consequence: 'The missing peaks are found again.' },
      { answer: 'leave', consequence: 'It stays and is told in the report.' },
    ],
    safeDefault: 'leave',
  };
}

function repairOf(places: readonly ClippedPlace[], sampleRateHz: number): DeclipParameters {
  const frames = places.reduce((sum, place) => sum + place.endFrame - place.startFrame, 0);
  const regions = places.map(({ startFrame, endFrame, positiveGains, negativeGains }) => ({
    startFrame,
    endFrame,
    positiveGains,
    negativeGains,
  }));
  return { mode: frames > QUALITY_SECONDS * sampleRateHz ? 'fast' : 'quality', regions };
}

/** One place per channel that has clips in it. */
function placesOf({ startFrame, endFrame, channels }: ClippedPlace, sampleRateHz: number): readonly Place[] {
  return channels.map(channel => ({
    startSeconds: startFrame / sampleRateHz,
    endSeconds: endFrame / sampleRateHz,
    channel,
  }));
}

function levelsOf(places: readonly ClippedPlace[]): { readonly lowDbfs: number; readonly highDbfs: number } {
  const gains = places
    .flatMap(({ positiveGains, negativeGains }) => [...positiveGains, ...negativeGains])
    .filter(gain => gain !== null);
  const round = (gain: number): number => jsonNumber(gainToDb(gain), 1) ?? 0;
  return { lowDbfs: round(Math.min(...gains)), highDbfs: round(Math.max(...gains)) };
}

function sideText(places: readonly ClippedPlace[], channelCount: number): string {
  const channels = [...new Set(places.flatMap(place => place.channels))];
  if (channelCount !== 2 || channels.length !== 1) return '';
  return channels[0] === 0 ? ' on the left' : ' on the right';
}
