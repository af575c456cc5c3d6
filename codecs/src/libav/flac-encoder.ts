import {
  type AudioBlock,
  assert,
  type ByteSink,
  type CodecPowers,
  type Encoder,
  type EncoderStream,
  MasteringError,
  type Tags,
} from '@deadwax/engine/ports';
import { type Libav, SAMPLE_S16, SAMPLE_S32 } from './libav.ts';
import type { LibavPool } from './pool.ts';

/** libavformat's names of the tags; its FLAC writer turns them into Vorbis comments. */
const TAG_NAMES: Readonly<Record<keyof Tags, string>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  albumArtist: 'album_artist',
  trackNumber: 'track',
  date: 'date',
  genre: 'genre',
  composer: 'composer',
  comment: 'comment',
  copyright: 'copyright',
  isrc: 'ISRC',
};

/** Smaller by 1 % above this, and twice as slow. */
const COMPRESSION_LEVEL = '5';

type Description = Parameters<Encoder['start']>[0];

/** Writes FLAC of 16 or 24 bits with its MD5 and exact length. */
export function makeFlacEncoder(pool: LibavPool): Encoder {
  return {
    container: 'flac',
    async start(description, sink, powers) {
      const { depthBits, isFloat } = description.format;
      assert(!isFloat && depthBits !== 32, 'FLAC files are written with 16 or 24 bits');
      const libav = await pool.borrow();
      return startStream(libav, description, sink, powers, () => pool.giveBack(libav));
    },
  };
}

/** Bytes libav wrote go straight into the sink; the header is patched at the end. */
function openOutput(libav: Libav, name: string, sink: ByteSink): { rethrow(): void } {
  let failure: unknown;
  const startBytes = sink.byteCount;
  libav.onwrite = (_, offsetBytes, bytes) => {
    if (failure !== undefined) return;
    try {
      // a copy: the sink may keep what it is given, and this is libav's own memory
      if (startBytes + offsetBytes === sink.byteCount) sink.append(bytes.slice());
      else sink.patch(startBytes + offsetBytes, bytes.slice());
    } catch (error) {
      failure = error;
    }
  };
  libav.mkwriterdev_sync(name);
  return {
    rethrow() {
      if (failure !== undefined) throw failure;
    },
  };
}

function startStream(
  libav: Libav,
  description: Description,
  sink: ByteSink,
  powers: CodecPowers,
  onFinish: () => void,
): EncoderStream {
  const name = 'output.flac';
  const output = openOutput(libav, name, sink);
  const [context, frame, packet, blockFrames] = openEncoder(libav, description);
  const [muxer, , file] = libav.ff_init_muxer_sync({ format_name: 'flac', filename: name, open: true }, [
    [context, 1, description.sampleRateHz],
  ]);
  libav.AVFormatContext_metadata_s_sync(muxer, makeDictionary(libav, description.tags));
  check(libav.avformat_write_header_sync(muxer, 0));
  const filler = makeFrameFiller(libav, frame, blockFrames, description, powers);
  let frameCount = 0;

  function encode(input: number): void {
    check(libav.avcodec_send_frame_sync(context, input));
    while (libav.avcodec_receive_packet_sync(context, packet) === 0) {
      libav.AVPacket_stream_index_s_sync(packet, 0);
      check(libav.av_interleaved_write_frame_sync(muxer, packet));
    }
    output.rethrow();
  }

  return {
    write(block) {
      frameCount += block.frameCount;
      filler.fill(block, () => encode(frame));
    },
    async finish() {
      const promised = description.frameCount;
      assert(frameCount === promised, `${promised} frames were announced, ${frameCount} written`);
      filler.flush(() => encode(frame));
      encode(0);
      check(libav.av_write_trailer_sync(muxer));
      libav.ff_free_muxer_sync(muxer, file);
      libav.ff_free_encoder_sync(context, frame, packet);
      libav.unlink_sync(name);
      libav.onwrite = undefined;
      output.rethrow();
      onFinish();
    },
  };
}

/** @returns context, frame, packet and the frames that it takes at a time */
function openEncoder(
  libav: Libav,
  { format, sampleRateHz, channelCount }: Description,
): [number, number, number, number] {
  const sampleFormat = format.depthBits === 16 ? SAMPLE_S16 : SAMPLE_S32;
  const [, context, frame, packet, blockFrames] = libav.ff_init_encoder_sync('flac', {
    ctx: { sample_fmt: sampleFormat, sample_rate: sampleRateHz, channel_layout: channelMask(channelCount) },
    time_base: [1, sampleRateHz],
    options: { compression_level: COMPRESSION_LEVEL, bits_per_raw_sample: String(format.depthBits) },
  });
  libav.AVFrame_format_s_sync(frame, sampleFormat);
  libav.AVFrame_sample_rate_s_sync(frame, sampleRateHz);
  libav.AVFrame_channel_layoutmask_s_sync(frame, channelMask(channelCount), 0);
  libav.AVFrame_nb_samples_s_sync(frame, blockFrames);
  check(libav.av_frame_get_buffer_sync(frame, 0));
  return [context, frame, packet, blockFrames];
}

/** Speaker masks of RFC 9639 clause 9.1.3: mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1. */
function channelMask(channelCount: number): number {
  const mask = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f][channelCount - 1];
  assert(mask !== undefined, 'FLAC holds 1 to 8 channels');
  return mask;
}

function makeDictionary(libav: Libav, tags: Tags): number {
  let dictionary = 0;
  for (const [name, value] of Object.entries(tags)) {
    if (value !== undefined)
      dictionary = libav.av_dict_set_js_sync(dictionary, TAG_NAMES[name as keyof Tags], value, 0);
  }
  return dictionary;
}

interface FrameFiller {
  fill(block: AudioBlock, whenFull: () => void): void;
  /** Hands over what is left. */
  flush(whenFull: () => void): void;
}

/** Cuts blocks into libav's frames, on the integer grid; 24 bits lie in the upper three bytes of a word. */
function makeFrameFiller(
  libav: Libav,
  frame: number,
  blockFrames: number,
  { format, channelCount }: Description,
  { kernels }: CodecPowers,
): FrameFiller {
  const width = format.depthBits / 8;
  const sampleFormat = format.depthBits === 16 ? 's16le' : 's24le';
  const staging = kernels.makeBytes(blockFrames * channelCount * width);
  let filled = 0;
  let position = 0;

  function handOver(whenFull: () => void): void {
    check(libav.av_frame_make_writable_sync(frame));
    libav.AVFrame_nb_samples_s_sync(frame, filled);
    libav.AVFrame_pts_s_sync(frame, position >>> 0);
    libav.AVFrame_ptshi_s_sync(frame, Math.floor(position / 2 ** 32));
    const at = libav.AVFrame_data_a_sync(frame, 0);
    const used = staging.subarray(0, filled * channelCount * width);
    if (width === 2) libav.HEAPU8.set(used, at);
    else widen(used, libav.HEAP32, at / 4);
    position += filled;
    filled = 0;
    whenFull();
  }

  return {
    fill(block, whenFull) {
      for (let done = 0; done < block.frameCount; ) {
        const count = Math.min(blockFrames - filled, block.frameCount - done);
        const room = staging.subarray(filled * channelCount * width, (filled + count) * channelCount * width);
        kernels.encodePcm(block, done, count, sampleFormat, room);
        filled += count;
        done += count;
        if (filled === blockFrames) handOver(whenFull);
      }
    },
    flush(whenFull) {
      if (filled > 0) handOver(whenFull);
    },
  };
}

function widen(bytes: Uint8Array, words: Int32Array, at: number): void {
  for (let from = 0, to = at; from < bytes.length; from += 3, to++) {
    words[to] = (bytes[from]! << 8) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 24);
  }
}

function check(status: number): void {
  if (status >= 0) return;
  throw new MasteringError(
    'output-unwritable',
    `The FLAC writer failed (libav ${status}). Write WAV instead.`,
  );
}
