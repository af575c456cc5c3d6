import type {
  AudioBlock,
  ByteSink,
  DitherName,
  EncoderStream,
  FileFormat,
  Powers,
  Tags,
  Watch,
} from '../audio/index.ts';
import { MasteringError } from '../units/index.ts';

/** What a file is made of. */
export interface FileOrder {
  readonly format: FileFormat;
  readonly dither: DitherName;
  readonly seed: number;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly tags: Tags;
}

/** Takes the programme in order; dither and encoding happen on the way. */
export interface DeliveryStream {
  write(block: AudioBlock): Promise<void>;
  finish(): Promise<void>;
}

/**
 * Opens a file for delivery: dither to the depth, then the encoder.
 * @param isExact true where the audio already lies on the grid of the depth: then nothing is added
 */
export async function startDelivery(
  order: FileOrder,
  sink: ByteSink,
  powers: Powers,
  watch: Watch,
  isExact = false,
): Promise<DeliveryStream> {
  const encoder = powers.encoders.find(candidate => candidate.container === order.format.container);
  if (encoder === undefined) {
    throw new MasteringError(
      'format-unsupported',
      `No encoder for ${order.format.container} here; wav is always there.`,
    );
  }
  const codecPowers = { kernels: powers.kernels, makeScratch: powers.makeScratch, watch };
  const stream: EncoderStream = await encoder.start(order, sink, codecPowers);
  const dither = order.format.isFloat || isExact ? null : makeDither(order, powers);
  return {
    async write(block) {
      dither?.process(block);
      await stream.write(block);
    },
    finish: () => stream.finish(),
  };
}

function makeDither(order: FileOrder, powers: Powers) {
  const { depthBits } = order.format;
  if (depthBits === 32) return null;
  return powers.kernels.makeDither({
    depthBits,
    name: order.dither,
    seed: order.seed,
    sampleRateHz: order.sampleRateHz,
    channelCount: order.channelCount,
  });
}
