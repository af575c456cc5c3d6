import type { BiquadCoefficients, FilterSpec, Processor, StereoKernels } from '@deadwax/engine/ports';
import { makeFilterKernels } from './filter.ts';
import type { Arena } from './memory.ts';
import { doublesAt, makeUntouched, stereoAddresses } from './processors.ts';

/**
 * A Butterworth shelf of fourth order is two shelves of half the gain with these Q.
 * @source Holters, Zölzer, "Parametric higher-order shelving filters", EUSIPCO 2006
 */
const SHELF_Q = [0.541196100146197, 1.3065629648763766] as const;

export function makeStereoKernels(arena: Arena): StereoKernels {
  const { designFilter } = makeFilterKernels(arena);
  return {
    makeWidth({ crossoversHz, sideGainsDb }, sampleRateHz) {
      if (sideGainsDb.length !== crossoversHz.length + 1) {
        throw new TypeError(`${sideGainsDb.length} gains between ${crossoversHz.length} crossovers`);
      }
      // From the lowest band's gain, a shelf at each crossover leads to the next band's: minimum phase, and with equal
      // gains no shelf is left but a plain gain. Bands that a crossover sum would turn against the mid stay in phase.
      const shelves = crossoversHz.flatMap((frequencyHz, band): FilterSpec[] => {
        const gainDb = sideGainsDb[band + 1]! - sideGainsDb[band]!;
        if (gainDb === 0) return [];
        return SHELF_Q.map(q => ({ shape: 'high-shelf', frequencyHz, gainDb: gainDb / 2, q }));
      });
      const sections = shelves.map(spec => designFilter(spec, sampleRateHz));
      const gain = arena.exports.sideGain(sideGainsDb[0]!);
      return makeSideFilter(arena, gain === 1 ? sections : [[gain, 0, 0, 0, 0], ...sections]);
    },
    makeEllipticalLowEnd({ cornerHz, order }, sampleRateHz) {
      if (cornerHz <= 0) return makeUntouched();
      // Linkwitz-Riley 2: two first-order sections in one of Q ½; 4: two Butterworth sections of Q √½
      const q = order === 2 ? 0.5 : Math.SQRT1_2;
      const section = designFilter({ shape: 'high-pass', frequencyHz: cornerHz, gainDb: 0, q }, sampleRateHz);
      return makeSideFilter(arena, order === 2 ? [section] : [section, section]);
    },
    makeSaturation({ driveDb, mixFraction }, sampleRateHz, channelCount) {
      if (driveDb <= 0 || mixFraction === 0) return makeUntouched();
      const { exports } = arena;
      const states = Array.from({ length: channelCount }, () =>
        exports.saturationMake(driveDb, mixFraction, sampleRateHz),
      );
      return {
        latencyFrames: exports.saturationLatency(states[0]!),
        process({ channels, frameCount }) {
          if (channels.length !== channelCount) throw new TypeError(`made for ${channelCount} channels`);
          states.forEach((state, channel) => {
            exports.saturationProcess(state, arena.addressOf(channels[channel]!), frameCount);
          });
        },
        reset() {
          for (const state of states) exports.saturationReset(state);
        },
      };
    },
  };
}

/** Sections in series on the side; the mid stays. */
function makeSideFilter(arena: Arena, sections: readonly BiquadCoefficients[]): Processor {
  if (sections.length === 0) return makeUntouched();
  const { exports } = arena;
  const state = exports.sideMake(sections.length, doublesAt(arena, sections.flat()));
  return {
    latencyFrames: 0,
    process(block) {
      const [left, right] = stereoAddresses(arena, block, 2);
      exports.sideProcess(state, left, right, block.frameCount);
    },
    reset: () => exports.sideReset(state),
  };
}
