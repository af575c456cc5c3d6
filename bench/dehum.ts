/**
 * Hum: what is found in untouched music, what is found of planted hum, and what a repair leaves of it.
 *
 * `--plants N` sets how many hums are planted (208), `--seconds S` how long the passages are (60).
 */
import { parseArgs } from 'node:util';
import { inspect, repairs } from '@deadwax/engine';
import { makeMemoryHost } from '../conformance/support/memory.ts';
import { drawHum, renderHum } from './support/hum-plants.ts';
import { type BenchProgramme, listRecordings, loadProgramme, makeChance } from './support/programmes.ts';

const { values: options } = parseArgs({
  options: {
    plants: { type: 'string', default: '208' },
    seconds: { type: 'string', default: '60' },
    verbose: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(options.seconds);

async function traceHum(channels: readonly Float32Array[], sampleRateHz: number) {
  const host = makeMemoryHost();
  const source = host.makeSource(channels, sampleRateHz);
  const t0 = performance.now();
  const { hum } = await inspect(source, ['hum'], host.powers, {});
  return { hum, host, ms: performance.now() - t0 };
}

const recordings = listRecordings();
const programmes: BenchProgramme[] = [];
const chance = makeChance(1);
for (const recording of recordings) programmes.push(await loadProgramme(recording, chance(), SECONDS));
for (const { name, channels, sampleRateHz } of programmes) {
  const {
    hum: { likeliest: h },
    ms,
  } = await traceHum(channels, sampleRateHz);
  const s = channels[0]!.length / sampleRateHz;
  if (options.verbose)
    console.log(
      name.padEnd(30),
      s.toFixed(0),
      (ms / s).toFixed(2) + 'ms/s',
      h &&
        [
          h.mainsHz,
          h.meanHz,
          h.levelDbfs,
          h.clearnessDb,
          h.voteCount,
          h.agreementFraction,
          h.harmonics.map(x => `${x.number}:${x.levelDbfs}/${x.lineToNeighbourDb}`).join(' '),
        ].join(' | '),
    );
}
const db = (p: number) => 10 * Math.log10(p);
for (let i = 0; i < Number(options.plants); i++) {
  const programme = programmes[i % programmes.length]!;
  const plant = drawHum(i + 1);
  const hum = renderHum(plant, programme, i + 1);
  const mixed = programme.channels.map((c, k) => c.map((x, n) => x + hum[k]![n]!));
  const {
    hum: { likeliest: h },
    host,
  } = await traceHum(mixed, programme.sampleRateHz);
  let res = NaN;
  if (h) {
    const k = host.powers.kernels;
    const proc =
      repairs.dehum.kind === 'stream'
        ? repairs.dehum.make(h.model, { sampleRateHz: programme.sampleRateHz, channelCount: mixed.length }, k)
        : null;
    const block = k.makeBlock(mixed.length, mixed[0]!.length);
    mixed.forEach((c, i) => block.channels[i]!.set(c));
    proc!.process(block);
    let e = 0,
      p = 0;
    programme.channels.forEach((c, ch) => {
      for (let n = 0; n < c.length; n++) {
        const d = block.channels[ch]![n]! - c[n]!;
        e += d * d;
        p += hum[ch]![n]! ** 2;
      }
    });
    res = db(e / p);
  }
  console.log(
    String(i).padStart(3),
    programme.name.slice(0, 18).padEnd(18),
    plant.mainsHz,
    plant.levelDbfs.toFixed(0),
    plant.drift,
    plant.channelMode,
    plant.harmonics.length,
    '=>',
    h &&
      [
        h.mainsHz,
        h.lowestHz,
        h.highestHz,
        h.levelDbfs,
        h.clearnessDb,
        h.voteCount,
        h.agreementFraction,
        h.harmonics.length,
      ].join(' | '),
    'RES',
    res.toFixed(1),
    h?.model.phaseTurns.length,
  );
}
