import type { Facts } from '../analyze/facts.ts';
import {
  type AudioHandle,
  type AudioSource,
  cutSegments,
  type Kernels,
  makePcmSource,
  mapInOrder,
  type Powers,
  readPassage,
  runOnCrew,
  type Segment,
  type Task,
  type ThreadPowers,
  workAhead,
} from '../audio/index.ts';
import { broadBands } from '../standards/index.ts';
import { dbToGain, jsonNumber, powerToDb } from '../units/index.ts';
import { gradeDamage, NO_GRADES } from './grade-damage.ts';
import { chooseGradedWindows } from './graded-windows.ts';
import type { Damage } from './verdict.ts';

interface DamageInput {
  readonly delivered: AudioHandle;
  readonly before: AudioHandle;
  readonly segment: Segment;
  readonly driveGain: number;
}

/** Σ over the windows of delivered², before² and delivered·before, per broad band. */
interface DamagePowers {
  readonly delivered: Float64Array;
  readonly before: Float64Array;
  readonly product: Float64Array;
}

const WINDOW_FRAMES = 8192;

/** Compares one segment of a delivery with the audio before the limiter. */
export const measureDamageTask: Task<DamageInput, DamagePowers> = {
  name: 'measure-damage',
  run({ delivered, before, segment, driveGain }: DamageInput, powers: ThreadPowers): DamagePowers {
    const { kernels } = powers;
    const open = (handle: AudioHandle) =>
      makePcmSource(powers.openBytes(handle.bytes), handle.layout, kernels);
    const context = { beforeFrames: 0, afterFrames: WINDOW_FRAMES };
    const after = readPassage(open(delivered), segment, context, kernels).block;
    const driven = readPassage(open(before), segment, context, kernels).block;
    kernels.applyGains(driven, kernels.makeFloats(driven.frameCount).fill(driveGain));
    return comparePowers(after.channels, driven.channels, before.layout.sampleRateHz, kernels);
  },
};

/**
 * A pair of signals is analysed as if it were a stereo pair (a, b): M = (a+b)/√2 and S = (a−b)/√2 give
 * a² = (M²+S²)/2 + M·S, b² = (M²+S²)/2 − M·S and a·b = (M²−S²)/2.
 */
function comparePowers(
  after: readonly Float32Array[],
  before: readonly Float32Array[],
  sampleRateHz: number,
  kernels: Kernels,
): DamagePowers {
  const bands = broadBands(sampleRateHz);
  const bandEdgesHz = [bands[0]!.fromHz, ...bands.map(band => band.toHz)];
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz, windowFrames: WINDOW_FRAMES, bandEdgesHz });
  const [mid, side, cross] = [0, 1, 2].map(() => kernels.makeFloats(bands.length));
  const sums = [0, 1, 2].map(() => new Float64Array(bands.length));
  after.forEach((channel, index) => {
    const pair = { channels: [channel, before[index]!], frameCount: channel.length };
    for (let start = 0; start + WINDOW_FRAMES <= channel.length; start += WINDOW_FRAMES) {
      spectrum.analyze(pair, start, mid!, side!, cross!);
      for (let band = 0; band < bands.length; band++) {
        const half = (mid![band]! + side![band]!) / 2;
        sums[0]![band]! += half + cross![band]!;
        sums[1]![band]! += half - cross![band]!;
        sums[2]![band]! += (mid![band]! - side![band]!) / 2;
      }
    }
  });
  return { delivered: sums[0]!, before: sums[1]!, product: sums[2]! };
}

/** What one delivery is compared with. */
export interface DamageOrder {
  readonly delivered: AudioSource;
  readonly deliveredFacts: Pick<Facts, 'timeline' | 'durationSeconds'>;
  /** The audio before drive and limiter. */
  readonly before: AudioSource;
  readonly driveDb: number;
}

/**
 * What drive, limiter, dither and file did: the difference between the delivery and the audio before them, after the
 * best common gain, over the energy of the programme, and how that difference sounds.
 *
 * @returns null figures where the rate was changed: then the frames do not correspond
 */
export async function measureDamage(
  { delivered, deliveredFacts, before, driveDb }: DamageOrder,
  powers: Powers,
): Promise<Omit<Damage, 'psrChangeDb'>> {
  if (delivered.sampleRateHz !== before.sampleRateHz)
    return { residualDb: [], residualTotalDb: null, ...NO_GRADES };
  const sums = await sumPowers(delivered, before, dbToGain(driveDb), powers);
  const windows = chooseGradedWindows(deliveredFacts.timeline, deliveredFacts.durationSeconds);
  return {
    ...residuals(sums, before.sampleRateHz),
    ...(await gradeDamage(delivered, before, windows, powers)),
  };
}

async function sumPowers(
  delivered: AudioSource,
  before: AudioSource,
  driveGain: number,
  { crew }: Powers,
): Promise<DamagePowers> {
  const bands = broadBands(before.sampleRateHz);
  const make = () => new Float64Array(bands.length);
  const total: DamagePowers = { delivered: make(), before: make(), product: make() };
  await mapInOrder(
    cutSegments(before),
    workAhead(crew.threadCount),
    segment =>
      runOnCrew(crew, measureDamageTask, {
        delivered: delivered.handle,
        before: before.handle,
        segment,
        driveGain,
      }),
    part => {
      for (const key of ['delivered', 'before', 'product'] as const) {
        part[key].forEach((power, band) => {
          total[key][band]! += power;
        });
      }
    },
  );
  return total;
}

function residuals(
  { delivered, before, product }: DamagePowers,
  sampleRateHz: number,
): Pick<Damage, 'residualDb' | 'residualTotalDb'> {
  const sum = (values: Float64Array) => values.reduce((total, power) => total + power, 0);
  const bestGain = sum(before) > 0 ? sum(product) / sum(before) : 1;
  const residual = delivered.map((power, band) =>
    Math.max(0, power - 2 * bestGain * product[band]! + bestGain * bestGain * before[band]!),
  );
  return {
    residualDb: broadBands(sampleRateHz).map((band, index) => ({
      ...band,
      db: jsonNumber(powerToDb(residual[index]! / delivered[index]!), 1),
    })),
    residualTotalDb: jsonNumber(powerToDb(sum(residual) / sum(delivered)), 1),
  };
}
