import type { Place, Severity } from '../findings.ts';
import type { AskedQuestion } from '../questions.ts';

/** How a mix stands before its master. */
export type MixVerdict = 'ready' | 'ready with repairs' | 'better fixed in the mix';

/** One numbered note of a letter. */
export interface MixNote {
  /** From 1, in the order in which a client would act. */
  readonly number: number;
  readonly kind: 'praise' | 'problem' | 'question';
  /** The finding behind it; null for praise, which comes from facts. */
  readonly findingId: string | null;
  /** Null for praise. */
  readonly severity: Severity | null;
  /** A few words. */
  readonly title: string;
  /** What was heard, with its numbers. */
  readonly text: string;
  /** What Deadwax does or leaves; '' for praise. */
  readonly proposal: string;
  /** What could be done in the mix instead; '' where there is nothing to do. */
  readonly inTheMix: string;
  /** When, as people say it: '0:48, 1:32–1:40 and 7 more'; 'throughout' for the whole programme, '' for praise, whose text says it. */
  readonly when: string;
  /** At most 100, in order of time; empty for the whole programme. */
  readonly places: readonly Place[];
}

/** The letter that an engineer writes to a client before touching the file. Plain JSON; its sentences are final. */
export interface MixLetter {
  readonly version: 1;
  readonly title: string;
  readonly verdict: MixVerdict;
  /** Why, as one sentence. */
  readonly verdictReason: string;
  /** What was heard, as two or three sentences with their numbers. */
  readonly opening: string;
  /** Praise and problems: what only a new mix helps first, then what is asked, what is mended, what is worth knowing. */
  readonly notes: readonly MixNote[];
  /** What a new mix would gain, each as one sentence with its number; empty where nothing would. */
  readonly wouldGain: readonly string[];
  readonly questions: readonly AskedQuestion[];
  readonly closing: string;
}
