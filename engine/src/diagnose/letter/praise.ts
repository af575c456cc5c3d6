import type { Facts } from '../../analyze/facts.ts';
import { say, sayHz, saySpan, sayTime } from '../../units/words.ts';
import type { Finding, FindingKind, Place } from '../findings.ts';
import type { LetterContext } from './context.ts';
import { outsideDb, type ThirdDeviation } from './tone.ts';

/** Something done well, from measured facts alone. */
export interface Praise {
  readonly title: string;
  readonly text: string;
  /** Where it was measured, where it is one moment. */
  readonly places: readonly Place[];
}

type Look = (context: LetterContext, tone: readonly ThirdDeviation[]) => Praise | null;

interface PraiseRule {
  readonly look: Look;
  /** Where one of these was found, the praise would be hollow. */
  readonly spoiledBy: readonly FindingKind[];
}

/** @source Shepherd, quoted in the house's notes: a loudest passage of PSR 8 or more still sounds alive */
const LIVELY_PSR_DB = 8;
/** Passages this far under the whole are quiet on purpose. @source the relative gate of ITU-R BS.1770-5 */
const LOUD_WITHIN_LU = 10;
/** Mastering houses ask for peaks from −3 dBFS down (house's notes on intake forms: −3 … −12), dBTP. */
const ROOMY_PEAK_DBTP = -3;
/** A fold of a decibel is not heard; bands may lose a little more, uncorrelated ones lose 3 (own estimates), dB. */
const SAFE_FOLD_DB = -1;
const SAFE_BAND_FOLD_DB = -2.5;
/** Less side than this is no width (own estimate), dB. */
const HAS_WIDTH_DB = -30;
/** Sides this far under the middle leave the bass in one place (own estimate), dB. */
const FIRM_BASS_DB = -15;
/** A band this far under the strongest carries nothing that could be praised (own estimate), dB. */
const CARRIES_DB = 20;
/** How much of the tone must be as usual, and how far the rest may stray past it (own estimates). */
const BALANCED_SHARE = 0.9;
const BALANCED_REST_DB = 1.5;
/** Less would be told as 0.0 dB. */
const SAID_FROM_DB = 0.05;

const dynamics: Look = ({ facts, isMastered }) => {
  const { minPsrDb } = facts;
  if (isMastered || minPsrDb === null || minPsrDb < LIVELY_PSR_DB) return null;
  const densest = densestPlace(facts);
  const when = densest === null ? '' : `, ${saySpan(densest.startSeconds, densest.endSeconds)},`;
  return {
    title: 'The dynamics are all there',
    text: `Even in the densest three seconds${when} the peaks stand ${say(minPsrDb, 'dB')} over the loudness; from ${say(LIVELY_PSR_DB, 'dB', 0)} on a mix has its punch left.`,
    places: densest === null ? [] : [densest],
  };
};

/** Where the peaks of three seconds stand least over their loudness; the quiet, where that says little, left out. */
function densestPlace({ timeline, integratedLufs }: Facts): Place | null {
  const { hopSeconds, shortTermLufs, truePeakDbtp } = timeline;
  const hopCount = Math.round(3 / hopSeconds);
  let least = Number.POSITIVE_INFINITY;
  let end = -1;
  shortTermLufs.forEach((loudness, hop) => {
    if (loudness === null || loudness < (integratedLufs ?? 0) - LOUD_WITHIN_LU || hop + 1 < hopCount) return;
    const peak = truePeakDbtp
      .slice(hop + 1 - hopCount, hop + 1)
      .reduce<number>((most, value) => Math.max(most, value ?? -300), -300);
    if (peak - loudness >= least) return;
    least = peak - loudness;
    end = hop + 1;
  });
  return end < 0
    ? null
    : { startSeconds: (end - hopCount) * hopSeconds, endSeconds: end * hopSeconds, channel: null };
}

const headroom: Look = ({ facts: { truePeakDbtp, clipping, timeline }, isMastered }) => {
  if (isMastered || truePeakDbtp === null || truePeakDbtp > ROOMY_PEAK_DBTP || clipping.runCount > 0)
    return null;
  const highest = timeline.truePeakDbtp.reduce<number>(
    (best, peak, hop) => ((peak ?? -300) > (timeline.truePeakDbtp[best] ?? -300) ? hop : best),
    0,
  );
  const startSeconds = highest * timeline.hopSeconds;
  return {
    title: 'Room to work in',
    text: `The highest peak, at ${sayTime(startSeconds)}, stands at ${say(truePeakDbtp, 'dBTP')}, and no sample clips.`,
    places: [{ startSeconds, endSeconds: startSeconds + timeline.hopSeconds, channel: null }],
  };
};

const tone: Look = ({ tonalAim }, thirds) => {
  const inside = thirds.filter(third => outsideDb(third) < SAID_FROM_DB).length;
  const worst = thirds.reduce<ThirdDeviation | null>(
    (most, third) => (most === null || outsideDb(third) > outsideDb(most) ? third : most),
    null,
  );
  if (worst === null || inside < BALANCED_SHARE * thirds.length || outsideDb(worst) > BALANCED_REST_DB)
    return null;
  const rest =
    inside === thirds.length
      ? `all ${thirds.length} thirds of an octave that can be judged lie within what is usual`
      : `${inside} of ${thirds.length} thirds of an octave lie within what is usual, the furthest out, at ${sayHz(worst.centreHz)}, by ${say(outsideDb(worst), 'dB')}`;
  return { title: 'A balanced tone', text: `Held against ${tonalAim.label}, ${rest}.`, places: [] };
};

const mono: Look = ({ facts: { stereo, bands } }) => {
  const foldDb = stereo?.monoFoldDb ?? null;
  if (stereo === null || foldDb === null || (stereo.sideMidDb ?? -99) < HAS_WIDTH_DB || foldDb < SAFE_FOLD_DB)
    return null;
  const strongest = Math.max(...bands.map(({ levelDb }) => levelDb ?? -300));
  const heard = bands.filter(({ levelDb }) => (levelDb ?? -300) > strongest - CARRIES_DB);
  const worstDb = Math.min(0, ...heard.map(({ monoFoldDb }) => monoFoldDb ?? 0));
  if (worstDb < SAFE_BAND_FOLD_DB) return null;
  return {
    title: 'It survives mono',
    text: `Folded to one channel it loses ${say(Math.abs(foldDb), 'dB')}, and no part of the spectrum more than ${say(Math.abs(worstDb), 'dB')}.`,
    places: [],
  };
};

const lowEnd: Look = ({ facts: { bands, stereo } }, thirds) => {
  const [bass] = bands;
  const sideMidDb = bass?.sideMidDb ?? null;
  if (stereo === null || bass === undefined || bass.toHz > 300 || sideMidDb === null) return null;
  if ((stereo.sideMidDb ?? -99) < HAS_WIDTH_DB || sideMidDb > FIRM_BASS_DB) return null;
  const strongest = Math.max(...bands.map(({ levelDb }) => levelDb ?? -300));
  const isAsUsual = thirds.every(third => third.centreHz > bass.toHz || outsideDb(third) === 0);
  if (!isAsUsual || (bass.levelDb ?? -300) < strongest - CARRIES_DB) return null;
  const place =
    sideMidDb < -60
      ? 'the bass stands in the middle'
      : `the sides stand ${say(-sideMidDb, 'dB')} under the middle`;
  return {
    title: 'A firm low end',
    text: `Below ${sayHz(bass.toHz)} ${place}: one place for it, in a club as on vinyl.`,
    places: [],
  };
};

/** In the order of their weight. */
const RULES: readonly PraiseRule[] = [
  { look: dynamics, spoiledBy: ['over-compression', 'limiter', 'pumping', 'clipping'] },
  { look: tone, spoiledBy: ['boomy', 'muddy', 'harsh', 'dull', 'thin', 'resonance', 'sibilance', 'hum'] },
  { look: mono, spoiledBy: ['mono-fold', 'polarity', 'delay', 'wide-bass', 'one-sided', 'dual-mono'] },
  {
    look: lowEnd,
    spoiledBy: ['wide-bass', 'boomy', 'rumble', 'thin', 'polarity', 'dual-mono', 'hum', 'plosive'],
  },
  { look: headroom, spoiledBy: ['clipping', 'inter-sample-overs', 'limiter'] },
];

/** What deserves praise, the weightiest first; nothing that a finding contradicts. */
export function describePraise(
  findings: readonly Finding[],
  context: LetterContext,
  thirds: readonly ThirdDeviation[],
): readonly Praise[] {
  const found = new Set(findings.map(({ kind }) => kind));
  return RULES.flatMap(({ look, spoiledBy }) => {
    const praise = spoiledBy.some(kind => found.has(kind)) ? null : look(context, thirds);
    return praise === null ? [] : [praise];
  });
}
