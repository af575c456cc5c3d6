import type { Facts } from './analyze/index.ts';
import { type Assessed, assess } from './assess.ts';
import type { ByteSink, ByteSource, OutputFolder, Powers, SourceFormat, Tags, Watch } from './audio/index.ts';
import { type Conversion, type Converted, convert } from './convert.ts';
import { listen, type SourceInfo } from './hear.ts';
import { learn } from './learn.ts';
import { type Aims, type Mastered, master } from './master.ts';
import type { Brief, TargetProfile } from './plan/index.ts';
import { type Recalled, recall } from './recall.ts';
import { type Restored, type RestoreOrder, restore } from './restore.ts';
import type { Session } from './write/index.ts';

export * from './accept/index.ts';
export * from './analyze/index.ts';
export type { Assessed } from './assess.ts';
export * from './audio/index.ts';
export * from './chain/index.ts';
export type { Conversion, Converted } from './convert.ts';
export * from './diagnose/index.ts';
export type { SourceInfo } from './hear.ts';
export type { Aims, Mastered } from './master.ts';
export * from './plan/index.ts';
export type { Recalled } from './recall.ts';
export { type ReferenceInput, SHORTEST_REFERENCE_SECONDS } from './references.ts';
export * from './repair/index.ts';
export type { Restored, RestoreOrder } from './restore.ts';
export * from './units/index.ts';
export * from './verify/index.ts';
export { ENGINE_VERSION } from './version.ts';
export * from './write/index.ts';

/** What measuring gives. */
export interface Measured {
  readonly facts: Facts;
  readonly format: SourceFormat;
  readonly tags: Tags;
}

/** The house, with the powers of one host. Every verb is long: it reports and can be cancelled. */
export interface Engine {
  measure(bytes: ByteSource, watch: Watch): Promise<Measured>;
  /** Hears a mix and says what an engineer would say of it. */
  assess(bytes: ByteSource, brief: Brief, watch: Watch, profile?: TargetProfile | null): Promise<Assessed>;
  /** Restoration alone. */
  repair(order: RestoreOrder, watch: Watch): Promise<Restored>;
  master(
    bytes: ByteSource,
    brief: Brief,
    watch: Watch,
    outputs: OutputFolder,
    info: SourceInfo,
    aims?: Aims,
  ): Promise<Mastered>;
  recall(session: Session, bytes: ByteSource, watch: Watch, outputs: OutputFolder): Promise<Recalled>;
  /** Learns a target from records of the client's own. */
  learn(name: string, records: readonly ByteSource[], watch: Watch): Promise<TargetProfile>;
  convert(bytes: ByteSource, conversion: Conversion, watch: Watch, sink: ByteSink): Promise<Converted>;
}

/** Opens the house: the only place that knows all rooms. */
export function createEngine(powers: Powers): Engine {
  const inMemory = <T>(work: () => Promise<T>) => releaseAfter(powers, work);
  return {
    measure: (bytes, watch) => inMemory(() => measure(bytes, powers, watch)),
    assess: (bytes, brief, watch, profile) => inMemory(() => assess(bytes, brief, powers, watch, profile)),
    repair: (order, watch) => inMemory(() => restore(order, powers, watch)),
    master: (bytes, brief, watch, outputs, info, aims = {}) =>
      inMemory(() => master({ bytes, brief, outputs, info, aims }, powers, watch)),
    recall: (session, bytes, watch, outputs) =>
      inMemory(() => recall(session, bytes, outputs, powers, watch)),
    learn: (name, records, watch) => inMemory(() => learn(name, records, powers, watch)),
    convert: (bytes, conversion, watch, sink) =>
      inMemory(() => convert(bytes, conversion, sink, powers, watch)),
  };
}

/** Kernel memory made by a verb is given back when it ends. */
async function releaseAfter<T>(powers: Powers, work: () => Promise<T>): Promise<T> {
  const mark = powers.kernels.mark();
  try {
    return await work();
  } finally {
    powers.kernels.release(mark);
  }
}

async function measure(bytes: ByteSource, powers: Powers, watch: Watch): Promise<Measured> {
  const { opened, analysis } = await listen(bytes, powers, watch);
  return { facts: analysis.facts, format: opened.format, tags: opened.tags };
}
