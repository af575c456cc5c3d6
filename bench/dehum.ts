/**
 * Dehum: hum planted in real music, and what the repair leaves of it.
 *
 * A row is a recording with a hum of one level: whether the house is sure of it, and if so the energy of what the repair
 * leaves of the hum or harms, re the hum: in all, and where the hum is louder than the music (cells of 0.37 s and a third
 * of an octave about its lines), where it is heard; and the largest change of level of the music in any 1/3 octave that
 * holds no line of the hum. What music hides for good, no method can measure: the bar is for what is heard.
 *
 * `--from N --to N` choose recordings by number, `--seconds S` the length of the passages (60).
 */
import { parseArgs } from 'node:util';
import { inspect, repairs, type TracedHum } from '@deadwax/engine';
import { makeMemoryHost } from '../conformance/support/memory.ts';
import { isSureHum } from '../engine/src/diagnose/detect/hum.ts';
import { drawHum, type HumPlant, renderHum } from './support/hum-plants.ts';
import { type BenchProgramme, listRecordings, loadProgramme } from './support/programmes.ts';
import { analyze, power, type Spectrogram } from './support/spectra.ts';

const { values: options } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '99' },
    seconds: { type: 'string', default: '60' },
  },
});
const LEVELS_DBFS = [-30, -40, -50, -60];
const DRIFTS = ['steady', 'slow', 'walk'] as const;
const WINDOW_FRAMES = 16384;
const THIRDS_HZ = Array.from({ length: 28 }, (_, band) => 10 ** (1.5 + band / 10));
const { kernels } = makeMemoryHost().powers;

async function traceHum(channels: readonly Float32Array[], sampleRateHz: number): Promise<TracedHum | null> {
  const host = makeMemoryHost();
  const { hum } = await inspect(host.makeSource(channels, sampleRateHz), ['hum'], host.powers, {});
  return hum.likeliest;
}

function mend(mixed: readonly Float32Array[], sampleRateHz: number, hum: TracedHum): Float32Array[] {
  const { dehum } = repairs;
  if (dehum.kind !== 'stream') throw new Error('a stream repair');
  const mark = kernels.mark();
  const block = kernels.makeBlock(mixed.length, mixed[0]!.length);
  mixed.forEach((samples, channel) => {
    block.channels[channel]!.set(samples);
  });
  dehum.make(hum.model, { sampleRateHz, channelCount: mixed.length }, kernels).process(block);
  const output = block.channels.map(samples => samples.slice());
  kernels.release(mark);
  return output;
}

/** Energy of every third of an octave of a frame. */
function thirdsOf(frame: Float32Array, rate: number): number[] {
  return THIRDS_HZ.map(hz => {
    const [from, to] = [0.8913, 1.122].map(x => Math.round((x * hz * WINDOW_FRAMES) / rate));
    let sum = 0;
    for (let bin = from!; bin < Math.max(to!, from! + 1) && bin <= WINDOW_FRAMES / 2; bin++)
      sum += power(frame, bin);
    return sum;
  });
}

function energy(channels: readonly Float32Array[]): number {
  return channels.reduce((sum, samples) => samples.reduce((part, x) => part + x * x, sum), 0);
}

function difference(a: readonly Float32Array[], b: readonly Float32Array[]): Float32Array[] {
  return a.map((samples, channel) => samples.map((x, n) => x - b[channel]![n]!));
}

/** Residual where the hum is louder than the music, and the share of the hum's energy that is there. */
function heardResidual(hum: Spectrogram[], music: Spectrogram[], left: Spectrogram[], rate: number) {
  let [heard, all, rest] = [0, 0, 0];
  hum.forEach((channel, c) => {
    channel.frames.forEach((frame, index) => {
      const [h, m, l] = [frame, music[c]!.frames[index]!, left[c]!.frames[index]!].map(x =>
        thirdsOf(x, rate),
      );
      THIRDS_HZ.forEach((_, band) => {
        all += h![band]!;
        if (h![band]! <= m![band]!) return;
        heard += h![band]!;
        rest += l![band]!;
      });
    });
  });
  return { heardFraction: heard / all, residualDb: 10 * Math.log10(rest / heard) };
}

/** Largest change of the music's level in thirds without a line of the hum. */
function changeDb(plant: HumPlant, clean: Spectrogram[], output: Spectrogram[], rate: number): number {
  const sum = (spectra: Spectrogram[]) =>
    spectra
      .flatMap(({ frames }) => frames.map(frame => thirdsOf(frame, rate)))
      .reduce((total, thirds) => total.map((x, band) => x + thirds[band]!));
  const [before, after] = [sum(clean), sum(output)];
  const isFree = (hz: number) =>
    plant.harmonics.every(
      ({ number }) => Math.abs(Math.log2((number * plant.mainsHz) / hz)) > 0.25, // a sixth of an octave, and the skirt of a window
    );
  return Math.max(
    ...THIRDS_HZ.map((hz, band) =>
      isFree(hz) && before[band]! > 0 ? Math.abs(10 * Math.log10(after[band]! / before[band]!)) : 0,
    ),
  );
}

interface Row {
  readonly isFound: boolean;
  readonly residualDb: number;
  readonly heardDb: number;
}

async function measure(programme: BenchProgramme, levelDbfs: number, seed: number): Promise<Row> {
  const { name, channels, sampleRateHz: rate } = programme;
  const plant: HumPlant = { ...drawHum(seed), levelDbfs, drift: DRIFTS[seed % DRIFTS.length]! };
  const hum = renderHum(plant, programme, seed);
  const mixed = channels.map((samples, c) => samples.map((x, n) => x + hum[c]![n]!));
  const found = await traceHum(mixed, rate);
  const head = `| ${name} | ${plant.mainsHz} Hz ${levelDbfs} ${plant.drift}, ${plant.harmonics.length} |`;
  const spectra = (x: readonly Float32Array[]) => x.map(samples => analyze(samples, WINDOW_FRAMES, kernels));
  const [humSpectra, musicSpectra] = [spectra(hum), spectra(channels)];
  if (found === null || !isSureHum(found)) {
    const { heardFraction } = heardResidual(humSpectra, musicSpectra, humSpectra, rate);
    console.log(`${head} not sure | – | ${(100 * heardFraction).toFixed(0)} | – | – |`);
    return { isFound: false, residualDb: 0, heardDb: 0 };
  }
  const output = mend(mixed, rate, found);
  const left = difference(output, channels);
  const residualDb = 10 * Math.log10(energy(left) / energy(hum));
  const heard = heardResidual(humSpectra, musicSpectra, spectra(left), rate);
  const change = changeDb(plant, musicSpectra, spectra(output), rate);
  console.log(
    `${head} found | ${residualDb.toFixed(1)} | ${(100 * heard.heardFraction).toFixed(0)} | ${heard.residualDb.toFixed(1)} | ${change.toFixed(3)} |`,
  );
  return { isFound: true, residualDb, heardDb: heard.residualDb };
}

function median(values: number[]): string {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length === 0 ? '–' : sorted[Math.floor(sorted.length / 2)]!.toFixed(1);
}

console.log(
  '| recording | hum, dBFS, drift, lines | house | residual, dB re hum | heard, % of hum | residual there, dB | change elsewhere, dB |',
);
console.log('|---|---|---|---|---|---|---|');
const rows = new Map<number, Row[]>(LEVELS_DBFS.map(level => [level, []]));
let seed = 0;
let alarms = 0;
const recordings = listRecordings().slice(Number(options.from), Number(options.to));
for (const recording of recordings) {
  const programme = await loadProgramme(recording, 0.3, Number(options.seconds));
  const untouched = await traceHum(programme.channels, programme.sampleRateHz);
  if (untouched !== null && isSureHum(untouched)) {
    alarms += 1;
    console.log(`| ${recording.name} | none | FOUND | ${untouched.levelDbfs} dBFS | | | |`);
  }
  for (const level of LEVELS_DBFS) rows.get(level)!.push(await measure(programme, level, ++seed));
}
console.log(`\nhum found in untouched music: ${alarms} of ${recordings.length}`);
for (const [level, all] of rows) {
  const found = all.filter(({ isFound }) => isFound);
  const heard = found.map(({ heardDb }) => heardDb);
  console.log(
    `${level} dBFS: ${found.length} of ${all.length} found; residual, median ${median(found.map(({ residualDb }) => residualDb))} dB, where heard ${median(heard)} dB; ≤ −40 dB where heard: ${heard.filter(db => db <= -40).length}`,
  );
}
