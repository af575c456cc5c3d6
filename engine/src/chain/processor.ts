import type { AudioBlock, CompressorParameters, FilterSpec, Kernels, Processor } from '../audio/index.ts';

/** Everything a chain can be made of, by name. */
export interface ProcessorParameters {
  readonly eq: { readonly bands: readonly FilterSpec[] };
  readonly compressor: CompressorParameters;
  readonly multiband: {
    readonly crossoversHz: readonly number[];
    readonly bands: readonly CompressorParameters[];
  };
  readonly width: { readonly crossoversHz: readonly number[]; readonly sideGainsDb: readonly number[] };
  readonly 'low-end': { readonly cornerHz: number; readonly order: 2 | 4 };
  readonly saturation: { readonly driveDb: number; readonly mixFraction: number };
}

/** The name of a processor, as plans write it. */
export type ProcessorName = keyof ProcessorParameters;

/** One parameter, declared once: ranges for plans, labels for people, units for both. */
export interface ParameterSpec {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly help: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly neutral: number;
}

/** What the house knows of a processor. */
export interface ProcessorSpec<Name extends ProcessorName> {
  readonly name: Name;
  readonly label: string;
  readonly parameters: readonly ParameterSpec[];
  /** Works on the side, which mono does not have. */
  readonly needsStereo: boolean;
  /** Leaves audio bit-exact. */
  readonly neutral: ProcessorParameters[Name];
  /** Whether these parameters would leave audio as it is. */
  isNeutral(parameters: ProcessorParameters[Name]): boolean;
  /** The same move at 0…1 of its strength; 0 is neutral. */
  scale(parameters: ProcessorParameters[Name], strengthFraction: number): ProcessorParameters[Name];
  make(parameters: ProcessorParameters[Name], format: ProcessorFormat, kernels: Kernels): Processor;
}

/** What a processor must know of the audio it is made for. */
export interface ProcessorFormat {
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

export type { AudioBlock, Processor };
