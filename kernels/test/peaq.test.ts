import { describe, expect, it } from 'vitest';
import { estimateMushra, MOV_NAMES, measurePeaq } from '../../bench/peaq/index.ts';
import { freshKernels } from './kernels.ts';

const kernels = freshKernels();
const RATE_HZ = 48000;

/** Seeded noise, −1 … 1. */
function makeNoise(frameCount: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: frameCount }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Chords that change twice a second, struck and decaying, over a beat of short noises: what music is to an ear model. */
function makeMusic(seconds: number, seed: number): Float32Array {
  const noise = makeNoise(seconds * RATE_HZ, seed);
  const chord = (n: number) => 110 * 2 ** (((Math.floor((2 * n) / RATE_HZ) * 7 + seed) % 12) / 12);
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, n) => {
    const since = (n % (RATE_HZ / 2)) / RATE_HZ;
    let sum = 0.5 * noise[n]! * Math.exp(-60 * (since % 0.25));
    for (let partial = 1; partial <= 12; partial++) {
      const hz = chord(n) * partial * (partial % 3 === 0 ? 1.26 : 1);
      sum += (0.5 / partial) * Math.exp(-2 * partial * since) * Math.sin((2 * Math.PI * hz * n) / RATE_HZ);
    }
    return 0.6 * sum;
  });
}

const makeTone = (hz: number, gain: number, frameCount: number) =>
  Float32Array.from({ length: frameCount }, (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / RATE_HZ));
const clip = (samples: Float32Array, level: number) =>
  samples.map(sample => Math.min(level, Math.max(-level, sample)));
const mix = (a: Float32Array, b: Float32Array, gain: number) => a.map((sample, n) => sample + gain * b[n]!);
const silence = (frameCount: number) => new Float32Array(frameCount);
const join = (...parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap(part => [...part]));

/** The kernel's result, fed in blocks of an odd size. */
function measure(reference: readonly Float32Array[], test: readonly Float32Array[], blockFrames = 4001) {
  const mark = kernels.mark();
  const peaq = kernels.makePeaq({ channelCount: reference.length });
  const blocks = [0, 1].map(() => kernels.makeBlock(reference.length, blockFrames));
  const frameCount = reference[0]!.length;
  for (let start = 0; start < frameCount; start += blockFrames) {
    const count = Math.min(blockFrames, frameCount - start);
    const [a, b] = [reference, test].map((channels, i) => {
      channels.forEach(
        (samples, c) => void blocks[i]!.channels[c]!.set(samples.subarray(start, start + count)),
      );
      return { channels: blocks[i]!.channels, frameCount: count };
    });
    peaq.process(a!, b!);
  }
  const result = peaq.finish();
  kernels.release(mark);
  return result;
}

const second = RATE_HZ;
const music = makeMusic(3, 1);
const noise = makeNoise(3 * second, 7);
const tones = mix(makeTone(440, 0.3, 2 * second), makeTone(3150, 0.1, 2 * second), 1);
const PAIRS: readonly (readonly [string, readonly Float32Array[], readonly Float32Array[]])[] = [
  ['music clipped a little', [music], [clip(music, 0.45)]],
  ['music clipped hard', [music], [clip(music, 0.12)]],
  ['music with noise 66 dB below full scale', [music], [mix(music, noise, 0.0005)]],
  ['music that is quieter and duller', [music], [music.map((x, n) => 0.3 * (x + (music[n - 1] ?? 0)))]],
  ['tones with a harmonic', [tones], [mix(tones, makeTone(880, 0.003, 2 * second), 1)]],
  ['tones whose rest is silent', [tones], [clip(tones, 0.38)]],
  ['noise, quantised', [noise], [noise.map(x => Math.round(x * 100) / 100)]],
  ['stereo, each channel spoiled otherwise', [music, noise], [clip(music, 0.3), mix(noise, music, 0.05)]],
  [
    'a programme between silences, with a gap',
    [join(silence(5000), music.subarray(0, second), silence(9000), music.subarray(second), silence(12345))],
    [
      join(
        silence(5000),
        clip(music.subarray(0, second), 0.2),
        mix(silence(9000), noise.subarray(0, 9000), 0.001),
        music.subarray(second),
        silence(12345),
      ),
    ],
  ],
];

/** Both work in double precision and add in another order: 1e-8 was the most, for harmonics that are hardly there. */
const TOLERANCE = 1e-6;
/** Variables below this are nothing. */
const LEAST = 1e-3;

describe('peaq', () => {
  it.each(PAIRS)('%s: variables and grade are those of the plain implementation', (_, reference, test) => {
    const oracle = measurePeaq(reference, test);
    const result = measure(reference, test)!;
    for (const name of MOV_NAMES) {
      const away = Math.abs(result.movs[name] - oracle.movs[name]);
      expect(away / Math.max(LEAST, Math.abs(oracle.movs[name])), name).toBeLessThan(TOLERANCE);
    }
    expect(Math.abs(result.distortionIndex - oracle.di)).toBeLessThan(TOLERANCE);
    expect(Math.abs(result.odg - oracle.odg)).toBeLessThan(TOLERANCE);
    expect(Math.abs(result.mushra - estimateMushra(oracle.movs))).toBeLessThan(100 * TOLERANCE);
  });

  it('a signal against itself is the highest that the network gives', () => {
    const { odg, mushra, movs } = measure([music], [music])!;
    expect(odg).toBeGreaterThan(0);
    expect(mushra).toBe(100);
    expect(movs).toMatchObject({
      adb: 0,
      ehs: 0,
      avgModDiff1: 0,
      rmsNoiseLoud: 0,
      mfpd: 0,
      relDistFrames: 0,
    });
  });

  it('blocks of any size give the same bits', () => {
    const whole = measure([music], [clip(music, 0.3)], music.length);
    for (const blockFrames of [1024, 777])
      expect(measure([music], [clip(music, 0.3)], blockFrames)).toEqual(whole);
  });

  it('begins anew after a reset', () => {
    const mark = kernels.mark();
    const peaq = kernels.makePeaq({ channelCount: 1 });
    const blocks = [music, clip(music, 0.2)].map(samples => {
      const block = kernels.makeBlock(1, samples.length);
      block.channels[0]!.set(samples);
      return block;
    });
    const run = () => {
      peaq.process(blocks[0]!, blocks[1]!);
      return peaq.finish();
    };
    const once = run();
    peaq.reset();
    expect(run()).toEqual(once);
    kernels.release(mark);
  });

  it('finds nothing in silence, nor in less than a window', () => {
    expect(measure([silence(second)], [music.subarray(0, second)])).toBeNull();
    expect(measure([music.subarray(0, 1000)], [music.subarray(0, 1000)])).toBeNull();
  });

  it('does not hear a pair of different shape', () => {
    const mark = kernels.mark();
    const peaq = kernels.makePeaq({ channelCount: 1 });
    expect(() => peaq.process(kernels.makeBlock(1, 10), kernels.makeBlock(1, 11))).toThrow(TypeError);
    expect(() => peaq.process(kernels.makeBlock(2, 10), kernels.makeBlock(2, 10))).toThrow(TypeError);
    expect(() => kernels.makePeaq({ channelCount: 3 })).toThrow(/one or two channels, not 3/);
    kernels.release(mark);
  });
});
