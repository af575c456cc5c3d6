import { parseBrief, parsePlan, parseReference } from './plan/documents.ts';
import { MasteringError } from './units/index.ts';
import type { Session, SessionFile, SessionReference } from './write/index.ts';

/**
 * Reads a session out of JSON; every field must be there.
 * @throws {MasteringError} 'document-invalid', naming field, found and allowed
 */
export function parseSession(json: unknown): Session {
  const session = fieldsOf(json, 'session');
  if (session['version'] !== 1) throw refuse('session.version', session['version'], '1');
  const source = fieldsOf(session['source'], 'session.source');
  const files = session['files'];
  if (!Array.isArray(files) || files.length === 0) throw refuse('session.files', files, 'a list of files');
  const plan = parsePlan(session['plan']);
  const { played } = plan;
  if (played === null) throw refuse('session.plan.played', null, 'what was played');
  return {
    version: 1,
    engineVersion: textOf(session['engineVersion'], 'session.engineVersion'),
    source: {
      name: textOf(source['name'], 'session.source.name'),
      location: textOf(source['location'], 'session.source.location'),
      byteCount: countOf(source['byteCount'], 'session.source.byteCount'),
      sha256: textOf(source['sha256'], 'session.source.sha256'),
    },
    references: parseReferences(session['references'] ?? []), // sessions from before there were references have none
    brief: parseBrief(session['brief']),
    plan: { ...plan, played },
    files: files.map((file, index) => parseFile(file, `session.files[${index}]`)),
  };
}

function parseReferences(json: unknown): readonly SessionReference[] {
  if (!Array.isArray(json)) throw refuse('session.references', json, 'a list of references');
  return json.map((entry, index) => {
    const path = `session.references[${index}]`;
    const reference = fieldsOf(entry, path);
    const { location, weight, aspects } = reference;
    const wish = parseReference({ path: location, weight, aspects }, path);
    return {
      name: textOf(reference['name'], `${path}.name`),
      location: wish.path,
      byteCount: countOf(reference['byteCount'], `${path}.byteCount`),
      sha256: textOf(reference['sha256'], `${path}.sha256`),
      weight: wish.weight,
      aspects: wish.aspects,
    };
  });
}

function parseFile(json: unknown, path: string): SessionFile {
  const file = fieldsOf(json, path);
  return {
    deliverableId: textOf(file['deliverableId'], `${path}.deliverableId`),
    name: textOf(file['name'], `${path}.name`),
    byteCount: countOf(file['byteCount'], `${path}.byteCount`),
    sha256: textOf(file['sha256'], `${path}.sha256`),
  };
}

function fieldsOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw refuse(path, value, 'an object');
}

function textOf(value: unknown, path: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw refuse(path, value, 'a text');
}

function countOf(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw refuse(path, value, 'a whole number from 0');
}

function refuse(path: string, found: unknown, allowed: string): MasteringError {
  const text = found === undefined ? 'nothing' : (JSON.stringify(found) ?? String(found)).slice(0, 60);
  return new MasteringError(
    'document-invalid',
    `${path}: found ${text}, allowed is ${allowed}. Use a session.json as deadwax wrote it.`,
  );
}
