/** The door for documents that people wrote: the only one behind which the schema library is loaded. */
export { parseSession } from './parse-session.ts';
export { briefJsonSchema, parseBrief, parsePlan, parseProfile, planJsonSchema } from './plan/documents.ts';
