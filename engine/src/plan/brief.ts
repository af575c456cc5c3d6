import type { FileFormat, Tags } from '../audio/index.ts';
import type { Answer } from '../diagnose/questions.ts';

/** The genres that have a target of their own; 'auto' lets the facts decide. */
export type GenreName =
  | 'pop'
  | 'rock'
  | 'metal'
  | 'hip-hop'
  | 'electronic'
  | 'jazz'
  | 'classical'
  | 'folk'
  | 'ambient'
  | 'spoken';

/** What must not be touched. */
export type KeepName = 'vocals' | 'bass' | 'low-end' | 'highs' | 'dynamics' | 'width' | 'tone' | 'loudness';

/** How loud, against records of the genre: 'open' as one in ten of the quietest, 'balanced' as half of them, 'loud' as one in ten of the loudest. */
export type LoudnessWish = 'auto' | 'open' | 'balanced' | 'loud';

/** What of a reference is wanted. */
export type ReferenceAspect = 'tone' | 'dynamics' | 'width' | 'loudness';

/** A record on file that the master should come near to. */
export interface Reference {
  /** As the client wrote it; a host finds the file. */
  readonly path: string;
  /** How much it counts beside the others, > 0. */
  readonly weight: number;
  readonly aspects: readonly ReferenceAspect[];
}

/**
 * Where the sound should lean, −1 the first word … 1 the second, 0 as it is. Carried with the brief for the decisions
 * that read it; none does so far.
 */
export interface Character {
  readonly warmBright: number;
  readonly punchySmooth: number;
  readonly wideFocused: number;
  readonly intimateBig: number;
}

/** What the client wants. */
export interface Brief {
  readonly version: 1;
  readonly genre: GenreName | 'auto';
  /** Integrated loudness to land on; 'auto' lets genre, dynamics and the wish below decide. */
  readonly targetLufs: number | 'auto';
  /** Goes with targetLufs 'auto'; a number there goes over it. */
  readonly loudnessWish: LoudnessWish;
  readonly ceilingDbtp: number;
  readonly deliverables: readonly DeliverableOrder[];
  /** 'silence' cuts long quiet at head and tail; 'none' keeps the length to the sample. */
  readonly trim: 'none' | 'silence';
  readonly tags: Tags;
  /** Records whose sound is liked. A file is heard and aimed at; a name alone ('Talk Talk – Spirit of Eden') is only carried. */
  readonly references: readonly (string | Reference)[];
  /** A target learned from the client's own records, as a file that `learn` wrote; goes over the genre. */
  readonly profile: string | null;
  /** Where it will be heard, as the client names it; the plan does not read it so far. */
  readonly destinations: readonly string[];
  readonly character: Character;
  readonly keep: readonly KeepName[];
  /** Answers to the questions that the mix raised. */
  readonly answers: readonly Answer[];
  /** Anything else, in the client's words. */
  readonly notes: string;
  /** Starts the dither noise. */
  readonly seed: number;
}

/** A file the client wants. */
export interface DeliverableOrder {
  readonly format: FileFormat;
  /** 'source' keeps the rate of the mix. */
  readonly sampleRateHz: number | 'source';
  readonly dither:
    | 'auto'
    | 'none'
    | 'tpdf'
    | 'modified-e'
    | 'wannamaker-3'
    | 'lipshitz'
    | 'f-weighted'
    | 'improved-e';
}
