/** Peak memory of the whole process for a song and for two hours, and whether time grows in line with length. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './support/process.ts';
import { makeFolder, renderSong, writeLongWav } from './support/song.ts';

const RATE = 48000;
const CLI = new URL('../hosts/cli/bin/deadwax.mjs', import.meta.url).pathname;

const folder = makeFolder();
try {
  const pcm = renderSong(RATE);
  for (const minutes of [4, 30, 120]) {
    const path = join(folder, 'programme.wav');
    writeLongWav(path, pcm, RATE, 60 * minutes);
    const out = join(folder, 'out');
    const args = ['master', path, '--target', '-14', '--out', out, '--scratch', folder, '--quiet'];
    const { seconds, peakMiB } = await runProcess('node', [CLI, ...args]);
    const times = ((60 * minutes) / seconds).toFixed(0);
    process.stdout.write(
      `${minutes} min at 48 kHz: ${seconds.toFixed(1)} s, ${times}× real time, peak ${peakMiB.toFixed(0)} MiB\n`,
    );
    rmSync(out, { recursive: true, force: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
