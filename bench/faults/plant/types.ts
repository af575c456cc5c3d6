import type { FindingKind } from '@deadwax/engine';
import type { Random } from '../../../examples/synth/random.ts';

/** A passage of music whose faults are known: none but those of its origin. */
export interface Excerpt {
  readonly name: string;
  /** 'lossy': decoded from a lossy file. 'lossless': never coded. 'synthetic': computed. */
  readonly origin: 'lossy' | 'lossless' | 'synthetic';
  /** Finished by its author: may be limited, clipped or pumped, which is then no fault of a detector. */
  readonly isMastered: boolean;
  /** What is true of it before anything is planted: findings of these kinds are never wrong. */
  readonly own: readonly FindingKind[];
  /** Left and right, ±1 full scale, peak at most −3 dBFS. */
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz: number;
}

/** Where a fault lies; null: all channels. */
export interface TruePlace {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly channel: number | null;
}

/** A planted fault as data. */
export interface Plant {
  readonly fault: string;
  readonly seed: number;
  readonly recording: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Empty: the whole programme. */
  readonly where: readonly TruePlace[];
  /** Seconds by which the excerpt begins later in the planted audio; negative where its head was cut. */
  readonly shiftSeconds: number;
  /** The frequencies that it touches; null where that says nothing. */
  readonly band: { readonly fromHz: number; readonly toHz: number } | null;
  /** Findings of these kinds are right. */
  readonly kinds: readonly FindingKind[];
  /** Findings of these kinds are true consequences: neither asked for nor wrong. */
  readonly alsoTrue: readonly FindingKind[];
}

/** Audio as a client would send it. */
export interface SentAudio {
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz: number;
  readonly depthBits: 16 | 24;
}

/** A fault and the audio that has it. */
export interface Planted {
  readonly plant: Plant;
  readonly audio: SentAudio;
}

/** What a recipe makes of an excerpt. What is left out is as in the recipe or the excerpt. */
export interface Made {
  readonly channels: readonly Float32Array[];
  readonly parameters: Plant['parameters'];
  readonly where?: readonly TruePlace[];
  readonly shiftSeconds?: number;
  readonly band?: Plant['band'];
  readonly sampleRateHz?: number;
  readonly depthBits?: 16 | 24;
  readonly kinds?: readonly FindingKind[];
  readonly alsoTrue?: readonly FindingKind[];
}

/** How one class of fault is planted and scored. */
export interface Recipe {
  readonly name: string;
  /** Findings that are right; empty for what only looks like a fault. */
  readonly kinds: readonly FindingKind[];
  readonly alsoTrue: readonly FindingKind[];
  /**
   * 'places': every planted place is to be found, every other place that is told is wrong.
   * 'any': one finding that touches a planted place is enough.
   */
  readonly scoring: 'places' | 'any';
  /** How far beside a planted place a finding may lie. */
  readonly toleranceSeconds: number;
  /** The share of found plants that is wanted; null where no bar is set. */
  readonly bar: number | null;
  /** The range of strengths, and why a mastering engineer wants it found. */
  readonly range: string;
  /** Plants the fault; null where this excerpt cannot carry it with a known truth. */
  make(excerpt: Excerpt, random: Random): Made | null;
}
