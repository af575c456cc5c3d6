import {
  assert,
  type ByteSink,
  type EncoderStream,
  type KernelMemory,
  makePcmWriter,
  type PcmKernels,
  type SampleFormat,
} from '@deadwax/engine/ports';

/** Samples in order behind a header that already promised how many come. */
export function makePcmStream(
  sink: ByteSink,
  promise: {
    readonly sampleFormat: SampleFormat;
    readonly channelCount: number;
    readonly frameCount: number;
  },
  kernels: KernelMemory & PcmKernels,
): EncoderStream {
  const write = makePcmWriter(sink, promise.sampleFormat, promise.channelCount, kernels);
  const startBytes = sink.byteCount;
  let frameCount = 0;
  return {
    write(block) {
      write(block);
      frameCount += block.frameCount;
    },
    async finish() {
      assert(
        frameCount === promise.frameCount,
        `${promise.frameCount} frames were announced, ${frameCount} written`,
      );
      if ((sink.byteCount - startBytes) % 2 === 1) sink.append(new Uint8Array(1));
    },
  };
}
