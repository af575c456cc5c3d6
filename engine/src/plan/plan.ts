import type { DitherName, FileFormat, LimiterParameters } from '../audio/index.ts';
import type { ProcessorName, ProcessorParameters } from '../chain/index.ts';
import type { RepairName, RepairParameters } from '../repair/index.ts';
import type { GenreName, ReferenceAspect } from './brief.ts';

/** Why a move is made: a measured fact against what was wanted. */
export interface Reason {
  /** Where the fact stands, as a path into Facts or Brief: 'spectrum.midDb', 'integratedLufs', 'brief.targetLufs'. */
  readonly fact: string;
  readonly found: number | string | null;
  readonly wanted: number | string | null;
  /** 'dB', 'LUFS', 'Hz' …; '' where there is none. */
  readonly unit: string;
  /** The whole reason as one plain sentence with its numbers. */
  readonly sentence: string;
}

/** How far a parameter may go. */
export interface Bound {
  readonly parameter: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
}

/** One step of the chain before the limiter. */
export type Stage = { [Name in ProcessorName]: StageOf<Name> }[ProcessorName];

/** One step with the parameters of its processor. */
export interface StageOf<Name extends ProcessorName> {
  /** Unique within the plan: 'low-cut', 'tone', 'glue', 'width' … */
  readonly id: string;
  readonly processor: Name;
  readonly isEnabled: boolean;
  /** 0 leaves the audio alone, 1 is the move as parametrised. */
  readonly strengthFraction: number;
  readonly parameters: ProcessorParameters[Name];
  readonly because: readonly Reason[];
  readonly bounds: readonly Bound[];
}

/** A repair before the chain. */
export type PlannedRepair = { [Name in RepairName]: PlannedRepairOf<Name> }[RepairName];

/** One repair with its parameters. */
export interface PlannedRepairOf<Name extends RepairName> {
  /** That of the finding that asks for it. */
  readonly id: string;
  readonly repair: Name;
  readonly isEnabled: boolean;
  /** 0 leaves the audio alone, 1 is the repair as parametrised. */
  readonly strengthFraction: number;
  readonly parameters: RepairParameters[Name];
  readonly because: readonly Reason[];
  readonly bounds: readonly Bound[];
}

/** What a repair achieved, measured by looking again. */
export interface RepairResult {
  readonly id: string;
  readonly repair: RepairName;
  /** False where it did not measurably help: then it was taken back. */
  readonly isKept: boolean;
  /** What was counted: 'clipped samples'; '' where the repair is exact by its nature. */
  readonly fact: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly unit: string;
}

/** The cut at head and tail, in frames of the mix. */
export interface Edit {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly because: readonly Reason[];
}

/** How peaks are held under the ceiling. */
export interface PlannedLimiter extends Omit<LimiterParameters, 'driveDb' | 'ceilingDbtp'> {
  /**
   * Peaks that stand over the ceiling by no more than this are cancelled one by one, under what the music masks; the gain
   * takes what stands higher. 0: the gain does all.
   */
  readonly cancelledPeaksDb: number;
}

/** How the master gets its level. */
export interface LoudnessPlan {
  /**
   * 'limit': driven into the limiter until the target is reached. 'gain': level only, for material that is already
   * mastered. 'none': the level is left as it is.
   */
  readonly method: 'limit' | 'gain' | 'none';
  readonly targetLufs: number | null;
  /** Who chose the target. */
  readonly chosenBy: 'brief' | 'auto';
  readonly ceilingDbtp: number;
  readonly limiter: PlannedLimiter;
  /** 95th percentile of gain reduction, as a positive number of dB; a bound in 'auto', a warning otherwise. */
  readonly reductionBudgetDb: number;
  readonly because: readonly Reason[];
}

/** A file to be written, with everything decided. */
export interface Deliverable {
  readonly id: string;
  readonly format: FileFormat;
  readonly sampleRateHz: number;
  readonly dither: DitherName;
  readonly because: readonly Reason[];
}

/** Which records the mix is held against, and how sure that is. */
export interface GenreChoice {
  readonly name: GenreName;
  readonly chosenBy: 'brief' | 'auto';
  /** How much better it fits than the others, 0…1. */
  readonly confidenceFraction: number;
  /** Every genre that was weighed, best first. */
  readonly weights: readonly { readonly name: GenreName; readonly weightFraction: number }[];
  readonly sentence: string;
}

/** A record that was heard, and what of it was wanted. */
export interface PlannedReference {
  readonly name: string;
  readonly weight: number;
  readonly aspects: readonly ReferenceAspect[];
}

/** Every decision as data: what, how much, between which bounds, because of what. */
export interface Plan {
  readonly version: 1;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly seed: number;
  readonly genre: GenreChoice;
  /** Name of the learned profile that stands in for the genre's target; null as a rule. */
  readonly profile: string | null;
  /** Records that the plan was aimed at. */
  readonly references: readonly PlannedReference[];
  /** The tonal target in 1/3 octaves that the plan worked toward, for the pictures: same centres as Facts.spectrum. */
  readonly tonalTarget: {
    readonly centresHz: readonly number[];
    /** Level-free: 0 = mean of 200 Hz … 2 kHz. */
    readonly levelDb: readonly number[];
    readonly toleranceDb: readonly number[];
    /** What sentences call it: 'rock records', 'the reference'. */
    readonly label: string;
  };
  /** What is mended before the chain, in the order of the work. */
  readonly repairs: readonly PlannedRepair[];
  /** What is cut off after the repairs; null where the length stays. */
  readonly edit: Edit | null;
  readonly stages: readonly Stage[];
  readonly loudness: LoudnessPlan;
  readonly deliverables: readonly Deliverable[];
  /** What was considered and left alone, and why. */
  readonly leftAlone: readonly string[];
  /** What the client should know. */
  readonly warnings: readonly string[];
  readonly played: Played | null;
}

/** Which bound stopped a target that was not reached. */
export type BoundName = 'limiter-budget' | 'true-peak-ceiling' | 'limiter-saturated' | 'gain-limit';

/** What happened when the plan was rendered. Replaying a plan with `played` needs no search. */
export interface Played {
  readonly repairs: readonly RepairResult[];
  readonly driveDb: number;
  /** Loudness of the audio that went into the drive. */
  readonly inputLufs: number | null;
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly bound: BoundName | null;
  readonly gainReduction: GainReductionFacts;
  /** Rounds of the settling loop. */
  readonly rounds: number;
}

/** How hard the limiter worked. */
export interface GainReductionFacts {
  /** Of 10 ms hops above the silence gate, positive dB. */
  readonly medianDb: number;
  readonly p95Db: number;
  readonly maxDb: number;
  /** Deepest reduction per 100 ms, dB ≤ 0. */
  readonly timelineDb: readonly number[];
}
