import { say, sayHz } from '../../units/words.ts';
import type { Evidence, Finding, FindingKind } from '../findings.ts';

/** What a mix without a defect would have: ends a sentence that begins 'Without …'. */
interface Gain {
  readonly without: string;
  readonly would: string;
}

const GAINS: Readonly<Record<FindingKind, Gain>> = {
  clipping: {
    without: 'the clipping',
    would: 'the peaks would come as they were played, not as they can be guessed',
  },
  'inter-sample-overs': { without: 'the overs', would: 'no converter or encoder would distort them' },
  limiter: {
    without: 'the limiter on the mix bus',
    would: 'the master could set the level once, from whole peaks',
  },
  clicks: { without: 'the clicks', would: 'nothing would have to be drawn in their place' },
  dropout: { without: 'the dropouts', would: 'the music would be there that no repair can know' },
  'noise-burst': { without: 'the bursts of noise', would: 'the music under them would be heard' },
  hum: { without: 'the hum', would: 'the quiet passages would be quiet, with nothing taken out of the bass' },
  hiss: { without: 'the hiss', would: 'the master could be brighter and louder without raising it' },
  dc: { without: 'the offset', would: 'both halves of the wave would have the same room' },
  rumble: { without: 'the rumble', would: 'the limiter would work for the music alone' },
  plosive: { without: 'the plosives', would: 'the voice would need no filter on these words' },
  sibilance: { without: 'the hard esses', would: 'the whole mix could be bright without them' },
  resonance: {
    without: 'the ringing',
    would: 'no cut would have to be made through everything else at that note',
  },
  boomy: {
    without: 'the boom',
    would: 'each bass note would weigh the same, which no equaliser on the whole can do',
  },
  muddy: {
    without: 'the mud',
    would: 'voice and instruments would part where they are made, not all together',
  },
  harsh: {
    without: 'the harshness',
    would: 'only the instrument that bites would be softened, not the voice with it',
  },
  dull: {
    without: 'the veil',
    would: 'the brightness would come from the instruments, not from raised noise',
  },
  thin: { without: 'the missing weight', would: 'the bass would come from its players, not from a shelf' },
  polarity: { without: 'the reversed polarity', would: 'what cancels now would be heard' },
  delay: {
    without: 'the delay between the channels',
    would: 'the middle would stand in one place, in mono too',
  },
  imbalance: { without: 'the imbalance', would: 'the picture would not lean' },
  'mono-fold': { without: 'the cancellation', would: 'phones and clubs would play all of it' },
  'wide-bass': { without: 'the wide bass', would: 'the low end would be firm and could be cut to vinyl' },
  'one-sided': { without: 'the empty channel', would: 'there would be a picture' },
  'dual-mono': { without: 'the fold to mono', would: 'there would be a picture, if one was meant' },
  'over-compression': {
    without: 'the heavy compression',
    would: 'drums would keep the attacks that nothing can give back',
  },
  pumping: { without: 'the pumping', would: 'the level would move with the music only' },
  'cut-off-start': { without: 'the cut', would: 'the first note would begin' },
  'cut-off-end': { without: 'the cut', would: 'the last note would ring out' },
  'long-silence': { without: 'the silence', would: 'the piece would begin and end where it does' },
  'count-in': { without: 'the count-in', would: 'the piece would begin with its first note' },
  'lossy-origin': { without: 'the encoder', would: 'what it threw away would be there' },
  upsampled: { without: 'the conversion', would: 'the file would hold what its rate promises' },
  'padded-depth': { without: 'the lost bits', would: 'fades and tails would run out smoothly' },
  truncation: { without: 'the truncation', would: 'quiet passages would end in silence, not in grit' },
};

const MOST_GAINS = 5;
/** What is mended exactly: a new mix would sound the same. */
const EXACT: readonly FindingKind[] = ['dc', 'polarity', 'delay', 'imbalance', 'long-silence', 'count-in'];

/** What a new mix would gain, from the findings that matter, the heaviest first; each kind once. */
export function describeGains(findings: readonly Finding[]): readonly string[] {
  const kinds = new Set<FindingKind>();
  return findings
    .filter(({ severity, kind }) => severity === 'send-back' || (severity === 'fix' && !EXACT.includes(kind)))
    .filter(({ kind }) => !kinds.has(kind) && kinds.add(kind))
    .slice(0, MOST_GAINS)
    .map(({ kind, evidence }) => {
      const { without, would } = GAINS[kind];
      return `Without ${without} ${would}${describeEvidence(evidence[0])}.`;
    });
}

function describeEvidence(evidence: Evidence | undefined): string {
  if (evidence === undefined || evidence.found === null) return '';
  const found = sayFigure(evidence.found, evidence.unit);
  const limit =
    evidence.limit === null ? '' : `, where ${sayFigure(evidence.limit, evidence.unit)} would pass`;
  return ` (${evidence.fact}: ${found}${limit})`;
}

/** A measured figure with as many decimals as it needs, at most two. */
export function sayFigure(value: number | string, unit: string): string {
  if (typeof value === 'string') return unit === '' ? value : `${value} ${unit}`;
  if (unit === 'Hz') return sayHz(value);
  const decimals = Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 2 : 1;
  return say(value, unit, decimals);
}
