import type { AudioBlock } from './block.ts';
import type { ByteSink, ByteSource, Scratch } from './bytes.ts';
import type { Kernels } from './kernels/index.ts';
import type { Watch } from './progress.ts';
import type { AudioSource } from './source.ts';

/** What a file says about itself beside its samples; only what is there. */
export interface Tags {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly albumArtist?: string;
  readonly trackNumber?: string;
  readonly date?: string;
  readonly genre?: string;
  readonly composer?: string;
  readonly comment?: string;
  readonly copyright?: string;
  readonly isrc?: string;
}

/** How audio was stored. */
export interface SourceFormat {
  /** 'WAV', 'RF64', 'BW64', 'AIFF', 'AIFC', 'FLAC', 'MP3', 'Ogg Vorbis', 'Ogg Opus', 'M4A' … */
  readonly container: string;
  /** '24-bit PCM', '32-bit float', 'MP3' … */
  readonly encoding: string;
  readonly isLossy: boolean;
  /** Declared depth of integer audio; null for float and lossy. */
  readonly depthBits: number | null;
  readonly isFloat: boolean;
}

/** Audio taken in. */
export interface OpenedAudio {
  readonly source: AudioSource;
  readonly format: SourceFormat;
  readonly tags: Tags;
}

/** What a codec gets from the house while it works. */
export interface CodecPowers {
  readonly kernels: Kernels;
  makeScratch(): Scratch;
  readonly watch: Watch;
}

/** Reads one family of files. */
export interface Decoder {
  readonly name: string;
  /** Whether the first bytes (up to 4096) look like its own. */
  recognizes(head: Uint8Array, fileName: string): boolean;
  /**
   * Opens in place (PCM) or decodes to scratch.
   * @throws {MasteringError} 'format-broken', 'format-unsupported', 'audio-truncated' …: one line each
   */
  open(bytes: ByteSource, powers: CodecPowers): Promise<OpenedAudio>;
}

/** What a delivered file holds. */
export interface FileFormat {
  readonly container: 'wav' | 'aiff' | 'flac';
  readonly depthBits: 16 | 24 | 32;
  /** 32-bit float where true (WAV only). */
  readonly isFloat: boolean;
}

/** Takes a programme in order and leaves a finished file in its sink. */
export interface EncoderStream {
  write(block: AudioBlock): Promise<void> | void;
  finish(): Promise<void>;
}

/** Writes one family of files. */
export interface Encoder {
  readonly container: FileFormat['container'];
  start(
    description: {
      readonly format: FileFormat;
      readonly sampleRateHz: number;
      readonly channelCount: number;
      readonly frameCount: number;
      readonly tags: Tags;
    },
    sink: ByteSink,
    powers: CodecPowers,
  ): Promise<EncoderStream>;
}
