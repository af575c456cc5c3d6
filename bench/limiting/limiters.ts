import { filterStereo, latencyFrames } from './ffmpeg.ts';
import { limitByHyrax } from './hyrax.ts';
import { RATE_HZ, type Stereo } from './material.ts';
import { atFourTimes, hardClip, TIMES } from './oversampled.ts';

/** Where every limiter is told to stop, as amplitude: −1 dBTP. */
export const CEILING: number = 10 ** (-1 / 20);

/** A limiter in the contest. */
export interface Limiter {
  readonly name: string;
  /** Audio times drive, limited to CEILING as this limiter understands it, without delay. */
  limit(audio: Stereo, drive: number): Run;
}

/** What one pass gave. */
export interface Run {
  readonly channels: readonly Float32Array[];
  readonly cpuSeconds: number;
}

/** Runs and takes the processor time. */
export function timed(limit: () => readonly Float32Array[]): Run {
  const before = process.cpuUsage();
  const channels = limit();
  const { user, system } = process.cpuUsage(before);
  return { channels, cpuSeconds: (user + system) / 1e6 };
}

const inFourTimes = (name: string, of: (raised: Float32Array[]) => readonly Float32Array[]): Limiter => ({
  name,
  limit: (audio, drive) => timed(() => atFourTimes(audio, drive, of)),
});

/** A graph of ffmpeg; null where it does not run. */
function hosted(name: string, graph: string): Limiter | null {
  const latency = latencyFrames(graph);
  if (latency === null) return null;
  const idle = (audio: Stereo): number => filterStereo(audio, 1, 'anull')!.cpuSeconds;
  return {
    name,
    limit(audio, drive) {
      const padded = audio.map(samples => {
        const longer = new Float32Array(samples.length + Math.max(0, latency));
        longer.set(samples);
        return longer;
      });
      const { channels, cpuSeconds } = filterStereo(padded, drive, graph)!;
      const cut = (samples: Float32Array) => samples.slice(latency, latency + audio[0]!.length);
      return { channels: channels.map(cut), cpuSeconds: Math.max(0, cpuSeconds - idle(audio)) };
    },
  };
}

const up = `aresample=${TIMES * RATE_HZ}:resampler=soxr`;
const down = `aresample=${RATE_HZ}:resampler=soxr`;
const ceiling = CEILING.toFixed(6);
const HOSTED: readonly (readonly [string, string])[] = [
  ['alimiter in 4x', `${up},alimiter=limit=${ceiling}:level=0:attack=5:release=50,${down}`],
  ['x42 dpl', `lv2=p=http\\\\://gareus.org/oss/lv2/dpl#stereo:c=threshold=-1|truepeak=1|release=0.01`],
  [
    'LSP Herm Thin, x8',
    `lv2=p=http\\\\://lsp-plug.in/plugins/lv2/limiter_stereo:c=th=${ceiling}|boost=0|ovs=20|alr=0|mode=0`,
  ],
];

/** Every peer that runs here, and the names of those that do not. */
export function findPeers(): { readonly peers: readonly Limiter[]; readonly missing: readonly string[] } {
  const found = HOSTED.map(([name, graph]) => ({ name, limiter: hosted(name, graph) }));
  return {
    peers: [
      inFourTimes('Hyrax in 4x', raised => limitByHyrax(raised, CEILING, TIMES * RATE_HZ)),
      inFourTimes('hard clip at 4x', raised => hardClip(raised, CEILING)),
      ...found.flatMap(({ limiter }) => (limiter === null ? [] : [limiter])),
    ],
    missing: found.filter(({ limiter }) => limiter === null).map(({ name }) => name),
  };
}
