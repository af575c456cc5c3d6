import {
  type CompressorParameters,
  type ProcessorFormat,
  type ProcessorName,
  type ProcessorParameters,
  processors,
  type RepairName,
  type RepairParameters,
  repairs,
  type StreamRepairSpec,
} from '@deadwax/engine';
import type { Kernels } from '@deadwax/engine/ports';
import { RATES_HZ, type Subject } from './laws.ts';

const BAND: CompressorParameters = {
  thresholdDbfs: -30,
  ratio: 4,
  kneeDb: 6,
  attackSeconds: 0.002,
  releaseSeconds: 0.05,
  makeupDb: 3,
  mixFraction: 0.8,
  detectorHighPassHz: 90,
};

/** Settings that make each processor work. */
const WORKING: { readonly [Name in ProcessorName]: ProcessorParameters[Name] } = {
  eq: {
    bands: [
      { shape: 'high-pass', frequencyHz: 28, gainDb: 0, q: 0.7 },
      { shape: 'low-shelf', frequencyHz: 90, gainDb: 3, q: 0.7 },
      { shape: 'bell', frequencyHz: 3200, gainDb: -6, q: 3 },
      { shape: 'high-shelf', frequencyHz: 9000, gainDb: 2, q: 0.7 },
      { shape: 'bell', frequencyHz: 400, gainDb: 2, q: 1 },
    ],
  },
  compressor: BAND,
  multiband: {
    // low, so that the all-pass of the sum does not itself move white noise by a frame
    crossoversHz: [90, 300, 1000],
    bands: [BAND, { ...BAND, detectorHighPassHz: 0 }, { ...BAND, ratio: 2 }, { ...BAND, mixFraction: 1 }],
  },
  width: { crossoversHz: [200, 4000], sideGainsDb: [-6, 1, 3] },
  'low-end': { cornerHz: 120, order: 4 },
  saturation: { driveDb: 9, mixFraction: 0.7 },
};

/** Settings that make each repair of the stream work; its neutral is no strength. */
const MENDING: { readonly [Name in RepairName]?: RepairParameters[Name] } = {
  dehum: {
    fundamentalHz: 50,
    hopSeconds: 0.02,
    phaseTurns: [0.1, 0.12, 0.13, 0.15],
    gains: [1, 1, 0.9, 1],
    harmonics: [
      { number: 1, re: [0.01, 0.005], im: [0, 0.005] },
      { number: 3, re: [0.002, 0], im: [-0.004, 0] },
    ],
  },
  denoise: {
    print: { centresHz: [100, 1000, 8000], densityDb: [-70, -70, -75] },
    reductionDb: 12,
  },
};

function repairSubject(name: RepairName, format: ProcessorFormat): Subject[] {
  const spec = repairs[name];
  const parameters = MENDING[name];
  if (spec.kind !== 'stream' || parameters === undefined) return [];
  const make = (strengthFraction: number) => (kernels: Kernels) =>
    (spec as StreamRepairSpec<typeof name>).make(
      spec.scale(parameters as never, strengthFraction) as never,
      format,
      kernels,
    );
  return [
    {
      name,
      ...format,
      isLinked: name === 'denoise' && format.channelCount === 2,
      make: make(1),
      makeNeutral: make(0),
    },
  ];
}

const LINKED: readonly ProcessorName[] = ['compressor'];

function chainSubject<Name extends ProcessorName>(name: Name, format: ProcessorFormat): Subject {
  const spec = processors[name];
  return {
    name,
    ...format,
    isLinked: LINKED.includes(name) && format.channelCount === 2,
    make: kernels => spec.make(WORKING[name], format, kernels),
    makeNeutral: kernels => spec.make(spec.neutral, format, kernels),
  };
}

function limiterSubject({ sampleRateHz, channelCount }: ProcessorFormat): Subject {
  const make = (driveDb: number, ceilingDbtp: number) => (kernels: Kernels) =>
    kernels.makeLimiter(
      { driveDb, ceilingDbtp, lookaheadSeconds: 0.003, releaseSeconds: 0.06, slowReleaseSeconds: 0.5 },
      sampleRateHz,
      channelCount,
    );
  return {
    name: 'limiter',
    sampleRateHz,
    channelCount,
    isLinked: channelCount === 2,
    make: make(6, -3),
    makeNeutral: make(0, 12),
  };
}

function ditherSubject({ sampleRateHz, channelCount }: ProcessorFormat): Subject {
  return {
    name: 'dither',
    sampleRateHz,
    channelCount,
    isLinked: false,
    make: kernels =>
      kernels.makeDither({ depthBits: 16, name: 'modified-e', seed: 7, sampleRateHz, channelCount }),
    makeNeutral: null,
  };
}

/** Every processor of the house, at every rate, mono and stereo where that applies. */
export function everySubject(): readonly Subject[] {
  const names = Object.keys(processors) as ProcessorName[];
  const repairNames = Object.keys(repairs) as RepairName[];
  return RATES_HZ.flatMap(sampleRateHz =>
    [1, 2].flatMap(channelCount => {
      const format = { sampleRateHz, channelCount };
      return [
        ...names
          .filter(name => channelCount === 2 || !processors[name].needsStereo)
          .map(name => chainSubject(name, format)),
        limiterSubject(format),
        ditherSubject(format),
        ...repairNames.flatMap(name => repairSubject(name, format)),
      ];
    }),
  );
}

/** False while a processor's kernel is not built. */
export function isBuilt(subject: Subject, kernels: Kernels): boolean {
  const mark = kernels.mark();
  try {
    subject.make(kernels);
    return true;
  } catch {
    return false;
  } finally {
    kernels.release(mark);
  }
}
