/**
 * The part of libav.js that is used here: FFmpeg's libraries in WebAssembly, LGPL-2.1, a file of its own beside ours
 * (codecs/NOTICE.md). Pointers are numbers; `…_sync` runs in this thread.
 */
export interface Libav {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAP32: Int32Array;
  readonly HEAPF32: Float32Array;
  readonly AVERROR_EOF: number;
  readonly EAGAIN: number;
  onblockread: ((name: string, offsetBytes: number, count: number) => void) | undefined;
  onwrite: ((name: string, offsetBytes: number, bytes: Uint8Array) => void) | undefined;
  av_log_set_level_sync(level: number): void;
  mkblockreaderdev_sync(name: string, byteCount: number): void;
  ff_block_reader_dev_send_sync(name: string, offsetBytes: number, bytes: Uint8Array): void;
  mkwriterdev_sync(name: string): void;
  unlink_sync(name: string): void;

  ff_init_demuxer_file(name: string, format: string): Promise<[number, LibavStream[]]>;
  avformat_close_input_js_sync(demuxer: number): void;
  av_read_frame(demuxer: number, packet: number): Promise<number>;
  av_packet_alloc_sync(): number;
  av_packet_unref_sync(packet: number): void;
  av_packet_free_js_sync(packet: number): void;
  AVPacket_stream_index_sync(packet: number): number;
  AVPacket_stream_index_s_sync(packet: number, index: number): void;

  avcodec_find_decoder_sync(codecId: number): number;
  avcodec_alloc_context3_sync(codec: number): number;
  avcodec_parameters_to_context_sync(context: number, parameters: number): number;
  AVCodecContext_pkt_timebase_s_sync(context: number, numerator: number, denominator: number): void;
  avcodec_open2_sync(context: number, codec: number, options: number): number;
  avcodec_free_context_js_sync(context: number): void;
  av_opt_set_sync(context: number, name: string, value: string, flags: number): number;
  avcodec_send_packet_sync(context: number, packet: number): number;
  avcodec_receive_frame_sync(context: number, frame: number): number;
  avcodec_send_frame_sync(context: number, frame: number): number;
  avcodec_receive_packet_sync(context: number, packet: number): number;

  av_frame_alloc_sync(): number;
  av_frame_free_js_sync(frame: number): void;
  av_frame_get_buffer_sync(frame: number, align: number): number;
  av_frame_make_writable_sync(frame: number): number;
  AVFrame_format_sync(frame: number): number;
  AVFrame_nb_samples_sync(frame: number): number;
  AVFrame_sample_rate_sync(frame: number): number;
  AVFrame_channels_sync(frame: number): number;
  AVFrame_data_a_sync(frame: number, plane: number): number;
  AVFrame_format_s_sync(frame: number, format: number): void;
  AVFrame_nb_samples_s_sync(frame: number, count: number): void;
  AVFrame_sample_rate_s_sync(frame: number, rateHz: number): void;
  AVFrame_channel_layoutmask_s_sync(frame: number, low: number, high: number): void;
  AVFrame_pts_s_sync(frame: number, low: number): void;
  AVFrame_ptshi_s_sync(frame: number, high: number): void;

  ff_init_encoder_sync(name: string, options: object): [number, number, number, number, number];
  ff_free_encoder_sync(context: number, frame: number, packet: number): void;
  ff_init_muxer_sync(
    options: object,
    streams: [number, number, number][],
  ): [number, number, number, number[]];
  ff_free_muxer_sync(muxer: number, file: number): void;
  av_dict_set_js_sync(dictionary: number, name: string, value: string, flags: number): number;
  AVFormatContext_metadata_s_sync(muxer: number, dictionary: number): void;
  avformat_write_header_sync(muxer: number, options: number): number;
  av_interleaved_write_frame_sync(muxer: number, packet: number): number;
  av_write_trailer_sync(muxer: number): number;
}

export interface LibavStream {
  readonly index: number;
  readonly codecpar: number;
  readonly codec_type: number;
  readonly codec_id: number;
  readonly time_base_num: number;
  readonly time_base_den: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** libavutil/samplefmt.h */
export const SAMPLE_S16 = 1;
export const SAMPLE_S32 = 2;
export const SAMPLE_FLOAT = 3;
export const SAMPLE_FLOAT_PLANAR = 8;
