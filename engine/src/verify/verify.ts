import type { Analysis, Facts, Overview } from '../analyze/index.ts';
import type { AudioSource, ByteSource, OpenedAudio, Powers } from '../audio/index.ts';
import type { Deliverable, Plan, Played } from '../plan/plan.ts';
import { impairmentWord } from '../standards/index.ts';
import { jsonNumber } from '../units/index.ts';
import { measureLagFrames } from './alignment.ts';
import { checkFile, fileBound } from './checks.ts';
import { measureDamage } from './damage.ts';
import type { Check, Damage, FileVerdict, Verdict } from './verdict.ts';

/** What a delivery is proven against. */
export interface VerifyOrder {
  readonly source: AudioSource;
  readonly sourceFacts: Facts;
  readonly plan: Plan & { readonly played: Played };
  /** The audio before drive and limiter. */
  readonly beforeLimiter: AudioSource;
  readonly files: readonly {
    readonly deliverable: Deliverable;
    readonly name: string;
    readonly bytes: ByteSource;
    readonly expectedFrames: number;
  }[];
  /** Opens and measures a delivered file from its own bytes, as any mix is. */
  listen(bytes: ByteSource): Promise<{ readonly opened: OpenedAudio; readonly analysis: Analysis }>;
}

/** The verdict, and the picture of the first file. */
export interface Verified {
  readonly verdict: Verdict;
  readonly overview: Overview;
}

/** Measures every delivered file again, from its own decoded bytes. */
export async function verify(order: VerifyOrder, powers: Powers): Promise<Verified> {
  const files: FileVerdict[] = [];
  let overview: Overview | null = null;
  for (const entry of order.files) {
    const proven = await verifyFile(order, entry, powers);
    files.push(proven.verdict);
    overview ??= proven.overview;
  }
  const checks = files.flatMap(file => file.checks);
  const outcome = checks.some(check => check.outcome === 'fail')
    ? 'fail'
    : checks.some(check => check.outcome === 'warn')
      ? 'warn'
      : 'pass';
  return { verdict: { version: 1, outcome, files, summary: summarize(files) }, overview: overview! };
}

async function verifyFile(
  order: VerifyOrder,
  entry: VerifyOrder['files'][number],
  powers: Powers,
): Promise<{ readonly verdict: FileVerdict; readonly overview: Overview }> {
  const { plan, sourceFacts } = order;
  const { opened, analysis } = await order.listen(entry.bytes);
  const { facts, overview } = analysis;
  const sha256 = digestOf(entry.bytes, powers);
  const damageOrder = {
    delivered: opened.source,
    deliveredFacts: facts,
    before: order.beforeLimiter,
    driveDb: plan.played.driveDb,
  };
  const residuals = await measureDamage(damageOrder, powers);
  const lagFrames = measureLagFrames(
    order.source,
    opened.source,
    sourceFacts.loudestSection.startSeconds,
    powers.kernels,
  );
  const { deliverable, expectedFrames } = entry;
  const delivered = {
    facts,
    format: opened.format,
    deliverable,
    plan,
    source: sourceFacts,
    lagFrames,
    expectedFrames,
  };
  const psrChangeDb =
    facts.medianPsrDb === null || sourceFacts.medianPsrDb === null
      ? null
      : jsonNumber(facts.medianPsrDb - sourceFacts.medianPsrDb, 2);
  return {
    overview,
    verdict: {
      deliverableId: deliverable.id,
      fileName: entry.name,
      format: `${opened.format.container}, ${opened.format.encoding}`,
      byteCount: entry.bytes.byteCount,
      sha256,
      facts,
      damage: { ...residuals, psrChangeDb },
      bound: fileBound(delivered),
      checks: checkFile(delivered),
    },
  };
}

const DIGEST_BYTES = 1 << 20;

/** SHA-256 of everything in a run of bytes. */
export function digestOf(bytes: ByteSource, powers: Powers): string {
  const digest = powers.makeDigest();
  const buffer = new Uint8Array(DIGEST_BYTES);
  for (let offset = 0; offset < bytes.byteCount; offset += DIGEST_BYTES) {
    digest.update(buffer.subarray(0, bytes.read(offset, buffer)));
  }
  return digest.hex();
}

/** What is not as promised, worst first, each sentence once; then what it cost. */
function summarize(files: readonly FileVerdict[]): readonly string[] {
  const sentences = (outcome: Check['outcome']) =>
    files.flatMap(({ checks }) =>
      checks.filter(check => check.outcome === outcome).map(check => check.sentence),
    );
  const told = [...new Set([...sentences('fail'), ...sentences('warn')])];
  const cost = files.map(({ damage }) => describeGrades(damage)).find(sentence => sentence !== null) ?? null;
  return [
    ...(told.length > 0 ? told : ['Every promise was measured on the delivered files and holds.']),
    ...(cost === null ? [] : [cost]),
  ];
}

function describeGrades({ odgWorst, odgMedian, mushraWorst, worstSection }: Damage): string | null {
  if (odgWorst === null || odgMedian === null || worstSection === null) return null;
  const { startSeconds, endSeconds } = worstSection;
  const place = `${startSeconds} to ${endSeconds} s`;
  return `At one loudness with the sound before the limiter, PEAQ grades the worst passage, ${place}, ${odgWorst.toFixed(2)} (${impairmentWord(odgWorst)}), and the median ${odgMedian.toFixed(2)}; the 2f-model expects a MUSHRA score of ${mushraWorst?.toFixed(0)} at worst.`;
}
