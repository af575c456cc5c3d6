import { basename, dirname, extname, resolve } from 'node:path';
import {
  type DeclipMode,
  type Delivery,
  defaultBrief,
  type RepairName,
  type Restored,
} from '@deadwax/engine';
import { onInterrupt } from '../interrupt.ts';
import { type CommonOptions, runJob } from '../job.ts';
import { beginDelivery, refuseExisting } from '../outputs/delivery.ts';
import { openInput } from '../powers/files.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { formatNumber, makePaint } from '../text.ts';
import { readBrief } from './brief-from-options.ts';
import { formatOf } from './convert.ts';

export interface RepairOptions extends CommonOptions {
  readonly out: string;
  readonly only?: readonly RepairName[];
  readonly strength?: number;
  readonly mode?: DeclipMode;
  readonly depth?: '16' | '24' | '32f';
  readonly residual?: string;
  readonly brief?: string;
  readonly force?: true;
}

const SHARES = [
  ['decode', 5],
  ['listen', 15],
  ['inspect', 25],
  ['repair', 40],
  ['write', 15],
] as const;

/** `deadwax repair FILE --out F`: restoration alone. */
export async function repairCommand(file: string, options: RepairOptions): Promise<number> {
  const path = resolve(options.out);
  const residualPath = options.residual === undefined ? null : resolve(options.residual);
  const format = formatOf(options.out, options.depth ?? (/^\.wave?$/i.test(extname(path)) ? '32f' : '24'));
  if (residualPath !== null) formatOf(residualPath, format.isFloat ? '32f' : '24');
  const brief = options.brief === undefined ? defaultBrief : await readBrief(options.brief);
  const input = openInput(file);
  if (!options.force) for (const each of [path, residualPath]) if (each !== null) refuseExisting(each);
  const wish = {
    only: options.only ?? null,
    strengthFraction: options.strength ?? 1,
    declipMode: options.mode ?? null,
  };
  const deliveries: Delivery[] = [];
  const begin = (to: string) => {
    const delivery = beginDelivery({
      folder: dirname(to),
      force: options.force === true,
      source: input,
      key: basename(to),
    });
    deliveries.push(delivery);
    return delivery.openFile(basename(to));
  };
  const release = onInterrupt(() => {
    for (const delivery of deliveries) delivery.discard();
  });
  try {
    const restored = await runJob(options, async job => {
      const output = begin(path);
      const residual = residualPath === null ? null : begin(residualPath);
      const order = { bytes: input, brief, wish, format, output, residual };
      const result = await job.watch(SHARES, watch => job.engine.repair(order, watch));
      output.finish();
      residual?.finish();
      for (const delivery of deliveries) await delivery.commit();
      return result;
    });
    await (options.json
      ? writeJson({ path, residual: residualPath, ...restored })
      : writeOut(describe(options.out, restored)));
    return 0;
  } finally {
    for (const delivery of deliveries) delivery.discard();
    release();
    input.close();
  }
}

function describe(out: string, { planned, results, gainDb }: Restored): string {
  const paint = makePaint(process.stdout);
  const lines = results.map(({ repair, isKept, fact, before, after, unit }) => {
    const name = paint('bold', repair);
    const change =
      before === null || after === null
        ? 'done'
        : `${fact} ${formatNumber(before)} → ${formatNumber(after)}${unit === '' ? '' : ` ${unit}`}`;
    return isKept
      ? `${paint('green', '✓')} ${name}  ${change}`
      : `${paint('yellow', '–')} ${name}  taken back: ${change} is no measurable help`;
  });
  const nothing =
    planned.length === 0 ? ['Nothing was found that asks for a repair; the audio is as it was.'] : [];
  const level =
    gainDb < 0
      ? [
          `The whole file is ${formatNumber(-gainDb)} dB quieter, so that the restored peaks fit; a float WAV (--depth 32f) keeps the level.`,
        ]
      : [];
  return `${[...lines, ...nothing, ...level, `  ${out}`].join('\n')}\n`;
}
