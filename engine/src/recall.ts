import { type ByteSource, cutSource, type OutputFolder, type Powers, type Watch } from './audio/index.ts';
import { open } from './hear.ts';
import { replayRepairs } from './mend.ts';
import { render } from './render/index.ts';
import { MasteringError } from './units/index.ts';
import { digestOf } from './verify/index.ts';
import type { Session, SessionFile } from './write/index.ts';

/** What came of playing a session again. */
export interface Recalled {
  readonly files: readonly (SessionFile & { readonly recalledSha256: string; readonly isSame: boolean })[];
  readonly isSame: boolean;
}

/** Plays a session again and compares every byte. @throws {MasteringError} 'source-changed' */
export async function recall(
  session: Session,
  bytes: ByteSource,
  outputs: OutputFolder,
  powers: Powers,
  watch: Watch,
): Promise<Recalled> {
  requireSameSource(session, bytes, powers);
  const opened = await open(bytes, powers, watch);
  const { plan, brief } = session;
  const { repairs } = plan.played;
  const mended = await replayRepairs(opened.source, plan.repairs, repairs, powers, watch);
  const source = plan.edit === null ? mended : cutSource(mended, plan.edit, powers);
  const fileNames = new Map(session.files.map(file => [file.deliverableId, file.name]));
  const tags = { ...opened.tags, ...brief.tags };
  const rendered = await render({ source, repairs, plan, tags, fileNames, outputs }, powers, watch);
  const files = rendered.files.map(({ deliverable, file }) => {
    const recorded = session.files.find(candidate => candidate.deliverableId === deliverable.id)!;
    const recalledSha256 = digestOf(file.finish(), powers);
    return { ...recorded, recalledSha256, isSame: recalledSha256 === recorded.sha256 };
  });
  return { files, isSame: files.every(file => file.isSame) };
}

function requireSameSource(session: Session, bytes: ByteSource, powers: Powers): void {
  const found = digestOf(bytes, powers);
  if (found === session.source.sha256) return;
  throw new MasteringError(
    'source-changed',
    `${bytes.name} is not the mix of this session (SHA-256 ${found.slice(0, 12)}…, the session has ${session.source.sha256.slice(0, 12)}…). Give the original file.`,
  );
}
