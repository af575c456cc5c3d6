import {
  type CompressorParameters,
  type ProcessorFormat,
  type ProcessorName,
  type ProcessorParameters,
  processors,
  REPAIR_NAMES,
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

/** Settings that make each stream repair work. */
const REPAIRING: { readonly [Name in RepairName]?: RepairParameters[Name] } = {
  dc: { offsets: [0.001, -0.002] },
  resonance: {
    rings: [
      { frequencyHz: 700, q: 12, maxCutDb: 8 },
      { frequencyHz: 5200, q: 20, maxCutDb: 6 },
    ],
  },
  // white noise has more power in this band than below it
  deess: { frequencyHz: 7000, thresholdDb: -12, rangeDb: 6, floorDbfs: -90 },
  align: { invertChannel: 0, delayFrames: [0, 0], gainsDb: [-2, 1] },
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

const LINKED_REPAIRS: readonly RepairName[] = ['resonance', 'deess', 'denoise'];

/** Lists with one value per channel, cut to the channels there are. */
function fitToChannels<Working extends object>(working: Working, channelCount: number): Working {
  const perChannel = ['offsets', 'delayFrames', 'gainsDb'];
  const entries = Object.entries(working).map(([id, value]) =>
    perChannel.includes(id) ? [id, value.slice(0, channelCount)] : [id, value],
  );
  return Object.fromEntries(entries) as Working;
}

function repairSubject<Name extends RepairName>(name: Name, format: ProcessorFormat): Subject {
  const spec = repairs[name] as StreamRepairSpec<Name>;
  const working = REPAIRING[name];
  if (working === undefined) throw new TypeError(`the laws know no working setting of ${name}`);
  const fitting = fitToChannels(working, format.channelCount);
  return {
    name,
    ...format,
    isLinked: LINKED_REPAIRS.includes(name) && format.channelCount === 2,
    keepsSilence: name !== 'dc',
    make: kernels => spec.make(fitting as RepairParameters[Name], format, kernels),
    makeNeutral: kernels => spec.make(spec.scale(fitting as RepairParameters[Name], 0), format, kernels),
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
  return RATES_HZ.flatMap(sampleRateHz =>
    [1, 2].flatMap(channelCount => {
      const format = { sampleRateHz, channelCount };
      return [
        ...names
          .filter(name => channelCount === 2 || !processors[name].needsStereo)
          .map(name => chainSubject(name, format)),
        ...REPAIR_NAMES.filter(name => repairs[name].kind === 'stream').map(name =>
          repairSubject(name, format),
        ),
        limiterSubject(format),
        ditherSubject(format),
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
