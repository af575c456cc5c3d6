import type { RepairCall } from '../repair/index.ts';

/** What can be found in a mix. */
export type FindingKind =
  | 'clipping'
  | 'inter-sample-overs'
  | 'limiter'
  | 'clicks'
  | 'dropout'
  | 'noise-burst'
  | 'hum'
  | 'hiss'
  | 'dc'
  | 'rumble'
  | 'plosive'
  | 'sibilance'
  | 'resonance'
  | 'boomy'
  | 'muddy'
  | 'harsh'
  | 'dull'
  | 'thin'
  | 'polarity'
  | 'delay'
  | 'imbalance'
  | 'mono-fold'
  | 'wide-bass'
  | 'one-sided'
  | 'dual-mono'
  | 'over-compression'
  | 'pumping'
  | 'cut-off-start'
  | 'cut-off-end'
  | 'long-silence'
  | 'count-in'
  | 'lossy-origin'
  | 'upsampled'
  | 'padded-depth'
  | 'truncation';

/**
 * How much a finding matters. 'note': worth knowing; 'fix': Deadwax mends it; 'ask': the ear cannot decide, the client
 * can; 'send-back': only a new mix really helps.
 */
export type Severity = 'note' | 'fix' | 'ask' | 'send-back';

/** Where a finding lies. */
export interface Place {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** 0 left, 1 right …; null for all. */
  readonly channel: number | null;
}

/** A measured number behind a finding, against what is usual or allowed. */
export interface Evidence {
  /** What was measured, as people say it: 'clipped samples', 'line to neighbours at 50 Hz'. */
  readonly fact: string;
  readonly found: number | string | null;
  /** The limit that made it a finding. */
  readonly limit: number | string | null;
  /** 'dB', 'dBFS', 'Hz', '%' …; '' where there is none. */
  readonly unit: string;
}

/** What the client is asked, and what each answer leads to. */
export interface Question {
  /** One sentence that ends with a question mark: 'Distortion from 1:32 to 1:40, 3 % of the samples: intended?' */
  readonly text: string;
  readonly choices: readonly AnswerChoice[];
  /** Taken where nobody answers. */
  readonly safeDefault: AnswerChoice['answer'];
}

/** One answer. */
export interface AnswerChoice {
  /** 'intended' removes the repair and the penalty; 'repair' has it mended; 'leave' leaves it and keeps it told. */
  readonly answer: 'intended' | 'repair' | 'leave';
  /** What happens then, as one sentence. */
  readonly consequence: string;
}

/** A defect or a trait of the mix, with its place, its numbers and what to do. */
export interface Finding {
  /** Unique in one diagnosis and the same for the same audio: the kind, with a number where there are several. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The span of all places. */
  readonly where: Place;
  /** The single places, at most 100, in order of time; empty where it is the whole programme. */
  readonly places: readonly Place[];
  readonly placeCount: number;
  readonly fromHz: number | null;
  readonly toHz: number | null;
  /** Never empty: nothing is said without a number. */
  readonly evidence: readonly Evidence[];
  /** How sure, 0…1. */
  readonly confidenceFraction: number;
  /** A few words: 'Clipping on the left'. */
  readonly title: string;
  /** What was heard, as one or two plain sentences with times and numbers. */
  readonly sentence: string;
  /** What Deadwax does or leaves, as one sentence. */
  readonly proposal: string;
  /** What the client could do in the mix instead, as one sentence. */
  readonly inTheMix: string;
  /** The repair behind the proposal; null where there is none. */
  readonly repair: RepairCall | null;
  /** Only with severity 'ask'. */
  readonly question: Question | null;
}
