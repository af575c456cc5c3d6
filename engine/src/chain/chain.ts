import type { Kernels, Processor } from '../audio/index.ts';
import type { ProcessorFormat, ProcessorName, ProcessorParameters } from './processor.ts';
import { processors } from './processors.ts';

/** What a chain needs to know of a step; a plan's stage is one. */
export interface ChainStage<Name extends ProcessorName> {
  readonly processor: Name;
  readonly isEnabled: boolean;
  readonly strengthFraction: number;
  readonly parameters: ProcessorParameters[Name];
}

/** A step of any processor. */
export type AnyChainStage = { [Name in ProcessorName]: ChainStage<Name> }[ProcessorName];

/**
 * The steps that do something, in order, as one processor.
 *
 * @returns null where no step changes a sample, so that nothing has to be played at all
 * @latency the sum of the steps'
 */
export function makeChain(
  stages: readonly AnyChainStage[],
  format: ProcessorFormat,
  kernels: Kernels,
): Processor | null {
  const steps = stages.map(stage => makeStep(stage, format, kernels)).filter(step => step !== null);
  if (steps.length === 0) return null;
  return {
    latencyFrames: steps.reduce((frames, step) => frames + step.latencyFrames, 0),
    process(block) {
      for (const step of steps) step.process(block);
    },
    reset() {
      for (const step of steps) step.reset();
    },
  };
}

function makeStep<Name extends ProcessorName>(
  stage: ChainStage<Name>,
  format: ProcessorFormat,
  kernels: Kernels,
): Processor | null {
  if (!stage.isEnabled) return null;
  const spec = processors[stage.processor];
  const parameters = spec.scale(stage.parameters, stage.strengthFraction);
  if (spec.isNeutral(parameters)) return null;
  if (spec.needsStereo && format.channelCount !== 2) return null;
  return spec.make(parameters, format, kernels);
}
