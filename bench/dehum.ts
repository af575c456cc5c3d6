/**
 * Hum: what is found in untouched music, what is found of planted hum, and what a repair leaves of it.
 *
 * `--plants N` sets how many hums are planted (208), `--seconds S` how long the passages are (60).
 */
import { parseArgs } from 'node:util';
import { inspect, repairs, type TracedHum } from '@deadwax/engine';
import { type MemoryHost, makeMemoryHost } from '../conformance/support/memory.ts';
import { drawHum, renderHum } from './support/hum-plants.ts';
import { type BenchProgramme, listRecordings, loadProgramme, makeChance } from './support/programmes.ts';

const { values: options } = parseArgs({
  options: { plants: { type: 'string', default: '208' }, seconds: { type: 'string', default: '60' } },
});

/** As the detector has it. */
function isFound(hum: TracedHum | null): boolean {
  return (
    hum !== null &&
    (hum.clearnessDb ?? 0) >= 25 &&
    hum.voteCount >= 4 &&
    hum.agreementFraction >= 0.85 &&
    hum.harmonics.some(({ lineToNeighbourDb }) => lineToNeighbourDb >= 6)
  );
}

async function traceHum(channels: readonly Float32Array[], sampleRateHz: number) {
  const host = makeMemoryHost();
  const { hum } = await inspect(host.makeSource(channels, sampleRateHz), ['hum'], host.powers, {});
  return { hum: hum.likeliest, host };
}

function say(hum: TracedHum | null): string {
  if (hum === null) return 'nothing';
  const { meanHz, levelDbfs, clearnessDb, voteCount, agreementFraction } = hum;
  return `${meanHz.toFixed(3)} Hz, ${levelDbfs} dBFS, clear by ${clearnessDb} dB, ${voteCount} votes, ${agreementFraction} agree`;
}

/** Energy of what the repair leaves or harms, re the hum. */
function residualDb(
  programme: BenchProgramme,
  plant: readonly Float32Array[],
  mixed: readonly Float32Array[],
  hum: TracedHum,
  { powers: { kernels } }: MemoryHost,
): number {
  const { dehum } = repairs;
  if (dehum.kind !== 'stream') throw new Error('a stream repair');
  const format = { sampleRateHz: programme.sampleRateHz, channelCount: mixed.length };
  const block = kernels.makeBlock(mixed.length, mixed[0]!.length);
  mixed.forEach((samples, channel) => {
    block.channels[channel]!.set(samples);
  });
  dehum.make(hum.model, format, kernels).process(block);
  let left = 0;
  let power = 0;
  programme.channels.forEach((samples, channel) => {
    for (let n = 0; n < samples.length; n++) {
      left += (block.channels[channel]![n]! - samples[n]!) ** 2;
      power += plant[channel]![n]! ** 2;
    }
  });
  return 10 * Math.log10(left / power);
}

const chance = makeChance(1);
const programmes: BenchProgramme[] = [];
for (const recording of listRecordings())
  programmes.push(await loadProgramme(recording, chance(), Number(options.seconds)));
let alarms = 0;
for (const { name, channels, sampleRateHz } of programmes) {
  const { hum } = await traceHum(channels, sampleRateHz);
  if (isFound(hum)) alarms += 1;
  console.log(`untouched ${name}: ${say(hum)}${isFound(hum) ? ' FOUND' : ''}`);
}
/** By level: planted, found, of those with the right mains; residuals of the found. */
const rows = new Map<string, { planted: number; found: number; right: number; residuals: number[] }>();
for (let i = 0; i < Number(options.plants); i++) {
  const programme = programmes[i % programmes.length]!;
  const plant = drawHum(i + 1);
  const rendered = renderHum(plant, programme, i + 1);
  const mixed = programme.channels.map((samples, c) => samples.map((x, n) => x + rendered[c]![n]!));
  const { hum, host } = await traceHum(mixed, programme.sampleRateHz);
  const key = `${-30 - 10 * Math.floor((-30 - plant.levelDbfs) / 10)} dBFS and less, ${plant.drift}`;
  const row = rows.get(key) ?? { planted: 0, found: 0, right: 0, residuals: [] };
  rows.set(key, row);
  row.planted += 1;
  if (!isFound(hum)) continue;
  row.found += 1;
  if (hum!.mainsHz === plant.mainsHz) row.right += 1;
  row.residuals.push(residualDb(programme, rendered, mixed, hum!, host));
}
console.log(`\nfalse alarms: ${alarms} of ${programmes.length}\n`);
console.log('| hum | planted | found | right mains | residual, median dB | best | worst |');
console.log('|---|---|---|---|---|---|---|');
for (const [key, { planted, found, right, residuals }] of [...rows].sort()) {
  const sorted = residuals.sort((a, b) => a - b);
  const told = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)];
  console.log(
    `| ${key} | ${planted} | ${found} | ${right} | ${told.map(db => db?.toFixed(1) ?? '–').join(' | ')} |`,
  );
}
