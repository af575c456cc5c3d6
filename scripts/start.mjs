import { runScript, setUp } from './setup.mjs';
import { inRoot, preferredNode } from './steps/paths.mjs';
import { runChild } from './steps/run-child.mjs';

await runScript(async () => {
  await setUp();
  return runChild(preferredNode(), [inRoot('hosts/cli/bin/deadwax.mjs'), ...process.argv.slice(2)]);
});
