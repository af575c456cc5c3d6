// From sums to the eleven model output variables, and from these to the grade and the score.
// ITU-R BS.1387-1, annex 2, 5.2 and 6; T. Kastner, J. Herre, An efficient model for estimating subjective quality of
// separated audio source signals, WASPAA 2019 (the 2f-model).

// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { EarsTally, SLIDING_HOPS, Tally } from './peaq-tally';

/** Where each variable stands among the results; distortion index, grade and score follow. */
const BANDWIDTH_REF: usize = 0;
const BANDWIDTH_TEST: usize = 8;
const TOTAL_NMR: usize = 16;
const WIN_MOD_DIFF_1: usize = 24;
const ADB: usize = 32;
const EHS: usize = 40;
const AVG_MOD_DIFF_1: usize = 48;
const AVG_MOD_DIFF_2: usize = 56;
const RMS_NOISE_LOUD: usize = 64;
const MFPD: usize = 72;
const REL_DIST_FRAMES: usize = 80;
const DI: usize = 88;
const ODG: usize = 96;
const MUSHRA: usize = 104;
export const RESULTS: usize = 14;

/** Least and most of each variable, and its weights to the three hidden nodes, tables 15–17. */
// biome-ignore format: a variable per line
const INPUTS = memory.data<f64>([
  393.916656, 921, -0.502657, 0.436333, 1.219602,
  361.965332, 881.131226, 4.307481, 3.246017, 1.123743,
  -24.045116, 16.21203, 4.984241, -2.211189, -0.192096,
  1.110661, 107.137772, 0.051056, -1.762424, 4.331315,
  -0.206623, 2.886017, 2.32158, 1.789971, -0.75456,
  0.074318, 13.933351, -5.303901, -3.452257, -10.814982,
  1.113683, 63.257874, 2.730991, -6.111805, 1.519223,
  0.950345, 1145.018555, 0.62495, -1.331523, -5.955151,
  0.029985, 14.81974, 3.102889, 0.87126, -5.922878,
  0.000101, 1, -1.051468, -0.939882, -0.142913,
  0, 1, -1.804679, -0.50361, -0.620456,
]);
const INPUT_COUNT: usize = 11;
/** Bias of each hidden node, and its weight to the output, tables 16 and 17. */
const HIDDEN = memory.data<f64>([-2.518254, -3.817048, 0.654841, 4.107138, -2.207228, 4.629582]);
const OUTPUT_BIAS: f64 = -0.307594;
const LOWEST_ODG: f64 = -3.98;
const HIGHEST_ODG: f64 = 0.22;

/** Adds a channel's variables, each divided by the number of channels. @param results RESULTS f64 */
export function addMovs(tally: Tally, channelCount: f64, results: usize): void {
  const share = 1 / channelCount;
  add(results + BANDWIDTH_REF, share * mean(tally.referenceBandwidth, tally.referenceBandwidthCount));
  add(results + BANDWIDTH_TEST, share * mean(tally.testBandwidth, tally.testBandwidthCount));
  add(results + TOTAL_NMR, share * 10 * Math.log10(mean(tally.nmr, tally.count)));
  const slidingCount = Math.max(0, tally.settledCount - SLIDING_HOPS + 1);
  add(results + WIN_MOD_DIFF_1, share * Math.sqrt(mean(tally.slidingPowers, slidingCount)));
  add(results + EHS, share * 1000 * mean(tally.harmonics, tally.harmonicsCount));
  add(results + AVG_MOD_DIFF_1, share * mean(tally.modDiff1, tally.modWeight));
  add(results + AVG_MOD_DIFF_2, share * mean(tally.modDiff2, tally.modWeight));
  add(results + RMS_NOISE_LOUD, share * Math.sqrt(mean(tally.noiseLoudness, tally.noiseLoudnessCount)));
  add(results + REL_DIST_FRAMES, share * mean(tally.disturbedCount, tally.count));
}

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

function mean(sum: f64, count: f64): f64 {
  return count === 0 ? 0 : sum / count;
}

/** Average distorted block, 4.7.2: −0.5 where blocks are distorted by no step; and the highest smoothed probability. */
export function storeEars(tally: EarsTally, results: usize): void {
  const distortedCount = tally.distortedCount;
  const steps = tally.steps;
  const block = steps > 0 ? Math.log10(steps / distortedCount) : -0.5;
  store<f64>(results + ADB, distortedCount === 0 ? 0 : block);
  store<f64>(results + MFPD, tally.highestProbability);
}

/** Distortion index, objective difference grade and MUSHRA score of the variables. */
export function grade(results: usize): void {
  let di = OUTPUT_BIAS;
  for (let node: usize = 0; node < 3; node++) {
    di +=
      load<f64>(HIDDEN + node * 16, 8) * sigmoid(load<f64>(HIDDEN + node * 16) + activation(results, node));
  }
  store<f64>(results + DI, di);
  store<f64>(results + ODG, LOWEST_ODG + (HIGHEST_ODG - LOWEST_ODG) * sigmoid(di));
  const bend = -0.0282 * load<f64>(results + AVG_MOD_DIFF_1) - 0.8628;
  const score = 56.1345 / (1 + bend * bend) - 27.1451 * load<f64>(results + ADB) + 86.3515;
  store<f64>(results + MUSHRA, Math.min(100, Math.max(0, score)));
}

function activation(results: usize, node: usize): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < INPUT_COUNT; i++) {
    const input = INPUTS + i * 40;
    const least = load<f64>(input);
    const scaled = (load<f64>(results + i * 8) - least) / (load<f64>(input, 8) - least);
    sum += load<f64>(input + node * 8, 16) * scaled;
  }
  return sum;
}

function sigmoid(x: f64): f64 {
  return 1 / (1 + Math.exp(-x));
}
