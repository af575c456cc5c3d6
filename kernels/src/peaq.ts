import type { AudioBlock, PeaqKernels, PeaqMovs } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** As kernels/assembly/peaq-grade.ts has them; distortion index, grade and score follow. */
const MOV_NAMES: readonly (keyof PeaqMovs)[] = [
  'bandwidthRef',
  'bandwidthTest',
  'totalNmr',
  'winModDiff1',
  'adb',
  'ehs',
  'avgModDiff1',
  'avgModDiff2',
  'rmsNoiseLoud',
  'mfpd',
  'relDistFrames',
];

export function makePeaqKernels(arena: Arena): PeaqKernels {
  const { exports } = arena;
  return {
    makePeaq({ channelCount }) {
      if (channelCount !== 1 && channelCount !== 2)
        throw new TypeError(`PEAQ compares one or two channels, not ${channelCount}`);
      const pointer = exports.peaqMake(channelCount);
      const results = arena.makeDoubles(MOV_NAMES.length + 3);
      return {
        process(reference, test) {
          checkShapes(reference, test, channelCount);
          const [first, second] = [0, channelCount - 1].map(channel => [
            arena.addressOf(reference.channels[channel]!),
            arena.addressOf(test.channels[channel]!),
          ]);
          exports.peaqPush(pointer, first![0]!, first![1]!, second![0]!, second![1]!, reference.frameCount);
        },
        finish() {
          if (!exports.peaqFinish(pointer, arena.addressOf(results))) return null;
          const [distortionIndex, odg, mushra] = results.subarray(MOV_NAMES.length);
          const movs = Object.fromEntries(MOV_NAMES.map((name, index) => [name, results[index]!]));
          return {
            odg: odg!,
            distortionIndex: distortionIndex!,
            mushra: mushra!,
            movs: movs as Record<keyof PeaqMovs, number>,
          };
        },
        reset: () => exports.peaqReset(pointer),
      };
    },
  };
}

function checkShapes(reference: AudioBlock, test: AudioBlock, channelCount: number): void {
  const fits = (block: AudioBlock) =>
    block.channels.length === channelCount &&
    block.channels.every(({ length }) => length >= block.frameCount);
  if (fits(reference) && fits(test) && reference.frameCount === test.frameCount) return;
  const shape = (block: AudioBlock) => `${block.channels.length} × ${block.frameCount}`;
  throw new TypeError(
    `a reference of ${shape(reference)} frames and a test of ${shape(test)}; PEAQ was made for ${channelCount} channels, and both must have as many frames`,
  );
}
