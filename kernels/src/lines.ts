import type { LineKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { doublesAt } from './processors.ts';

/** Enough for lines to 1 kHz: the low-pass passes a quarter of it and closes at three quarters. */
const LOW_RATE_HZ = 3000;
/** Readings per second: four per window, so a window is about 0.27 s and a line ± 3.5 Hz wide. */
const READINGS_PER_SECOND = 15;
/** As kernels/assembly/lines.ts has it. */
const HALF_TAPS_STEPS = 4;

export function makeLineKernels(arena: Arena): LineKernels {
  return {
    makeLineProbe({ sampleRateHz, frequenciesHz }) {
      if (!frequenciesHz.every(hz => hz > 0 && hz <= 1000))
        throw new TypeError('a line must lie in 0 … 1000 Hz');
      const step = Math.max(1, Math.round(sampleRateHz / LOW_RATE_HZ));
      const hop = Math.round(sampleRateHz / step / READINGS_PER_SECOND);
      const points = 4 * hop;
      const lineCount = frequenciesHz.length;
      const frequencies = doublesAt(
        arena,
        frequenciesHz.map(hz => hz / sampleRateHz),
      );
      const pointer = arena.exports.linesMake(step, points, lineCount, frequencies);
      const reachFrames = (points / 2 + HALF_TAPS_STEPS) * step;
      return {
        hopFrames: hop * step,
        reachFrames,
        windowSeconds: (points * step) / sampleRateHz,
        read(samples, centre, centreFrame, count, results) {
          const last = centre + (count - 1) * hop * step;
          if (centre < reachFrames || last + reachFrames > samples.length)
            throw new TypeError('a reading reaches beyond the audio');
          if (results.length < 2 * count * lineCount) throw new TypeError('no room for the readings');
          const mark = arena.mark();
          const low = arena.makeFloats((count + 3) * hop);
          arena.exports.linesRead(
            pointer,
            arena.addressOf(samples) + 4 * centre,
            centreFrame,
            count,
            arena.addressOf(low),
            arena.addressOf(results),
          );
          arena.release(mark);
        },
      };
    },
  };
}
