import type { AudioBlock, DenoiseParameters, Kernels, Processor } from '../audio/index.ts';
import type { ParameterSpec, ProcessorFormat } from '../chain/index.ts';
import type { AlignParameters } from './align.ts';
import type { DcParameters } from './dc.ts';
import type { DeclickParameters } from './declick.ts';
import type { DeclipParameters } from './declip.ts';
import type { DeessParameters } from './deess.ts';
import type { DehumParameters } from './dehum.ts';
import type { DropoutParameters } from './dropout.ts';
import type { FadeParameters } from './fade.ts';
import type { PlosiveParameters } from './plosive.ts';
import type { ResonanceParameters } from './resonance.ts';

/** Everything that can be mended, by name, in the order in which it is done: each leaves the next a cleaner signal. */
export interface RepairParameters {
  readonly declip: DeclipParameters;
  readonly dropout: DropoutParameters;
  readonly declick: DeclickParameters;
  readonly dc: DcParameters;
  readonly align: AlignParameters;
  readonly dehum: DehumParameters;
  readonly plosive: PlosiveParameters;
  readonly denoise: DenoiseParameters;
  readonly resonance: ResonanceParameters;
  readonly deess: DeessParameters;
  readonly fade: FadeParameters;
}

/** The name of a repair, as plans and the command line write it. */
export type RepairName = keyof RepairParameters;

/** Frames [startFrame, endFrame) of a programme. */
export interface Region {
  readonly startFrame: number;
  readonly endFrame: number;
}

interface CommonSpec<Name extends RepairName> {
  readonly name: Name;
  readonly label: string;
  readonly parameters: readonly ParameterSpec[];
  /** Whether these parameters would leave audio as it is. */
  isNeutral(parameters: RepairParameters[Name]): boolean;
  /** The same repair at 0…1 of its strength; 0 is neutral. */
  scale(parameters: RepairParameters[Name], strengthFraction: number): RepairParameters[Name];
}

/** A repair that runs over the whole programme, block by block. */
export interface StreamRepairSpec<Name extends RepairName> extends CommonSpec<Name> {
  readonly kind: 'stream';
  make(parameters: RepairParameters[Name], format: ProcessorFormat, kernels: Kernels): Processor;
}

/** A stretch of a programme with a region in the middle that may be changed, and its surroundings. */
export interface MendJob {
  /** Context, region, context: in kernel memory, to be changed in place inside the region only. */
  readonly block: AudioBlock;
  /** Where the region lies in the block. */
  readonly fromFrame: number;
  readonly toFrame: number;
  /** Programme frame of the block's first frame; negative where the context begins before the programme. */
  readonly startFrame: number;
  readonly sampleRateHz: number;
}

/** A repair that works on some places only; everything outside its regions stays bit-exact. */
export interface RegionRepairSpec<Name extends RepairName> extends CommonSpec<Name> {
  readonly kind: 'regions';
  /** The places, ascending and apart from each other; each is worked on alone, with its context, by any thread. */
  regions(parameters: RepairParameters[Name]): readonly Region[];
  /** What of the parameters mend needs for one region and its context: a task carries no more. All of them unless given. */
  narrow?(parameters: RepairParameters[Name], region: Region, contextFrames: number): RepairParameters[Name];
  /** Seconds of unchanged audio that a region sees on either side. */
  readonly contextSeconds: number;
  mend(job: MendJob, parameters: RepairParameters[Name], kernels: Kernels): void;
}

/** What the house knows of a repair. */
export type RepairSpec<Name extends RepairName> = StreamRepairSpec<Name> | RegionRepairSpec<Name>;

/** A repair with its parameters: what a finding proposes. */
export type RepairCall = {
  [Name in RepairName]: { readonly repair: Name; readonly parameters: RepairParameters[Name] };
}[RepairName];
