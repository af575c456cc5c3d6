import { spawnSync } from 'node:child_process';
import { buildStamped, hashOf, isFresh } from './freshness.mjs';
import { inRoot, ROOT, say } from './paths.mjs';

const OUTPUTS = ['kernels/build/deadwax.wasm', 'kernels/build/deadwax.d.ts'];

/** Compiles the kernels to WebAssembly, where their source changed. */
export async function buildKernels() {
  const hash = hashOf([
    'kernels/assembly',
    'kernels/asconfig.json',
    'node_modules/assemblyscript/package.json',
  ]);
  if (isFresh('kernels', hash, OUTPUTS)) return;
  say('compiling the kernels …');
  await buildStamped('kernels', hash, () => {
    const asc = inRoot('node_modules/assemblyscript/bin/asc.js');
    const args = [asc, '--config', 'kernels/asconfig.json', '--target', 'release'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    if (status === 0) return;
    process.stderr.write(stderr.slice(Math.max(0, stderr.indexOf('ERROR')))); // warnings stand before it
    throw new Error('the kernels do not compile; the compiler says why above.');
  });
}
