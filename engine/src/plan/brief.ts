import type { FileFormat, Tags } from '../audio/index.ts';

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

/** What the client wants. */
export interface Brief {
  readonly version: 1;
  readonly genre: GenreName | 'auto';
  /** Integrated loudness to land on; 'auto' lets genre and dynamics decide. */
  readonly targetLufs: number | 'auto';
  readonly ceilingDbtp: number;
  readonly deliverables: readonly DeliverableOrder[];
  /** 'silence' cuts long quiet at head and tail; 'none' keeps the length to the sample. */
  readonly trim: 'none' | 'silence';
  readonly tags: Tags;
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
