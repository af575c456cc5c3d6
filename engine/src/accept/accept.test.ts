import { expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import type { AudioSource, ByteSource, CodecPowers, Decoder, SourceFormat } from '../audio/index.ts';
import { MasteringError } from '../units/index.ts';
import { accept } from './index.ts';

const kernels = freshKernels();

function bytesOf(content: Uint8Array): ByteSource {
  return {
    name: 'song',
    byteCount: content.length,
    handle: { kind: 'memory' },
    read(offsetBytes, into) {
      const part = content.subarray(offsetBytes, offsetBytes + into.length);
      into.set(part);
      return part.length;
    },
  };
}

/** A decoder that knows every file and gives `sample` in frame `frame` of an otherwise quiet programme. */
function decoderOf(
  shape: { sampleRateHz?: number; channelCount?: number; frameCount?: number; isFloat?: boolean },
  sample = 0,
  frame = 0,
): Decoder {
  const { sampleRateHz = 48000, channelCount = 2, frameCount = 200_000, isFloat = true } = shape;
  const source: AudioSource = {
    sampleRateHz,
    channelCount,
    frameCount,
    handle: {} as AudioSource['handle'],
    read(startFrame, block) {
      for (const channel of block.channels) {
        channel.fill(0);
        if (frame >= startFrame && frame < startFrame + block.frameCount)
          channel[frame - startFrame] = sample;
      }
    },
  };
  const format: SourceFormat = {
    container: 'x',
    encoding: 'x',
    isLossy: false,
    depthBits: isFloat ? null : 16,
    isFloat,
  };
  return { name: 'X', recognizes: () => true, open: async () => ({ source, format, tags: {} }) };
}

const powers: CodecPowers = { kernels, makeScratch: () => expect.unreachable(), watch: {} };
const judge = (decoder: Decoder) =>
  accept(bytesOf(Uint8Array.of(1, 2, 3)), powers, [decoder]).then(
    () => 'taken',
    (error: MasteringError) => error.code,
  );

it.each([
  [7999, 'rate-unsupported'],
  [8000, 'taken'],
  [384000, 'taken'],
  [384001, 'rate-unsupported'],
  [44100.5, 'rate-unsupported'],
])('%f Hz is %s', async (sampleRateHz, verdict) => {
  expect(await judge(decoderOf({ sampleRateHz }))).toBe(verdict);
});

it.each([
  [19199, 'audio-too-short'],
  [19200, 'taken'],
])('%i frames at 48 kHz are %s: one block of BS.1770 is 400 ms', async (frameCount, verdict) => {
  expect(await judge(decoderOf({ frameCount }))).toBe(verdict);
});

it('no channels are no audio, six are taken', async () => {
  expect(await judge(decoderOf({ channelCount: 0 }))).toBe('channels-unsupported');
  expect(await judge(decoderOf({ channelCount: 6 }))).toBe('taken');
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  '%f is found wherever it lies',
  async sample => {
    for (const frame of [0, 65535, 65536, 199_999]) {
      expect(await judge(decoderOf({}, sample, frame)), `${frame}`).toBe('audio-not-finite');
    }
  },
);

it.each([1, -5, 3.4e38, -1e-44])('%f is a number', async sample => {
  expect(await judge(decoderOf({}, sample, 500))).toBe('taken');
});

it('the message tells how many samples are no numbers and where the first one lies', async () => {
  const verdict = accept(bytesOf(Uint8Array.of(1)), powers, [decoderOf({}, Number.NaN, 96000)]);
  await expect(verdict).rejects.toThrow(
    'song: 2 samples are no numbers (NaN or infinite), the first at 2.000 s; none is allowed. Find the plug-in that made them and export again.',
  );
});

it('looking for numbers gives its memory back', async () => {
  const before = kernels.mark();
  await judge(decoderOf({}));
  await judge(decoderOf({}, Number.NaN, 7));
  expect(kernels.mark()).toBe(before);
});

it('an empty file and an unknown one are refused before any decoder is asked to open', async () => {
  const closed: Decoder = { ...decoderOf({}), recognizes: () => false, open: () => expect.unreachable() };
  await expect(accept(bytesOf(new Uint8Array(0)), powers, [closed])).rejects.toMatchObject({
    code: 'file-empty',
  });
  const unknown = accept(bytesOf(Uint8Array.of(0x77, 0x76, 0x70, 0x6b)), powers, [closed]);
  await expect(unknown).rejects.toThrow(
    'song: a WavPack file, no sound file that is read here (X). Export it as WAV.',
  );
  await expect(unknown).rejects.toBeInstanceOf(MasteringError);
});

it('a cancelled run stops while it looks for numbers', async () => {
  const cancelled = { ...powers, watch: { signal: { aborted: true } } };
  const verdict = accept(bytesOf(Uint8Array.of(1)), cancelled, [decoderOf({})]);
  await expect(verdict).rejects.toMatchObject({ code: 'cancelled' });
});
