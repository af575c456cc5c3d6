import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import type { Evidence, Finding } from '../findings.ts';
import type { DropoutTrace } from '../inspect/dropouts.ts';
import { makeFinding } from '../make-finding.ts';
import { sayTime } from './say-time.ts';

/** Mokrý and Rajmic: longer gaps cannot be filled with what was there; they are marked, not invented. */
export const LONGEST_FILLED_SECONDS = 0.08;
/** The samples beside a cut are as loud as the music: within 26 dB even near a zero crossing of it. */
const LEAST_CUT_DB = -26;
/** Beyond what can be filled it may be a pause between strokes or words: both edges must be plain. */
const LEAST_LONG_CUT_DB = -20;
/** A gap that is not of zeros has edges of its own: one of them at least is no dip between two pulses. */
const LEAST_GAP_CUT_DB = -24;
/** Longer silence is a rest, however it was cut. */
const LONGEST_SECONDS = 2;
/** From so many of one length on they are a stutter. */
const STUTTER_COUNT = 8;
/** Equal lengths: within a millisecond. */
const STUTTER_SECONDS = 0.001;
/** A click so near to a dropout is its edge. */
const EDGE_SECONDS = 0.002;

/** Whether something lies at the edge of a dropout or inside it. */
export function isBesideDropout(
  dropout: DropoutTrace,
  place: { readonly channel: number; readonly startFrame: number; readonly endFrame: number },
  sampleRateHz: number,
): boolean {
  const reach = EDGE_SECONDS * sampleRateHz;
  return (
    dropout.channel === place.channel &&
    place.startFrame < dropout.endFrame + reach &&
    place.endFrame > dropout.startFrame - reach
  );
}

/** Dropouts: holes cut into a sounding programme. */
export const detectDropouts: Detector = context => {
  const { facts, traces } = context;
  const rate = facts.sampleRateHz;
  const cut = traces.dropouts.filter(hole => isCut(hole, rate) && secondsOf(hole, rate) <= LONGEST_SECONDS);
  if (cut.length === 0) return [];
  const isStutter = (hole: DropoutTrace) =>
    cut.filter(
      other =>
        other.channel === hole.channel &&
        Math.abs(secondsOf(other, rate) - secondsOf(hole, rate)) <= STUTTER_SECONDS,
    ).length >= STUTTER_COUNT && secondsOf(hole, rate) > 5 * STUTTER_SECONDS;
  const stutter = cut.filter(isStutter);
  const rest = cut.filter(hole => !isStutter(hole));
  const short = rest.filter(hole => secondsOf(hole, rate) <= LONGEST_FILLED_SECONDS);
  const long = rest.filter(hole => secondsOf(hole, rate) > LONGEST_FILLED_SECONDS);
  return [
    ...(long.length > 0 ? [judgeLong(context, long)] : []),
    ...(short.length > 0 ? [fixShort(context, short)] : []),
    ...(stutter.length > 0 ? [askStutter(context, stutter)] : []),
  ];
};

/** Edges go through the middle of the waveform; the tracers of the other forms looked at the edges themselves. */
function isCut(hole: DropoutTrace, sampleRateHz: number): boolean {
  const { form, cutBeforeDb, cutAfterDb } = hole;
  if (form === 'gap') return Math.max(cutBeforeDb, cutAfterDb) >= LEAST_GAP_CUT_DB;
  if (form !== 'zeros') return true;
  const isLong = secondsOf(hole, sampleRateHz) > LONGEST_FILLED_SECONDS;
  return Math.min(cutBeforeDb, cutAfterDb) >= (isLong ? LEAST_LONG_CUT_DB : LEAST_CUT_DB);
}

function secondsOf({ startFrame, endFrame }: DropoutTrace, sampleRateHz: number): number {
  return (endFrame - startFrame) / sampleRateHz;
}

function common(
  { facts }: DiagnoseContext,
  holes: readonly DropoutTrace[],
): Pick<Finding, 'kind' | 'places' | 'evidence'> {
  const rate = facts.sampleRateHz;
  const longestMs = 1000 * Math.max(...holes.map(hole => secondsOf(hole, rate)));
  const quietest = Math.min(
    ...holes.map(({ levelBeforeDbfs, levelAfterDbfs }) => Math.min(levelBeforeDbfs, levelAfterDbfs)),
  );
  const evidence: readonly Evidence[] = [
    { fact: 'dropouts', found: holes.length, limit: 0, unit: '' },
    { fact: 'longest', found: jsonNumber(longestMs, 1), limit: 1, unit: 'ms' },
    { fact: 'quietest music beside one', found: jsonNumber(quietest, 1), limit: -60, unit: 'dBFS' },
    { fact: 'forms', found: [...new Set(holes.map(({ form }) => form))].join(', '), limit: null, unit: '' },
  ];
  return {
    kind: 'dropout',
    evidence,
    places: holes.map(({ channel, startFrame, endFrame }) => ({
      startSeconds: startFrame / rate,
      endSeconds: endFrame / rate,
      channel,
    })),
  };
}

function placesOf(holes: readonly DropoutTrace[]): {
  readonly repair: 'dropout';
  readonly parameters: {
    readonly places: readonly Pick<DropoutTrace, 'channel' | 'startFrame' | 'endFrame'>[];
    readonly amountFraction: number;
  };
} {
  const places = holes.map(({ channel, startFrame, endFrame }) => ({ channel, startFrame, endFrame }));
  return { repair: 'dropout', parameters: { places, amountFraction: 1 } };
}

function describe(context: DiagnoseContext, holes: readonly DropoutTrace[]): string {
  const rate = context.facts.sampleRateHz;
  const longestMs = 1000 * Math.max(...holes.map(hole => secondsOf(hole, rate)));
  const time = sayTime(holes[0]!.startFrame / rate);
  return holes.length === 1
    ? `The sound breaks off for ${say(longestMs, 'ms')} at ${time}`
    : `The sound breaks off ${holes.length} times, first at ${time}, for ${say(longestMs, 'ms')} at most`;
}

function fixShort(context: DiagnoseContext, holes: readonly DropoutTrace[]): Finding {
  return makeFinding(context.facts, {
    ...common(context, holes),
    id: 'dropout',
    severity: 'fix',
    confidenceFraction: 0.95,
    title: holes.length === 1 ? 'A dropout' : `${holes.length} dropouts`,
    sentence: `${describe(context, holes)}: the waveform is cut in the middle and goes on as if nothing had been.`,
    proposal: 'Deadwax fills the holes with what the music on both sides foretells; nothing else changes.',
    inTheMix: 'Bounce the mix again, with a larger buffer, and compare.',
    repair: placesOf(holes),
  });
}

function judgeLong(context: DiagnoseContext, holes: readonly DropoutTrace[]): Finding {
  const oneSided = holes.some(hole => isAlone(hole, holes));
  const given = {
    ...common(context, holes),
    id: 'dropout-long',
    title: holes.length === 1 ? 'A long dropout' : `${holes.length} long dropouts`,
    inTheMix: 'Bounce the mix again, with a larger buffer, and send the new file.',
  };
  // all channels silent at once may be a hard stop that was meant
  if (oneSided || context.facts.channelCount === 1)
    return makeFinding(context.facts, {
      ...given,
      severity: 'send-back',
      confidenceFraction: 0.95,
      sentence: `${describe(context, holes)}: too long to be filled with what was there.`,
      proposal: 'Deadwax marks it and invents nothing.',
    });
  return makeFinding(context.facts, {
    ...given,
    severity: 'ask',
    confidenceFraction: 0.7,
    sentence: `${describe(context, holes)}, cut hard on both sides: a stop that is meant, or a dropout too long to be filled.`,
    proposal: 'Deadwax marks it and invents nothing.',
    question: {
      text: `The sound stops dead at ${sayTime(holes[0]!.startFrame / context.facts.sampleRateHz)}: intended?`,
      choices: [
        { answer: 'intended', consequence: 'It is no longer counted as a fault.' },
        { answer: 'leave', consequence: 'It stays on the list: a new bounce is needed.' },
      ],
      safeDefault: 'leave',
    },
  });
}

/** No other channel has a hole at the same time. */
function isAlone(hole: DropoutTrace, holes: readonly DropoutTrace[]): boolean {
  return !holes.some(
    other =>
      other.channel !== hole.channel && other.startFrame < hole.endFrame && other.endFrame > hole.startFrame,
  );
}

function askStutter(context: DiagnoseContext, holes: readonly DropoutTrace[]): Finding {
  return makeFinding(context.facts, {
    ...common(context, holes),
    id: 'dropout-stutter',
    severity: 'ask',
    confidenceFraction: 0.6,
    title: 'Stutter',
    sentence: `${describe(context, holes)}, always for the same time: a gate that is meant, or a buffer that slips.`,
    proposal: 'Deadwax leaves it alone unless you say that it is a fault.',
    inTheMix: 'If no gate or stutter is meant there, bounce the mix again with a larger buffer.',
    repair: placesOf(
      holes.filter(hole => secondsOf(hole, context.facts.sampleRateHz) <= LONGEST_FILLED_SECONDS),
    ),
    question: {
      text: `The sound breaks off ${holes.length} times for the same time: a stutter that is meant?`,
      choices: [
        { answer: 'intended', consequence: 'Nothing is touched, and it is no longer counted as a fault.' },
        {
          answer: 'repair',
          consequence: 'The holes are filled with what the music on both sides foretells.',
        },
        { answer: 'leave', consequence: 'Nothing is touched, and it stays on the list.' },
      ],
      safeDefault: 'leave',
    },
  });
}
