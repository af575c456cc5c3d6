import * as z from 'zod';
import { MasteringError } from '../units/index.ts';
import type { Brief, Reference } from './brief.ts';
import type { Plan } from './plan.ts';
import type { TargetProfile } from './profile.ts';
import { briefSchema, planSchema } from './schema.ts';
import { profileSchema } from './schema-profile.ts';
import { referenceSchema } from './schema-references.ts';

const LONGEST_FOUND = 60;

function pathOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    root,
  );
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

/** A found value as it stood in the document, cut to a line. */
function sayFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
}

function messageOf(root: string, document: unknown, error: z.core.$ZodError): string {
  const issue = error.issues[0]!;
  const more = error.issues.length > 1 ? ` (${error.issues.length - 1} more after that)` : '';
  if (issue.code === 'unrecognized_keys') {
    const field = pathOf(root, [...issue.path, issue.keys[0]!]);
    return `${field}: found a field that is not known, allowed is ${issue.message}.${more}`;
  }
  const found = sayFound(valueAt(document, issue.path));
  return `${pathOf(root, issue.path)}: found ${found}, allowed is ${issue.message}.${more}`;
}

function parse<Document>(root: string, schema: z.ZodType<Document>, document: unknown): Document {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  throw new MasteringError('document-invalid', messageOf(root, document, result.error));
}

/**
 * Reads a brief out of JSON; fields that are missing are as in `defaultBrief`.
 * @throws {MasteringError} 'document-invalid', naming field, found and allowed
 */
export function parseBrief(json: unknown): Brief {
  return parse('brief', briefSchema, json);
}

/**
 * Reads a plan out of JSON; every field must be there.
 * @throws {MasteringError} 'document-invalid', naming field, found and allowed
 */
export function parsePlan(json: unknown): Plan {
  return parse('plan', planSchema, json);
}

/**
 * Reads one reference as a brief holds it.
 * @param root  what its place is called in messages
 * @throws {MasteringError} 'document-invalid', naming field, found and allowed
 */
export function parseReference(json: unknown, root: string): Reference {
  return parse(root, referenceSchema, json);
}

/**
 * Reads a target profile out of JSON; every field must be there.
 * @throws {MasteringError} 'document-invalid', naming field, found and allowed
 */
export function parseProfile(json: unknown): TargetProfile {
  return parse('profile', profileSchema, json);
}

/** JSON Schema (2020-12) of a brief as people may write it. */
export function briefJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(briefSchema, { io: 'input' });
}

/** JSON Schema (2020-12) of a plan. */
export function planJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(planSchema, { io: 'input' });
}
