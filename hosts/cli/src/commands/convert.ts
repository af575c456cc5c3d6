import { basename, dirname, extname, join, resolve } from 'node:path';
import { type FileFormat, MasteringError } from '@deadwax/engine';
import { type CommonOptions, runJob } from '../job.ts';
import type { DitherChoice } from '../option-values.ts';
import { refuseExisting } from '../outputs/delivery.ts';
import { openInput } from '../powers/files.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { deliver } from './master.ts';

export interface ConvertOptions extends CommonOptions {
  readonly rate?: number | 'source';
  readonly depth?: '16' | '24' | '32f';
  readonly dither?: DitherChoice;
  readonly seed?: number;
  readonly force?: true;
}

const SHARES = [
  ['decode', 30],
  ['convert', 70],
] as const;

const CONTAINERS: Readonly<Record<string, FileFormat['container']>> = {
  '.wav': 'wav',
  '.wave': 'wav',
  '.aif': 'aiff',
  '.aiff': 'aiff',
  '.flac': 'flac',
};

/** `deadwax convert IN OUT`: rate, depth and container; the name of OUT decides the container. */
export async function convertCommand(from: string, to: string, options: ConvertOptions): Promise<number> {
  const format = formatOf(to, options.depth ?? '24');
  const path = resolve(to);
  const name = basename(path);
  const source = openInput(from);
  if (!options.force) refuseExisting(path);
  const result = await runJob(options, job =>
    deliver(
      dirname(path),
      options.force === true,
      source,
      async delivery => {
        const file = delivery.openFile(name);
        const order = {
          format,
          sampleRateHz: options.rate ?? 'source',
          dither: options.dither ?? 'auto',
          seed: options.seed ?? 1,
        } as const;
        const converted = await job.watch(SHARES, watch => job.engine.convert(source, order, watch, file));
        file.finish();
        await delivery.commit();
        return converted;
      },
      name,
    ),
  );
  await (options.json ? writeJson({ path, ...result }) : writeOut(`${join(dirname(to), name)}\n`));
  return 0;
}

/** @throws {MasteringError} 'option-invalid' */
export function formatOf(to: string, depth: '16' | '24' | '32f'): FileFormat {
  const container = CONTAINERS[extname(to).toLowerCase()];
  if (container === undefined)
    throw new MasteringError(
      'option-invalid',
      `${to}: its ending names no format; end it with .wav, .aiff or .flac.`,
    );
  if (depth !== '32f') return { container, depthBits: Number(depth) as 16 | 24, isFloat: false };
  if (container === 'wav') return { container, depthBits: 32, isFloat: true };
  throw new MasteringError(
    'option-invalid',
    `--depth is "32f"; ${container} takes 16 or 24. Or end OUT with .wav.`,
  );
}
