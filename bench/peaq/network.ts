/** The eleven model output variables of the basic version. */
export interface Movs {
  readonly bandwidthRef: number;
  readonly bandwidthTest: number;
  readonly totalNmr: number;
  readonly winModDiff1: number;
  readonly adb: number;
  readonly ehs: number;
  readonly avgModDiff1: number;
  readonly avgModDiff2: number;
  readonly rmsNoiseLoud: number;
  readonly mfpd: number;
  readonly relDistFrames: number;
}

/** Their names in the order of the network. */
export const MOV_NAMES: readonly (keyof Movs)[] = [
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

/** Range of each variable and its weights to the three hidden nodes. @source ITU-R BS.1387-1, annex 2, tables 15–17 */
const INPUTS: readonly (readonly [least: number, most: number, to: readonly [number, number, number]])[] = [
  [393.916656, 921, [-0.502657, 0.436333, 1.219602]],
  [361.965332, 881.131226, [4.307481, 3.246017, 1.123743]],
  [-24.045116, 16.21203, [4.984241, -2.211189, -0.192096]],
  [1.110661, 107.137772, [0.051056, -1.762424, 4.331315]],
  [-0.206623, 2.886017, [2.32158, 1.789971, -0.75456]],
  [0.074318, 13.933351, [-5.303901, -3.452257, -10.814982]],
  [1.113683, 63.257874, [2.730991, -6.111805, 1.519223]],
  [0.950345, 1145.018555, [0.62495, -1.331523, -5.955151]],
  [0.029985, 14.81974, [3.102889, 0.87126, -5.922878]],
  [0.000101, 1, [-1.051468, -0.939882, -0.142913]],
  [0, 1, [-1.804679, -0.50361, -0.620456]],
];
const HIDDEN_BIAS = [-2.518254, 0.654841, -2.207228] as const;
const OUTPUT_WEIGHTS = [-3.817048, 4.107138, 4.629582] as const;
const OUTPUT_BIAS = -0.307594;
const LOWEST_ODG = -3.98;
const HIGHEST_ODG = 0.22;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The distortion index and the objective difference grade, −3.98 (very annoying) to 0.22. @source ITU-R BS.1387-1, annex 2, 6 */
export function grade(movs: Movs): { readonly di: number; readonly odg: number } {
  const sums: [number, number, number] = [...HIDDEN_BIAS];
  INPUTS.forEach(([least, most, weights], index) => {
    const scaled = (movs[MOV_NAMES[index]!] - least) / (most - least);
    for (const node of [0, 1, 2] as const) sums[node] += weights[node] * scaled;
  });
  let di = OUTPUT_BIAS;
  for (const node of [0, 1, 2] as const) di += OUTPUT_WEIGHTS[node] * sigmoid(sums[node]);
  return { di, odg: LOWEST_ODG + (HIGHEST_ODG - LOWEST_ODG) * sigmoid(di) };
}

/**
 * Mean MUSHRA score that the 2f-model expects, 0 to 100.
 * @source T. Kastner, J. Herre, An efficient model for estimating subjective quality of separated audio source signals, WASPAA 2019
 */
export function estimateMushra({ avgModDiff1, adb }: Movs): number {
  const score = 56.1345 / (1 + (-0.0282 * avgModDiff1 - 0.8628) ** 2) - 27.1451 * adb + 86.3515;
  return Math.min(100, Math.max(0, score));
}
