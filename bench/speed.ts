/**
 * Whole processes, timed from outside: the main job and measuring, beside every peer that is installed.
 *
 * Runs are interleaved, the median is told. `--song FILE` takes real music, `--runs N` sets the count (5).
 */
import { rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, masteringPeers, measuringPeers } from './support/peers.ts';
import { median, type Run, runProcess } from './support/process.ts';
import { makeFolder, renderSong, writeLongWav } from './support/song.ts';

const { values: options } = parseArgs({
  options: { song: { type: 'string' }, runs: { type: 'string', default: '5' }, save: { type: 'string' } },
});

const RATE = 44100;
const SECONDS = 240;

const folder = makeFolder();
try {
  const song = options.song ?? join(folder, 'song.wav');
  if (options.song === undefined) writeLongWav(song, renderSong(RATE), RATE, SECONDS);
  const facts = JSON.parse((await runProcess('node', [cli(), 'measure', song, '--json'])).stdout);
  const seconds: number = facts.durationSeconds;
  const lines = [
    machine(),
    '',
    `Song: ${seconds.toFixed(1)} s, ${facts.sampleRateHz} Hz, ${facts.integratedLufs} LUFS`,
    '',
  ];
  lines.push(...(await contest('Measuring', await measuringPeers(cli(), song), seconds)), '');
  lines.push(
    ...(await contest('Mastering to −14 LUFS, −1 dBTP', await masteringPeers(cli(), song, folder), seconds)),
  );
  const text = `${lines.join('\n')}\n`;
  process.stdout.write(text);
  if (options.save !== undefined) writeFileSync(options.save, text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function cli(): string {
  return new URL('../hosts/cli/bin/deadwax.mjs', import.meta.url).pathname;
}

function machine(): string {
  const cpu = cpus()[0]?.model ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpus().length} × ${cpu}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

async function contest(
  title: string,
  contestants: readonly Contestant[],
  seconds: number,
): Promise<string[]> {
  const runs = new Map<string, Run[]>(contestants.map(contestant => [contestant.name, []]));
  const count = Number(options.runs);
  for (let round = -1; round < count; round++) {
    for (const contestant of contestants) {
      const run = await contestant.run();
      if (round >= 0) runs.get(contestant.name)!.push(run);
    }
  }
  const rows = contestants.map(({ name }) => {
    const all = runs.get(name)!;
    const time = median(all.map(run => run.seconds));
    const spread = `${Math.min(...all.map(run => run.seconds)).toFixed(2)}–${Math.max(...all.map(run => run.seconds)).toFixed(2)}`;
    const peak = Math.max(...all.map(run => run.peakMiB));
    return `| ${name} | ${time.toFixed(2)} | ${spread} | ${(seconds / time).toFixed(0)}× | ${peak.toFixed(0)} |`;
  });
  return [
    `${title}, median of ${count} runs`,
    '',
    '| program | s | min–max | × real time | peak MiB |',
    '|---|---|---|---|---|',
    ...rows,
  ];
}
