import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, type Run, runProcess } from './process.ts';

/** One program in a contest. */
export interface Contestant {
  readonly name: string;
  run(): Promise<Run>;
}

/** Programs that measure loudness, range and true peak. */
export async function measuringPeers(cli: string, song: string): Promise<readonly Contestant[]> {
  const all: Contestant[] = [
    { name: 'deadwax measure', run: () => runProcess('node', [cli, 'measure', song, '--json']) },
  ];
  if (await isInstalled('ffmpeg')) {
    const args = ['-hide_banner', '-i', song, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
    all.push({ name: 'ffmpeg ebur128 (peak=true)', run: () => runProcess('ffmpeg', args) });
  }
  if (await isInstalled('loudgain', '--version')) {
    all.push({ name: 'loudgain (libebur128)', run: () => runProcess('loudgain', ['-q', song]) });
  }
  if (await isInstalled('sox', '--version')) {
    all.push({
      name: 'sox stats (no loudness, no true peak)',
      run: () => runProcess('sox', [song, '-n', 'stats']),
    });
  }
  return all;
}

/** Programs that bring a song to −14 LUFS under −1 dBTP. */
export async function masteringPeers(
  cli: string,
  song: string,
  folder: string,
): Promise<readonly Contestant[]> {
  const out = join(folder, 'out');
  const master = () => {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
    return runProcess('node', [
      cli,
      'master',
      song,
      '--out',
      out,
      '--target',
      '-14',
      '--ceiling',
      '-1',
      '--quiet',
    ]);
  };
  const all: Contestant[] = [{ name: 'deadwax master (everything, verified)', run: master }];
  if (await isInstalled('ffmpeg'))
    all.push({ name: 'ffmpeg loudnorm, two passes', run: () => loudnorm(song, folder) });
  return all;
}

/** Two-pass loudnorm as its documentation shows it: measure, then apply with the measured values. */
async function loudnorm(song: string, folder: string): Promise<Run> {
  const goal = 'loudnorm=I=-14:TP=-1:LRA=11';
  const common = ['-hide_banner', '-y', '-i', song, '-af'];
  const first = await runProcess('sh', [
    '-c',
    `ffmpeg ${common.map(quote).join(' ')} ${goal}:print_format=json -f null - 2>&1`,
  ]);
  const measured = JSON.parse(
    first.stdout.slice(first.stdout.lastIndexOf('{'), first.stdout.lastIndexOf('}') + 1),
  );
  const values = `measured_I=${measured.input_i}:measured_TP=${measured.input_tp}:measured_LRA=${measured.input_lra}:measured_thresh=${measured.input_thresh}:offset=${measured.target_offset}`;
  const args = [
    ...common,
    `${goal}:${values}:linear=true`,
    '-ar',
    '44100',
    '-c:a',
    'pcm_s24le',
    join(folder, 'loudnorm.wav'),
  ];
  const second = await runProcess('ffmpeg', args);
  return { ...second, seconds: first.seconds + second.seconds };
}

function quote(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
