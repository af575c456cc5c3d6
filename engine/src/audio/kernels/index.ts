import type { AlignKernels } from './align.ts';
import type { BandKernels } from './bands.ts';
import type { ClickKernels } from './clicks.ts';
import type { ClippingKernels } from './clipping.ts';
import type { CoderGridKernels } from './coder-grid.ts';
import type { CodeKernels } from './codes.ts';
import type { CrossSpectrumKernels } from './cross-spectrum.ts';
import type { DeclipKernels } from './declip.ts';
import type { DenoiseKernels } from './denoise.ts';
import type { DitherKernels } from './dither.ts';
import type { DropoutKernels } from './dropouts.ts';
import type { DynamicsKernels } from './dynamics.ts';
import type { FilterKernels } from './filter.ts';
import type { FineSpectrumKernels } from './fine-spectrum.ts';
import type { HumKernels } from './hum.ts';
import type { LimiterKernels } from './limiter.ts';
import type { LineKernels } from './lines.ts';
import type { LoudnessKernels } from './loudness.ts';
import type { KernelMemory } from './memory.ts';
import type { PcmKernels } from './pcm.ts';
import type { PeakKernels } from './peak.ts';
import type { PeaqKernels } from './peaq.ts';
import type { PredictionKernels } from './prediction.ts';
import type { RepairKernels } from './repair.ts';
import type { ResampleKernels } from './resample.ts';
import type { SpectrumKernels } from './spectrum.ts';
import type { StereoKernels } from './stereo.ts';
import type { SurveyKernels } from './survey.ts';
import type { ToneRepairKernels } from './tone-repair.ts';

/**
 * All arithmetic on samples and coefficients, as the house sees it.
 *
 * One instance serves one thread. Audio handed to a kernel must lie in that instance's own memory.
 */
export type Kernels = KernelMemory &
  PcmKernels &
  SurveyKernels &
  LoudnessKernels &
  PeakKernels &
  PeaqKernels &
  PredictionKernels &
  SpectrumKernels &
  FineSpectrumKernels &
  BandKernels &
  ClickKernels &
  FilterKernels &
  DropoutKernels &
  DynamicsKernels &
  StereoKernels &
  LimiterKernels &
  ResampleKernels &
  RepairKernels &
  DitherKernels &
  AlignKernels &
  CodeKernels &
  CoderGridKernels &
  CrossSpectrumKernels &
  ToneRepairKernels &
  ClippingKernels &
  DeclipKernels &
  LineKernels &
  HumKernels &
  DenoiseKernels;

export * from './align.ts';
export * from './bands.ts';
export * from './clicks.ts';
export * from './clipping.ts';
export * from './coder-grid.ts';
export * from './codes.ts';
export * from './cross-spectrum.ts';
export * from './declip.ts';
export * from './denoise.ts';
export * from './dither.ts';
export * from './dropouts.ts';
export * from './dynamics.ts';
export * from './filter.ts';
export * from './fine-spectrum.ts';
export * from './hum.ts';
export * from './limiter.ts';
export * from './lines.ts';
export * from './loudness.ts';
export * from './memory.ts';
export * from './pcm.ts';
export * from './peak.ts';
export * from './peaq.ts';
export * from './prediction.ts';
export * from './repair.ts';
export * from './resample.ts';
export * from './spectrum.ts';
export * from './stereo.ts';
export * from './survey.ts';
export * from './tone-repair.ts';
