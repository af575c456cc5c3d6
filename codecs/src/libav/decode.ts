import {
  type AudioSource,
  type ByteSource,
  type CodecPowers,
  checkCancelled,
  MasteringError,
  makePcmSource,
  type PcmLayout,
  type Scratch,
} from '@deadwax/engine/ports';
import { checkChannelCount } from '../bytes/pcm.ts';
import { broken, truncated, unsupported } from '../bytes/reader.ts';
import { type InputDevice, openInput } from './device.ts';
import type { Libav, LibavStream } from './libav.ts';
import { type FrameSpill, makeFrameSpill } from './spill.ts';

/** A whole file decoded to scratch. */
export interface Decoded {
  readonly source: AudioSource;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface DecodeOrder {
  readonly bytes: ByteSource;
  /** libav's name of the container. */
  readonly demuxer: string;
  /** Frames that the file's own headers promise; null where they promise nothing. */
  readonly promisedFrames: number | null;
}

const AUDIO = 1; // AVMEDIA_TYPE_AUDIO, libavutil/avutil.h

/** Planes that AVFrame.data reaches (AV_NUM_DATA_POINTERS, libavutil/frame.h). */
const MAX_CHANNELS = 8;

/**
 * Decodes a file to scratch in constant memory.
 *
 * @throws {MasteringError} 'format-broken' for the first packet that does not decode, 'audio-truncated' when fewer frames come
 *   than were promised, 'format-unsupported', 'cancelled'
 */
export async function decodeToScratch(
  libav: Libav,
  order: DecodeOrder,
  powers: CodecPowers,
): Promise<Decoded> {
  const { kernels } = powers;
  const scratch = powers.makeScratch();
  const mark = kernels.mark();
  try {
    const { layout, metadata } = await decodeFile(libav, order, scratch, powers);
    kernels.release(mark);
    return { source: makePcmSource(scratch, layout, kernels), metadata };
  } catch (error) {
    kernels.release(mark);
    scratch.discard();
    if (error instanceof MasteringError) throw error;
    throw new MasteringError(
      'format-broken',
      `${order.bytes.name}: the ${order.demuxer} stream cannot be decoded. Export the file again.`,
      { cause: error },
    );
  }
}

async function decodeFile(
  libav: Libav,
  order: DecodeOrder,
  scratch: Scratch,
  powers: CodecPowers,
): Promise<{ layout: PcmLayout; metadata: Readonly<Record<string, string>> }> {
  const device = openInput(libav, order.bytes);
  const [demuxer, streams] = await libav.ff_init_demuxer_file(device.name, order.demuxer).catch(error => {
    device.rethrow();
    throw error;
  });
  const stream = streams.find(candidate => candidate.codec_type === AUDIO);
  if (!stream) throw broken(order.bytes, `no audio in the ${order.demuxer} stream`);
  const context = openDecoder(libav, stream, order.bytes);
  const taker = makeTaker(libav, order.bytes, scratch, powers);
  await pump({ libav, demuxer, context, stream, device }, order, taker, powers);
  libav.avcodec_free_context_js_sync(context);
  libav.avformat_close_input_js_sync(demuxer);
  device.close();
  return { layout: taker.finish(order.promisedFrames), metadata: stream.metadata ?? {} };
}

function openDecoder(libav: Libav, stream: LibavStream, bytes: ByteSource): number {
  const codec = libav.avcodec_find_decoder_sync(stream.codec_id);
  if (codec === 0) throw unsupported(bytes, 'no decoder for its audio. Export it as WAV or FLAC');
  const context = libav.avcodec_alloc_context3_sync(codec);
  libav.avcodec_parameters_to_context_sync(context, stream.codecpar);
  libav.AVCodecContext_pkt_timebase_s_sync(context, stream.time_base_num, stream.time_base_den);
  libav.av_opt_set_sync(context, 'err_detect', 'crccheck+explode', 0); // FLAC: the CRC-16 of every frame
  if (libav.avcodec_open2_sync(context, codec, 0) < 0)
    throw broken(bytes, 'its decoder refuses the stream header');
  return context;
}

interface Pump {
  readonly libav: Libav;
  readonly demuxer: number;
  readonly context: number;
  readonly stream: LibavStream;
  readonly device: InputDevice;
}

/** Packets in, frames out, in order, until the end. */
async function pump(
  { libav, demuxer, context, stream, device }: Pump,
  order: DecodeOrder,
  taker: Taker,
  { watch }: CodecPowers,
): Promise<void> {
  const packet = libav.av_packet_alloc_sync();
  const frame = libav.av_frame_alloc_sync();
  for (let packets = 0; ; packets++) {
    if (packets % 64 === 0) {
      checkCancelled(watch);
      const total = order.promisedFrames ?? 0;
      if (total > 0) watch.report?.({ stage: 'accept', fraction: Math.min(1, taker.frameCount / total) });
    }
    const status = await libav.av_read_frame(demuxer, packet);
    device.rethrow();
    const isEnd = status === libav.AVERROR_EOF;
    if (status < 0 && !isEnd) throw broken(order.bytes, `packet ${packets} cannot be read`);
    const isOurs = isEnd || libav.AVPacket_stream_index_sync(packet) === stream.index;
    if (isOurs && libav.avcodec_send_packet_sync(context, isEnd ? 0 : packet) < 0) throw taker.damaged();
    if (!isEnd) libav.av_packet_unref_sync(packet);
    for (;;) {
      const got = libav.avcodec_receive_frame_sync(context, frame);
      if (got === -libav.EAGAIN || got === libav.AVERROR_EOF) break;
      if (got < 0) throw taker.damaged();
      taker.take(frame);
    }
    if (isEnd) break;
  }
  libav.av_packet_free_js_sync(packet);
  libav.av_frame_free_js_sync(frame);
}

interface Taker {
  readonly frameCount: number;
  take(frame: number): void;
  damaged(): MasteringError;
  finish(promisedFrames: number | null): PcmLayout;
}

function makeTaker(libav: Libav, bytes: ByteSource, scratch: Scratch, { kernels }: CodecPowers): Taker {
  let spill: FrameSpill | null = null;
  let sampleRateHz = 0;
  let channelCount = 0;
  let format = -1;
  let frameCount = 0;

  function begin(frame: number): FrameSpill {
    sampleRateHz = libav.AVFrame_sample_rate_sync(frame);
    channelCount = libav.AVFrame_channels_sync(frame);
    format = libav.AVFrame_format_sync(frame);
    checkChannelCount(bytes.name, channelCount, MAX_CHANNELS);
    const made = makeFrameSpill(libav, format, channelCount, scratch, kernels);
    if (!made)
      throw unsupported(bytes, `its decoder gives samples of kind ${format}. Export it as WAV or FLAC`);
    return made;
  }

  return {
    get frameCount() {
      return frameCount;
    },
    take(frame) {
      spill ??= begin(frame);
      const isSame =
        libav.AVFrame_sample_rate_sync(frame) === sampleRateHz &&
        libav.AVFrame_channels_sync(frame) === channelCount &&
        libav.AVFrame_format_sync(frame) === format;
      if (!isSame)
        throw unsupported(
          bytes,
          'the rate, channels or depth change on the way; one of each is read. Split the file',
        );
      const count = libav.AVFrame_nb_samples_sync(frame);
      spill.take(frame, count);
      frameCount += count;
    },
    damaged() {
      const seconds = sampleRateHz > 0 ? (frameCount / sampleRateHz).toFixed(2) : '0';
      return broken(bytes, `damaged audio at ${seconds} s; every packet must decode`);
    },
    finish(promisedFrames) {
      spill?.finish();
      if (!spill || (promisedFrames !== null && frameCount < promisedFrames)) {
        throw truncated(bytes, `${promisedFrames ?? 'some'} frames were promised, ${frameCount} are there`);
      }
      if (promisedFrames !== null && frameCount > promisedFrames) {
        throw broken(bytes, `${promisedFrames} frames were promised, ${frameCount} are there`);
      }
      const { sampleFormat } = spill;
      const frameBytes = channelCount * (sampleFormat === 's16le' ? 2 : 4);
      return { format: sampleFormat, sampleRateHz, channelCount, frameCount, offsetBytes: 0, frameBytes };
    },
  };
}
