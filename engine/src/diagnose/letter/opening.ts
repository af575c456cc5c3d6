import { regionName, say, sayHz, sayList, sayTime } from '../../units/words.ts';
import type { LetterContext } from './context.ts';
import { outsideDb, type ThirdDeviation } from './tone.ts';

/** A region is spoken of from here on past what is usual (own estimate: less is not heard as a character), dB. */
const SPOKEN_OF_DB = 1;
const MOST_REGIONS = 2;
/** Sides over middle: records lie between; source as the width tables of the plan (own reading of them), dB. */
const NARROW_BELOW_DB = -18;
const WIDE_ABOVE_DB = -6;
/** Below this a stereo file is mono in all but name, dB. */
const MONO_BELOW_DB = -40;

/** What was heard, before any note: length, loudness, range, character. */
export function writeOpening(context: LetterContext, tone: readonly ThirdDeviation[]): string {
  return [describeSize(context), describeTone(context, tone), describePassage(context)]
    .filter(sentence => sentence !== '')
    .join(' ');
}

function describeSize({ title, facts }: LetterContext): string {
  const name = title === '' ? 'The mix' : `“${title}”`;
  const length =
    facts.durationSeconds < 60
      ? say(facts.durationSeconds, 's', 0)
      : sayTime(Math.round(facts.durationSeconds));
  const lasts = `${name} lasts ${length}`;
  if (facts.integratedLufs === null) return `${lasts} and is too quiet to have a loudness.`;
  const range =
    facts.loudnessRangeLu === null
      ? ''
      : `, moves over ${say(facts.loudnessRangeLu, 'LU')} between quiet and loud`;
  const peaks = facts.plrDb === null ? '' : ` and has peaks ${say(facts.plrDb, 'dB')} above that`;
  return `${lasts}, stands at ${say(facts.integratedLufs, 'LUFS')}${range}${peaks}.`;
}

/** The regions that stand out most, at most one third of each. */
function standOut(tone: readonly ThirdDeviation[]): readonly ThirdDeviation[] {
  const strongest = new Map<string, ThirdDeviation>();
  for (const third of tone) {
    const region = regionName(third.centreHz);
    const known = strongest.get(region);
    if (outsideDb(third) >= SPOKEN_OF_DB && (known === undefined || outsideDb(third) > outsideDb(known)))
      strongest.set(region, third);
  }
  return [...strongest.values()]
    .sort((a, b) => outsideDb(b) - outsideDb(a))
    .slice(0, MOST_REGIONS)
    .sort((a, b) => a.centreHz - b.centreHz);
}

function describeTone(context: LetterContext, tone: readonly ThirdDeviation[]): string {
  const regions = standOut(tone);
  const width = describeWidth(context);
  if (regions.length === 0) return `${width}.`;
  const told = regions.map(({ centreHz, deviationDb, toleranceDb }) => {
    const stands = `${say(Math.abs(deviationDb), 'dB')} ${deviationDb > 0 ? 'above' : 'below'}`;
    return `${regionName(centreHz)} stands ${stands} them around ${sayHz(centreHz)} (±${say(toleranceDb, 'dB')} is usual)`;
  });
  return `${width}; held against ${context.tonalAim.label}, ${sayList(told)}.`;
}

function describeWidth({ facts }: LetterContext): string {
  const sideMidDb = facts.stereo?.sideMidDb ?? null;
  if (facts.stereo === null) return 'It is mono';
  if (sideMidDb === null || sideMidDb < MONO_BELOW_DB) return 'It is mono in all but name';
  const figure = `sides at ${say(sideMidDb, 'dB')} against the middle`;
  if (sideMidDb < NARROW_BELOW_DB) return `The picture is narrow, ${figure}`;
  return sideMidDb > WIDE_ABOVE_DB
    ? `The picture is wide, ${figure}`
    : `The picture is neither narrow nor wide, ${figure}`;
}

function describePassage({ facts, isMastered }: LetterContext): string {
  const { startSeconds, endSeconds, loudnessLufs } = facts.loudestSection;
  const finished = isMastered ? ' By its loudness and its peaks this is a finished master already.' : '';
  if (loudnessLufs === null) return finished.trim();
  if (endSeconds - startSeconds > 0.8 * facts.durationSeconds) return finished.trim();
  return `It is at its fullest from ${sayTime(startSeconds)} to ${sayTime(endSeconds)}, at ${say(loudnessLufs, 'LUFS')}.${finished}`;
}
