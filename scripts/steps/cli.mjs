import { readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { buildStamped, hashOf, isFresh } from './freshness.mjs';
import { inRoot, ROOT, say } from './paths.mjs';

const OUTPUTS = ['hosts/cli/dist/deadwax.js', 'hosts/cli/dist/worker.js'];

/** Bundles the command line, where anything it is made of changed. */
export async function buildCli() {
  const hash = hashOf([
    'engine/src',
    'kernels/src',
    'codecs/src',
    'hosts/cli/src',
    'scripts/steps/cli.mjs',
    'node_modules/esbuild/package.json',
  ]);
  if (isFresh('cli', hash, OUTPUTS)) return;
  say('bundling the command line …');
  await buildStamped('cli', hash, bundle);
}

/**
 * One chunk per command, loaded when it is asked for. Codecs over foreign libraries stay files of their own in
 * node_modules: they are replaceable (LGPL) and load only when a file needs them.
 */
async function bundle() {
  const { build } = await import('esbuild');
  const { errors, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { deadwax: 'hosts/cli/src/main.ts', worker: 'hosts/cli/src/powers/worker.ts' },
    outdir: 'hosts/cli/dist',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    conditions: ['@deadwax/source'],
    external: ['@libav.js/variant-obsolete'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    metafile: true,
    sourcemap: 'linked',
    legalComments: 'linked',
    logLevel: 'silent',
  }).catch(error => ({ errors: error.errors ?? [{ text: String(error) }] }));
  if (errors.length > 0) throw new Error(`the command line does not bundle: ${describe(errors[0])}`);
  removeOthers(new Set(Object.keys(metafile.outputs).map(path => basename(path))));
}

const describe = ({ text, location }) => (location ? `${text} (${location.file}:${location.line})` : text);

/** Chunks of earlier bundles have other names. */
function removeOthers(current) {
  for (const name of readdirSync(inRoot('hosts/cli/dist')))
    if (/\.js(\.map)?$/.test(name) && !current.has(name)) rmSync(inRoot('hosts/cli/dist', name));
}
