import { type AnyChainStage, makeChain, type ProcessorName, processors } from '@deadwax/engine';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { makeProgramme, playNew, sameBits } from './laws.ts';

const kernels = freshKernels();
const STEREO = { sampleRateHz: 44100, channelCount: 2 };

const EQ: AnyChainStage = {
  processor: 'eq',
  isEnabled: true,
  strengthFraction: 1,
  parameters: { bands: [{ shape: 'bell', frequencyHz: 1000, gainDb: 4, q: 1 }] },
};
const SATURATION: AnyChainStage = {
  processor: 'saturation',
  isEnabled: true,
  strengthFraction: 1,
  parameters: { driveDb: 6, mixFraction: 1 },
};
const COMPRESSOR: AnyChainStage = {
  processor: 'compressor',
  isEnabled: true,
  strengthFraction: 1,
  parameters: {
    thresholdDbfs: -20,
    ratio: 3,
    kneeDb: 6,
    attackSeconds: 0.01,
    releaseSeconds: 0.1,
    makeupDb: 2,
    mixFraction: 1,
    detectorHighPassHz: 0,
  },
};
const WIDTH: AnyChainStage = {
  processor: 'width',
  isEnabled: true,
  strengthFraction: 1,
  parameters: { crossoversHz: [], sideGainsDb: [3] },
};

describe('makeChain', () => {
  it('has nothing to play where every stage is off, without strength or neutral', () => {
    const stages: AnyChainStage[] = [
      { ...EQ, isEnabled: false },
      { ...SATURATION, strengthFraction: 0 },
      { ...COMPRESSOR, strengthFraction: 0 },
      { ...WIDTH, parameters: { crossoversHz: [300], sideGainsDb: [0, 0] } },
    ];
    expect(makeChain(stages, STEREO, kernels)).toBeNull();
  });

  it('plays its stages in order', () => {
    const input = makeProgramme(2, 3000, 2);
    const play = (stages: readonly AnyChainStage[]): Float32Array[] =>
      playNew(kernels, k => makeChain(stages, STEREO, k)!, input).output;
    const one = playNew(kernels, k => makeChain([EQ], STEREO, k)!, input).output;
    const two = playNew(kernels, k => makeChain([COMPRESSOR], STEREO, k)!, one).output;
    expect(sameBits(play([EQ, COMPRESSOR]), two)).toBe(true);
    expect(sameBits(play([COMPRESSOR, EQ]), two)).toBe(false);
  });

  it('lags by the sum of its stages', () => {
    const one = makeChain([SATURATION], STEREO, kernels)!.latencyFrames;
    expect(one).toBeGreaterThan(0);
    expect(makeChain([SATURATION, EQ, SATURATION], STEREO, kernels)!.latencyFrames).toBe(2 * one);
  });

  it('leaves width out of mono', () => {
    expect(makeChain([WIDTH], { ...STEREO, channelCount: 1 }, kernels)).toBeNull();
  });

  it('makes half the reduction at half the strength', () => {
    const input = [new Float32Array(40000).fill(0.8)];
    const format = { sampleRateHz: 44100, channelCount: 1 };
    const gainDb = (strengthFraction: number): number => {
      const chain = [{ ...COMPRESSOR, strengthFraction }];
      const { output } = playNew(kernels, k => makeChain(chain, format, k)!, input);
      return 20 * Math.log10(output[0]!.at(-1)! / 0.8);
    };
    expect(Math.abs(gainDb(0.5) - gainDb(1) / 2)).toBeLessThan(0.001); // the static curve's bar
  });
});

describe.each(Object.keys(processors) as ProcessorName[])('the declaration of %s', name => {
  const spec = processors[name];

  it('calls its neutral setting neutral', () => {
    expect(spec.isNeutral(spec.neutral as never)).toBe(true);
  });

  it('stands under its own name and explains every parameter', () => {
    expect(spec.name).toBe(name);
    expect(spec.parameters.length).toBeGreaterThan(0);
    for (const parameter of spec.parameters) {
      expect(parameter.neutral).toBeGreaterThanOrEqual(parameter.minimum);
      expect(parameter.neutral).toBeLessThanOrEqual(parameter.maximum);
      expect(parameter.help.length).toBeGreaterThan(10);
    }
  });
});

describe.each([EQ, COMPRESSOR, SATURATION, WIDTH])('the strength of $processor', stage => {
  const spec = processors[stage.processor];

  it('is neutral at 0 and the move itself at 1', () => {
    expect(spec.isNeutral(spec.scale(stage.parameters as never, 0) as never)).toBe(true);
    expect(spec.scale(stage.parameters as never, 1)).toEqual(stage.parameters);
    expect(spec.isNeutral(stage.parameters as never)).toBe(false);
  });
});
