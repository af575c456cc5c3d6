import { spawnSync } from 'node:child_process';
import { runScript, setUp } from './setup.mjs';
import { inRoot, preferredNode, ROOT } from './steps/paths.mjs';

/** Everything that must hold before a change goes in, the quick things first; all of them run, and each says its end. */
const STEPS = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '-b']],
  ['layers', ['scripts/layers.mjs']],
  ['docs', ['scripts/docs-gate.mjs']],
  ['tests and conformance', ['scripts/test.mjs']],
];

await runScript(async () => {
  await setUp();
  const failed = STEPS.filter(([name, args]) => !passes(name, args)).map(([name]) => name);
  process.stdout.write(
    failed.length === 0 ? 'check: all hold\n' : `check: not holding: ${failed.join(', ')}\n`,
  );
  return failed.length === 0 ? 0 : 1;
});

function passes(name, [script, ...args]) {
  process.stdout.write(`── ${name}\n`);
  const { status } = spawnSync(preferredNode(), [inRoot(script), ...args], { cwd: ROOT, stdio: 'inherit' });
  return status === 0;
}
