/**
 * Hiss: the repair beside plain spectral subtraction and ffmpeg's afftdn, all with the same deepest reduction, on real
 * music between two pauses with planted hiss.
 *
 * `--from N --to N` choose recordings by number, `--reduction DB` the depth (12).
 */
import { parseArgs } from 'node:util';
import { inspect, repairs } from '@deadwax/engine';
import { makeMemoryHost } from '../conformance/support/memory.ts';
import { afftdnCalls, align, runFfmpeg } from './support/afftdn.ts';
import { type HissPlant, renderHiss } from './support/hiss-plants.ts';
import { listRecordings, loadProgramme } from './support/programmes.ts';
import {
  analyze,
  logSpectralDistance,
  power,
  type Spectrogram,
  spectralSubtraction,
} from './support/spectra.ts';

const { values: options } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '99' },
    reduction: { type: 'string', default: '12' },
  },
});
const REDUCTION_DB = Number(options.reduction);
const PAUSE_SECONDS = 2;
const MUSIC_SECONDS = 12;
const RANGE_DB = 90;
const PLANTS: readonly HissPlant[] = [
  { colour: 'white', levelDbfs: -45, isMono: false },
  { colour: 'pinkish', levelDbfs: -52, isMono: false },
  { colour: 'tape', levelDbfs: -60, isMono: false },
];
const CENTRES_HZ = Array.from({ length: 24 }, (_, band) => 10 ** (2 + band / 10)).filter(hz => hz < 17000);
const { kernels } = makeMemoryHost().powers;

/** Music with a pause on either side, faded in and out over 50 ms. */
function frame(samples: Float32Array, rate: number): Float32Array {
  const pad = PAUSE_SECONDS * rate;
  const out = new Float32Array(samples.length + 2 * pad);
  out.set(samples, pad);
  for (let n = 0; n < rate / 20; n++) {
    out[pad + n]! *= (20 * n) / rate;
    out[pad + samples.length - 1 - n]! *= (20 * n) / rate;
  }
  return out;
}

async function repair(noisy: readonly Float32Array[], rate: number) {
  const host = makeMemoryHost();
  const { hiss } = await inspect(host.makeSource(noisy, rate), ['hiss'], host.powers, {});
  if (hiss.floor === null || repairs.denoise.kind !== 'stream') return null;
  const { centresHz, densityDb } = hiss.floor;
  const format = { sampleRateHz: rate, channelCount: noisy.length };
  const parameters = { print: { centresHz, densityDb }, reductionDb: REDUCTION_DB };
  const processor = repairs.denoise.make(parameters, format, host.powers.kernels);
  const block = host.powers.kernels.makeBlock(noisy.length, noisy[0]!.length + processor.latencyFrames);
  noisy.forEach((samples, channel) => {
    block.channels[channel]!.set(samples);
  });
  const before = process.cpuUsage();
  processor.process(block);
  const seconds = process.cpuUsage(before).user / 1e6;
  const output = block.channels.map(samples => samples.slice(processor.latencyFrames));
  return { output, speed: noisy[0]!.length / rate / seconds };
}

function subtract(noisy: readonly Float32Array[], hiss: readonly Float32Array[]): Float32Array[] {
  return noisy.map((samples, channel) => {
    const noise = analyze(hiss[channel]!, 4096, kernels);
    // Σ√Hann² = 4/3 of ΣHann²
    const mean = (bin: number) =>
      ((4 / 3) * noise.frames.reduce((sum, spectrum) => sum + power(spectrum, bin), 0)) / noise.frames.length;
    const powers = Array.from({ length: 2049 }, (_, bin) => mean(bin));
    return spectralSubtraction(samples, bin => powers[bin]!, 4096, REDUCTION_DB, kernels);
  });
}

function levelDb(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let n = from; n < to; n++) sum += samples[n]! ** 2;
  return 10 * Math.log10(sum / (to - from));
}

/** Largest loss of level of any 1/3 octave from 100 Hz while music sounds. */
function lossDb(clean: Spectrogram, out: Spectrogram, rate: number): string {
  const first = Math.ceil((PAUSE_SECONDS * rate) / (clean.windowFrames / 2));
  let worst = Number.NEGATIVE_INFINITY;
  let worstHz = 0;
  for (const hz of CENTRES_HZ) {
    const from = Math.round((0.891 * hz * clean.windowFrames) / rate);
    const to = Math.round((1.122 * hz * clean.windowFrames) / rate);
    let [before, after] = [0, 0];
    for (let i = first; i < clean.frames.length - first; i++) {
      for (let bin = from; bin <= to; bin++) {
        before += power(clean.frames[i]!, bin);
        after += power(out.frames[i]!, bin);
      }
    }
    const loss = 10 * Math.log10(before / after);
    if (loss > worst) [worst, worstHz] = [loss, hz];
  }
  return `${worst.toFixed(2)} at ${worstHz.toFixed(0)} Hz`;
}

console.log(
  '| recording | hiss | LSD noisy | ours | subtraction | afftdn | pause, dB: ours | subtraction | afftdn | loss: ours | afftdn | × real time |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
for (const recording of listRecordings().slice(Number(options.from), Number(options.to))) {
  const programme = await loadProgramme(recording, 0.4, MUSIC_SECONDS);
  const rate = programme.sampleRateHz;
  const clean = programme.channels.map(samples => frame(samples, rate));
  const reference = clean.map(samples => analyze(samples, 2048, kernels));
  const distance = (channels: readonly Float32Array[]) =>
    channels.reduce(
      (sum, x, c) => sum + logSpectralDistance(reference[c]!, analyze(x, 2048, kernels), RANGE_DB),
      0,
    ) / channels.length;
  for (const [index, plant] of PLANTS.entries()) {
    const hiss = renderHiss(plant, clean[0]!.length, clean.length, index + 5);
    const noisy = clean.map((samples, c) => samples.map((x, n) => x + hiss[c]![n]!));
    const ours = await repair(noisy, rate);
    if (ours === null) {
      console.log(`| ${recording.name} | ${plant.colour} | no floor found |`);
      continue;
    }
    const subtracted = subtract(noisy, hiss);
    const peers = afftdnCalls(plant.levelDbfs, PAUSE_SECONDS, REDUCTION_DB)
      .map(call => runFfmpeg(noisy, rate, call))
      .filter(output => output !== null)
      .map(output => align(noisy[0]!, output))
      .sort((a, b) => distance(a) - distance(b));
    const pause = (x: readonly Float32Array[] | undefined) => {
      const [from, to] = [0.3 * rate, (PAUSE_SECONDS - 0.3) * rate].map(Math.round) as [number, number];
      return x === undefined ? '–' : (levelDb(x[0]!, from, to) - levelDb(noisy[0]!, from, to)).toFixed(1);
    };
    const loss = (x: readonly Float32Array[] | undefined) =>
      x === undefined ? '–' : lossDb(analyze(clean[0]!, 4096, kernels), analyze(x[0]!, 4096, kernels), rate);
    const best = peers[0];
    const distances = [noisy, ours.output, subtracted].map(x => distance(x).toFixed(2));
    console.log(
      `| ${recording.name} | ${plant.colour} ${plant.levelDbfs} | ${distances.join(' | ')} | ${best === undefined ? '–' : distance(best).toFixed(2)} | ${pause(ours.output)} | ${pause(subtracted)} | ${pause(best)} | ${loss(ours.output)} | ${loss(best)} | ${ours.speed.toFixed(0)} |`,
    );
  }
}
