import { jsonNumber } from '../../units/index.ts';

/** A gain that falls at once, comes back slowly, and does so again with every beat. */
export interface Duck {
  readonly periodSeconds: number;
  /** Depth that all bands but two reach or exceed. */
  readonly depthDb: number;
  /** Correlation of the beat of each band with the duck, median over the bands: 1 where nothing else moves with it. */
  readonly fit: number;
  /** Likeness of the same beat to a hit, which rises at once and falls slowly, at whatever phase: music with a beat has it. */
  readonly hitFit: number;
}

/** 75 to 167 beats a minute: below and above, one or two beats of these make the period. */
const SHORTEST_SECONDS = 0.36;
const LONGEST_SECONDS = 0.8;
/** Ten seconds of beats stay within an eighth of a period. */
const PERIOD_STEP = 1.004;
/** Parts of a period. */
const PHASES = 25;
/** Time in which the gain comes back: a bus compressor's releases. */
const RELEASES_SECONDS = [0.18, 0.28];
/** Levels are taken against their mean of a second, at most this far: silence between notes is no gain. */
const LEVEL_SECONDS = 1;
const MOST_DB = 15;
/** A band that moves by less is not made to move more. */
const LEAST_SPREAD_DB = 3;
/** Periods that are looked at band by band. */
const CANDIDATES = 16;
/** Bands that may go their own way. */
const STRAY_BANDS = 2;
/** Shallower than this is not told from music. */
const LEAST_DEPTH_DB = 2.5;

interface Candidate {
  readonly periodSeconds: number;
  readonly template: Float64Array;
  readonly score: number;
}

/**
 * The duck that all bands share best.
 *
 * Music with a beat rises at it, each band in its own way; a gain that ducks falls in all bands alike. Levels are folded
 * over a period and compared with a fall and a slow return at every phase, first their mean, then each band alone.
 * @param bands levels, dB, one list per band; at least one
 */
export function findDuck(bands: readonly Float32Array[], hopSeconds: number): Duck | null {
  const moves = bands.map(band => movement(band, hopSeconds));
  const shared = sharedMovement(moves);
  const scores: Candidate[] = [];
  for (let period = SHORTEST_SECONDS; period < LONGEST_SECONDS; period *= PERIOD_STEP) {
    scores.push(bestPhase(fold(shared, period / hopSeconds), period));
  }
  const peaks = scores.filter((one, i) =>
    scores.slice(Math.max(0, i - 2), i + 3).every(({ score }) => score <= one.score),
  );
  const ducks = peaks
    .sort((a, b) => b.score - a.score)
    .slice(0, CANDIDATES)
    .map(candidate => ({
      ...compareBands(moves, candidate, hopSeconds),
      hitFit: jsonNumber(likenessToHit(fold(shared, candidate.periodSeconds / hopSeconds), candidate))!,
    }));
  const deep = ducks.filter(({ depthDb }) => depthDb >= LEAST_DEPTH_DB);
  const [first, ...others] = deep.length > 0 ? deep : ducks;
  return first === undefined
    ? null
    : others.reduce((best, duck) => (duck.fit > best.fit ? duck : best), first);
}

/** Levels against their moving mean. */
function movement(levels: Float32Array, hopSeconds: number): Float32Array {
  const half = Math.floor(LEVEL_SECONDS / hopSeconds / 2);
  const at = (hop: number) => levels[Math.min(levels.length - 1, Math.max(0, hop))]!;
  let sum = 0;
  for (let hop = -half; hop <= half; hop++) sum += at(hop);
  return levels.map((level, hop) => {
    const mean = sum / (2 * half + 1);
    sum += at(hop + half + 1) - at(hop - half);
    return Math.min(MOST_DB, Math.max(-MOST_DB, level - mean));
  });
}

/** Mean of the bands, each with its spread made alike, so that the liveliest does not decide. */
function sharedMovement(moves: readonly Float32Array[]): Float32Array {
  const shared = new Float32Array(moves[0]!.length);
  for (const move of moves) {
    const spread = Math.sqrt(move.reduce((sum, db) => sum + db * db, 0) / move.length);
    const weight = LEAST_SPREAD_DB / Math.max(spread, LEAST_SPREAD_DB) / moves.length;
    for (let hop = 0; hop < shared.length; hop++) shared[hop]! += weight * move[hop]!;
  }
  return shared;
}

/** Means over all periods, phase by phase. */
function fold(moves: Float32Array, periodHops: number): Float64Array {
  const sums = new Float64Array(PHASES);
  const counts = new Float64Array(PHASES);
  for (let hop = 0; hop < moves.length; hop++) {
    const turns = hop / periodHops;
    const phase = Math.floor((turns - Math.floor(turns)) * PHASES);
    sums[phase]! += moves[hop]!;
    counts[phase]! += 1;
  }
  return sums.map((sum, phase) => sum / Math.max(1, counts[phase]!));
}

/** Down at once, back along a smooth curve; without its mean. */
function makeTemplate(periodSeconds: number, releaseSeconds: number): Float64Array {
  const release = Math.min(releaseSeconds, 0.9 * periodSeconds);
  const template = Float64Array.from({ length: PHASES }, (_, phase) => {
    const back = Math.min(1, (((phase + 0.5) / PHASES) * periodSeconds) / release);
    return -(1 - back * back * (3 - 2 * back));
  });
  const mean = template.reduce((sum, x) => sum + x, 0) / PHASES;
  return template.map(x => x - mean);
}

/** The phase and release at which a beat is most like a duck; the score is its depth times its likeness. */
function bestPhase(beat: Float64Array, periodSeconds: number): Candidate {
  let best: Candidate = { periodSeconds, template: beat, score: -1 };
  const beatPower = dot(beat, beat, 0);
  for (const releaseSeconds of RELEASES_SECONDS) {
    const template = makeTemplate(periodSeconds, releaseSeconds);
    const power = dot(template, template, 0);
    for (let shift = 0; shift < PHASES; shift++) {
      const product = dot(beat, template, shift);
      const score = product > 0 ? (product * product) / (power * Math.sqrt(power * beatPower)) : -1;
      if (score * Math.sqrt(power) > best.score) {
        const turned = template.map((_, phase) => template[(phase + PHASES - shift) % PHASES]!);
        best = { periodSeconds, template: turned, score: score * Math.sqrt(power) };
      }
    }
  }
  return best;
}

/** Σ beat[p]·template[p − shift]. */
function dot(beat: Float64Array, template: Float64Array, shift: number): number {
  let sum = 0;
  for (let phase = 0; phase < PHASES; phase++)
    sum += beat[phase]! * template[(phase + PHASES - shift) % PHASES]!;
  return sum;
}

/** The largest correlation of a beat with the negative of a duck. */
function likenessToHit(beat: Float64Array, { periodSeconds }: Candidate): number {
  const beatPower = dot(beat, beat, 0);
  let most = 0;
  for (const releaseSeconds of RELEASES_SECONDS) {
    const template = makeTemplate(periodSeconds, releaseSeconds);
    const scale = Math.sqrt(beatPower * dot(template, template, 0));
    for (let shift = 0; shift < PHASES && scale > 0; shift++)
      most = Math.max(most, -dot(beat, template, shift) / scale);
  }
  return most;
}

function compareBands(
  moves: readonly Float32Array[],
  candidate: Candidate,
  hopSeconds: number,
): Omit<Duck, 'hitFit'> {
  const { periodSeconds, template } = candidate;
  const power = dot(template, template, 0);
  const compared = moves.map(move => {
    const beat = fold(move, periodSeconds / hopSeconds);
    const product = dot(beat, template, 0);
    const beatPower = dot(beat, beat, 0);
    return { depthDb: product / power, fit: beatPower > 0 ? product / Math.sqrt(power * beatPower) : 0 };
  });
  const depths = compared.map(({ depthDb }) => depthDb).sort((a, b) => a - b);
  const fits = compared.map(({ fit }) => fit).sort((a, b) => a - b);
  return {
    periodSeconds: jsonNumber(periodSeconds)!,
    depthDb: jsonNumber(depths[Math.min(STRAY_BANDS, depths.length - 1)]!, 2)!,
    fit: jsonNumber(fits[fits.length >> 1]!)!,
  };
}
