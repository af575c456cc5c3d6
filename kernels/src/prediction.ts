import type { PredictionKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makePredictionKernels(arena: Arena): PredictionKernels {
  const { exports, addressOf } = arena;
  return {
    autocorrelate(signal, lags) {
      exports.autocorrelate(addressOf(signal), signal.length, addressOf(lags), lags.length);
    },
    predict(lags, coefficients) {
      if (coefficients.length > lags.length) throw new TypeError('a predictor needs a lag per coefficient');
      return exports.levinson(addressOf(lags), coefficients.length - 1, addressOf(coefficients));
    },
    fillGap(samples, { fromFrame, toFrame, orderFrames, iterationCount, beside = null }) {
      const known = Math.min(fromFrame, samples.length - toFrame);
      if (fromFrame < 0 || toFrame > samples.length || toFrame <= fromFrame)
        throw new TypeError('a gap must lie inside what surrounds it');
      if (orderFrames < 1 || orderFrames > known)
        throw new TypeError('the order must be within the surroundings');
      if (beside !== null && beside.length !== samples.length)
        throw new TypeError('another channel must have the same frames');
      exports.gapFill(
        addressOf(samples),
        beside === null ? 0 : addressOf(beside),
        samples.length,
        fromFrame,
        toFrame,
        orderFrames,
        iterationCount,
      );
    },
  };
}
