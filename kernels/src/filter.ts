import type { BiquadCoefficients, FilterKernels, FilterShape, Processor } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { doublesAt, makeUntouched } from './processors.ts';

/** As filter-design.ts numbers them. */
const SHAPES: Readonly<Record<FilterShape, number>> = {
  bell: 0,
  'low-shelf': 1,
  'high-shelf': 2,
  'low-pass': 3,
  'high-pass': 4,
  'band-pass': 5,
  'all-pass': 6,
};

export function makeFilterKernels(arena: Arena): FilterKernels {
  const { exports } = arena;
  const scratch = arena.makeDoubles(5);
  return {
    designFilter({ shape, frequencyHz, gainDb, q }, sampleRateHz) {
      if (!(frequencyHz > 0 && q > 0 && Number.isFinite(gainDb))) {
        throw new TypeError(`a filter of ${frequencyHz} Hz, ${gainDb} dB, Q ${q}`);
      }
      const at = exports.filterDesign(SHAPES[shape], frequencyHz, gainDb, q, sampleRateHz) >>> 0;
      const [b0, b1, b2, a1, a2] = new Float64Array(exports.memory.buffer, at, 5);
      return [b0!, b1!, b2!, a1!, a2!];
    },
    filterResponseDb(coefficients, frequencyHz, sampleRateHz) {
      scratch.set(coefficients);
      return exports.filterResponseDb(arena.addressOf(scratch), frequencyHz, sampleRateHz);
    },
    makeBiquads: (sections, channelCount) => makeBiquads(arena, sections, channelCount),
  };
}

function isIdentity([b0, b1, b2, a1, a2]: BiquadCoefficients): boolean {
  return b0 === 1 && b1 === a1 && b2 === a2;
}

function makeBiquads(
  arena: Arena,
  allSections: readonly BiquadCoefficients[],
  channelCount: number,
): Processor {
  const { exports } = arena;
  const sections = allSections.filter(section => !isIdentity(section));
  if (sections.length === 0) return makeUntouched();
  const coefficients = doublesAt(arena, sections.flat());
  const pairs = Array.from({ length: Math.ceil(channelCount / 2) }, (_, pair) => ({
    state: exports.filterMake(sections.length, coefficients),
    left: 2 * pair,
    right: Math.min(2 * pair + 1, channelCount - 1),
  }));
  return {
    latencyFrames: 0,
    process({ channels, frameCount }) {
      if (channels.length !== channelCount) throw new TypeError(`made for ${channelCount} channels`);
      for (const { state, left, right } of pairs) {
        const from = arena.addressOf(channels[left]!);
        exports.filterProcess(state, from, arena.addressOf(channels[right]!), frameCount);
      }
    },
    reset() {
      for (const { state } of pairs) exports.filterReset(state);
    },
  };
}
