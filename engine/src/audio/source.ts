import type { AudioBlock } from './block.ts';
import type { AudioHandle } from './pcm.ts';

/** Audio at random access, in blocks. */
export interface AudioSource {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  /** Fills `block.frameCount` frames from `startFrame`; frames before the start and after the end are zero. */
  read(startFrame: number, block: AudioBlock): void;
  /** Lets another thread open the same audio. */
  readonly handle: AudioHandle;
}

/** Takes audio in order, block by block; the block may be reused after the call. */
export interface AudioSink {
  write(block: AudioBlock): void;
}
