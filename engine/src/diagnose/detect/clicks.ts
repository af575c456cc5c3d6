import type { GapPlace } from '../../repair/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import type { Evidence, Finding, Place } from '../findings.ts';
import type { ClickTrace } from '../inspect/clicks.ts';
import type { ClippedPlace } from '../inspect/clipping-places.ts';
import type { PeakShape } from '../inspect/clipping-shapes.ts';
import { makeFinding } from '../make-finding.ts';
import { isBesideDropout } from './dropouts.ts';
import { findPressed } from './pressed-peaks.ts';
import { sayTime } from './say-time.ts';

/** 11 dB over their neighbours: what is weaker is told by no drum. */
const LEAST_ISOLATION_DB = 11;
/** Sticks, beaters and plucked strings rarely reach this; most clicks stand higher. */
const LIKELY_ISOLATION_DB = 14;
/** Those that do not must at least be about as high as the music. */
const WEAK_OVER_MUSIC_DB = -3;
/** Whatever is not sure must be short, 30 samples and their margin (a struck skin sounds on) … */
const SHORT_SECONDS = 0.0008;
/** … and not far under the music: 3 dB under it at its place, and up to 6 dB more within 23 ms. */
const LIKELY_LEAST_DB = -9;
/** Nor is the tick of a stick twice as high as the music around it. */
const LIKELY_OVER_MUSIC_DB = 6;
/** One that stands so high, or more than so many in a minute and moments in all, make the likely ones sure. */
const CLEAR_ISOLATION_DB = 21;
const LIKELY_PER_MINUTE = 12;
const LIKELY_MOMENTS = 3;
const MOMENT_SECONDS = 0.005;
/** A break in the waveform, whatever stands around it. */
const SURE_ISOLATION_DB = 23;
/** Nothing of a clipped wave stands more than this, 0.1 dB of rounding and dither, over the level of its clip. */
const RAIL_RATIO = 1.0116;
/** What was clipped and then faded or filtered by a hair is found at its edges as well. */
const NEAR_CLIP_FRAMES = 64;
/** Corners stand no higher than this over the music: they are of it. */
const MOST_CORNER_OVER_MUSIC_DB = 9;
/** A soft knee begins so far, 2.2 dB, under the highest peak, and its bends are found as the corners of hard ones are. */
const KNEE_SHARE = 0.776;
/** More than two a second through four fifths of the song's ten-second parts: crackle, which may be meant. */
const CRACKLE_PER_SECOND = 2;
const CRACKLE_PART_SECONDS = 10;
const CRACKLE_SHARE = 0.8;

/** Clicks and crackle: what neither past nor future of the music explains. */
export const detectClicks: Detector = context => {
  const { facts, traces } = context;
  const pressed = findPressed(traces.clipping.shapes);
  const events = traces.clicks.filter(
    click =>
      click.isolationDb >= LEAST_ISOLATION_DB &&
      !isCorner(click, traces.clipping.places, pressed) &&
      !traces.dropouts.some(dropout => isBesideDropout(dropout, click, facts.sampleRateHz)),
  );
  const clicks = events.filter(click => standsOut(click, facts.sampleRateHz));
  if (clicks.length === 0) return [];
  if (isCrackle(clicks, facts.sampleRateHz, facts.durationSeconds)) return [askCrackle(context, clicks)];
  const found = isMostlyClicks(events, facts)
    ? clicks
    : clicks.filter(({ isolationDb }) => isolationDb >= SURE_ISOLATION_DB);
  if (found.length === 0) return [];
  const sure = found.filter(({ isolationDb }) => isolationDb >= CLEAR_ISOLATION_DB);
  return [2 * sure.length >= found.length ? fixClicks(context, found) : askTicks(context, found)];
};

/**
 * The corner of a clipped top, or the bend of a softly clipped one, is told as clipping: it reaches the level of the clip, or
 * into the knee under it, and not beyond.
 */
function isCorner(
  click: ClickTrace,
  clipped: readonly ClippedPlace[],
  pressed: readonly PeakShape[],
): boolean {
  const isAt = (gain: number, level: number | null | undefined, least: number) =>
    level !== null && level !== undefined && gain >= least * level && gain <= RAIL_RATIO * level;
  return (
    clipped.some(place => {
      // far from its flat tops a rail is touched by single samples; what towers over the music there is a click
      if (!isBeside(click, place) && click.overMusicDb > MOST_CORNER_OVER_MUSIC_DB) return false;
      return (
        isAt(click.highestGain, place.positiveGains[click.channel], KNEE_SHARE) ||
        isAt(-click.lowestGain, place.negativeGains[click.channel], KNEE_SHARE)
      );
    }) ||
    pressed.some(
      ({ channels, peakGain }) =>
        channels.includes(click.channel) &&
        (isAt(click.highestGain, peakGain, KNEE_SHARE) || isAt(-click.lowestGain, peakGain, KNEE_SHARE)),
    )
  );
}

function isBeside(click: ClickTrace, { startFrame, endFrame }: ClippedPlace): boolean {
  return click.endFrame + NEAR_CLIP_FRAMES > startFrame && click.startFrame < endFrame + NEAR_CLIP_FRAMES;
}

function standsOut(
  { isolationDb, overMusicDb, startFrame, endFrame }: ClickTrace,
  sampleRateHz: number,
): boolean {
  if (isolationDb >= SURE_ISOLATION_DB) return true;
  if (endFrame - startFrame > SHORT_SECONDS * sampleRateHz) return false;
  return overMusicDb >= (isolationDb >= LIKELY_ISOLATION_DB ? LIKELY_LEAST_DB : WEAK_OVER_MUSIC_DB);
}

/** Music has ever fewer events the further they stand out; clicks stand out by whatever they do. */
function isMostlyClicks(
  clicks: readonly ClickTrace[],
  { durationSeconds, sampleRateHz }: DiagnoseContext['facts'],
): boolean {
  const countFrom = (leastDb: number) =>
    clicks.filter(
      ({ isolationDb, overMusicDb }) => isolationDb >= leastDb || overMusicDb >= LIKELY_OVER_MUSIC_DB,
    ).length;
  if (2 * countFrom(LIKELY_ISOLATION_DB) < clicks.length) return false;
  if (countFrom(CLEAR_ISOLATION_DB) > 0) return true;
  const momentFrames = MOMENT_SECONDS * sampleRateHz;
  const moments = new Set(clicks.map(({ startFrame }) => Math.round(startFrame / momentFrames)));
  return moments.size >= LIKELY_MOMENTS && 60 * clicks.length > LIKELY_PER_MINUTE * durationSeconds;
}

function isCrackle(clicks: readonly ClickTrace[], sampleRateHz: number, durationSeconds: number): boolean {
  const partCount = Math.ceil(durationSeconds / CRACKLE_PART_SECONDS);
  const counts = new Array<number>(partCount).fill(0);
  for (const { startFrame } of clicks) {
    const part = Math.min(partCount - 1, Math.floor(startFrame / (CRACKLE_PART_SECONDS * sampleRateHz)));
    counts[part]! += 1;
  }
  const full = counts.filter((count, part) => {
    const seconds = Math.min(CRACKLE_PART_SECONDS, durationSeconds - part * CRACKLE_PART_SECONDS);
    return count > CRACKLE_PER_SECOND * seconds;
  }).length;
  return partCount >= 2 && full >= CRACKLE_SHARE * partCount;
}

function placesOf(clicks: readonly ClickTrace[], sampleRateHz: number): readonly Place[] {
  return clicks.map(({ channel, startFrame, endFrame }) => ({
    startSeconds: startFrame / sampleRateHz,
    endSeconds: endFrame / sampleRateHz,
    channel,
  }));
}

function evidenceOf(clicks: readonly ClickTrace[], durationSeconds: number): readonly Evidence[] {
  const strongest = Math.max(...clicks.map(({ strengthDb }) => strengthDb));
  const isolation = median(clicks.map(({ isolationDb }) => isolationDb));
  return [
    { fact: 'clicks', found: clicks.length, limit: 0, unit: '' },
    {
      fact: 'clicks per minute',
      found: jsonNumber((60 * clicks.length) / durationSeconds, 1),
      limit: null,
      unit: '',
    },
    { fact: 'strongest over the prediction error', found: jsonNumber(strongest, 1), limit: 22.9, unit: 'dB' },
    {
      fact: 'median over the neighbouring 23 ms',
      found: jsonNumber(isolation, 1),
      limit: LEAST_ISOLATION_DB,
      unit: 'dB',
    },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function repairOf(clicks: readonly ClickTrace[]): {
  readonly repair: 'declick';
  readonly parameters: { readonly places: readonly GapPlace[]; readonly amountFraction: number };
} {
  const places = clicks.map(({ channel, startFrame, endFrame }) => ({ channel, startFrame, endFrame }));
  return { repair: 'declick', parameters: { places, amountFraction: 1 } };
}

function common(
  { facts }: DiagnoseContext,
  clicks: readonly ClickTrace[],
): Pick<Finding, 'kind' | 'places' | 'evidence' | 'repair'> {
  return {
    kind: 'clicks',
    places: placesOf(clicks, facts.sampleRateHz),
    evidence: evidenceOf(clicks, facts.durationSeconds),
    repair: repairOf(clicks),
  };
}

function fixClicks(context: DiagnoseContext, clicks: readonly ClickTrace[]): Finding {
  const first = clicks[0]!;
  const time = sayTime(first.startFrame / context.facts.sampleRateHz);
  const loudest = Math.max(...clicks.map(({ heightDbfs }) => heightDbfs));
  const many = clicks.length > 1;
  return makeFinding(context.facts, {
    ...common(context, clicks),
    id: 'clicks',
    severity: 'fix',
    confidenceFraction:
      median(clicks.map(({ isolationDb }) => isolationDb)) >= SURE_ISOLATION_DB ? 0.98 : 0.9,
    title: many ? `${clicks.length} clicks` : 'A click',
    sentence: many
      ? `There are ${clicks.length} clicks, the first at ${time}, the loudest ${say(loudest, 'dBFS')} high: each lasts a few samples and nothing before or after explains it.`
      : `There is a click at ${time}, ${say(loudest, 'dBFS')} high: it lasts a few samples and nothing before or after explains it.`,
    proposal: 'Deadwax replaces those samples alone with what the music around them foretells.',
    inTheMix:
      'Look for edits without a crossfade and for a digital clock or buffer that slips, and mend them there.',
  });
}

/** Hard drums cut like clicks do: where most barely stand out, only an ear can tell. */
function askTicks(context: DiagnoseContext, clicks: readonly ClickTrace[]): Finding {
  const time = sayTime(clicks[0]!.startFrame / context.facts.sampleRateHz);
  const isolationDb = median(clicks.map(({ isolationDb: each }) => each));
  return makeFinding(context.facts, {
    ...common(context, clicks),
    id: 'clicks',
    severity: 'ask',
    confidenceFraction: 0.6,
    title: 'Clicks, or very hard drums',
    sentence: `${clicks.length} places of a few samples, the first at ${time}, stand ${say(isolationDb, 'dB')} over what lies beside them (median): clicks do, and so do the hardest drum hits.`,
    proposal: 'Deadwax replaces those samples alone if you say that they are clicks.',
    inTheMix: 'Listen there: if it ticks, look for edits without a crossfade.',
    question: {
      text: `${clicks.length} ticks, the first at ${time}: are they meant, as drums are?`,
      choices: CHOICES,
      safeDefault: 'leave',
    },
  });
}

function askCrackle(context: DiagnoseContext, clicks: readonly ClickTrace[]): Finding {
  const perMinute = Math.round((60 * clicks.length) / context.facts.durationSeconds);
  return makeFinding(context.facts, {
    ...common(context, clicks),
    id: 'clicks',
    severity: 'ask',
    confidenceFraction: 0.9,
    title: 'Crackle',
    sentence: `Crackle runs through the song, about ${perMinute} clicks in a minute, like a worn record.`,
    proposal: 'Deadwax takes it out if you say that it is not meant.',
    inTheMix:
      'If it is an effect, leave it; if it came with a sample or a transfer, clean that before mixing.',
    question: {
      text: `Crackle through the song, about ${perMinute} clicks in a minute: intended?`,
      choices: CHOICES,
      safeDefault: 'leave',
    },
  });
}

const CHOICES = [
  { answer: 'intended', consequence: 'Nothing is touched, and it is no longer counted as a fault.' },
  { answer: 'repair', consequence: 'Those samples are replaced with what the music around them foretells.' },
  { answer: 'leave', consequence: 'Nothing is touched, and it stays on the list.' },
] as const;
