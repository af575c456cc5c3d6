import type { CompressorParameters, DynamicsKernels } from '@deadwax/engine/ports';
import { makeFilterKernels } from './filter.ts';
import type { Arena } from './memory.ts';
import { assertMonoOrStereo, doublesAt, makeUntouched, stereoAddresses } from './processors.ts';

export function makeDynamicsKernels(arena: Arena): DynamicsKernels {
  const { designFilter } = makeFilterKernels(arena);

  function makeBand(band: CompressorParameters, sampleRateHz: number): number {
    if (!(band.ratio >= 1)) throw new TypeError(`a compressor of ratio ${band.ratio}; 1 or more is allowed`);
    const highPass =
      band.detectorHighPassHz > 0
        ? doublesAt(
            arena,
            designFilter(
              { shape: 'high-pass', frequencyHz: band.detectorHighPassHz, gainDb: 0, q: Math.SQRT1_2 },
              sampleRateHz,
            ),
          )
        : 0;
    return arena.exports.compressorMake(
      band.thresholdDbfs,
      band.ratio,
      band.kneeDb,
      band.attackSeconds,
      band.releaseSeconds,
      band.makeupDb,
      band.mixFraction,
      highPass,
      sampleRateHz,
    );
  }

  const makeMultibandCompressor: DynamicsKernels['makeMultibandCompressor'] = (
    { crossoversHz, bands },
    sampleRateHz,
    channelCount,
  ) => {
    assertBands(crossoversHz, bands.length);
    assertMonoOrStereo(channelCount);
    const compressors = bands.map(band => makeBand(band, sampleRateHz));
    const pointers = arena.makeInts(compressors.length);
    pointers.set(compressors);
    const state = arena.exports.multibandMake(
      compressors.length,
      arena.addressOf(pointers),
      doublesAt(arena, crossoversHz),
      sampleRateHz,
    );
    return {
      latencyFrames: 0,
      process(block) {
        const [left, right] = stereoAddresses(arena, block, channelCount);
        arena.exports.multibandProcess(state, left, right, block.frameCount);
      },
      reset: () => arena.exports.multibandReset(state),
      takeGainReductionDb: () =>
        compressors.reduce(
          (deepestDb, pointer, i) =>
            Math.min(deepestDb, arena.exports.compressorTakeReductionDb(pointer, bands[i]!.makeupDb)),
          0,
        ),
    };
  };

  return {
    makeMultibandCompressor,
    makeCompressor(parameters, sampleRateHz, channelCount) {
      if (isNeutral(parameters)) return { ...makeUntouched(), takeGainReductionDb: () => 0 };
      return makeMultibandCompressor({ crossoversHz: [], bands: [parameters] }, sampleRateHz, channelCount);
    },
  };
}

function isNeutral({ ratio, makeupDb, mixFraction }: CompressorParameters): boolean {
  return mixFraction === 0 || (ratio === 1 && makeupDb === 0);
}

function assertBands(crossoversHz: readonly number[], bandCount: number): void {
  if (bandCount < 1 || bandCount !== crossoversHz.length + 1) {
    throw new TypeError(`${bandCount} bands between ${crossoversHz.length} crossovers`);
  }
  if (crossoversHz.some((hz, i) => !(hz > (crossoversHz[i - 1] ?? 0)))) {
    throw new TypeError(`crossovers must ascend: ${crossoversHz.join(', ')} Hz`);
  }
}
