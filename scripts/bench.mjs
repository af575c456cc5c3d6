import { runScript, setUp } from './setup.mjs';
import { inRoot, preferredNode, ROOT } from './steps/paths.mjs';
import { runChild } from './steps/run-child.mjs';

/** `npm run bench -- …`: TypeScript runs as it is on the Node of development. */
await runScript(async () => {
  await setUp();
  const flags = ['--conditions=@deadwax/source', '--disable-warning=ExperimentalWarning'];
  return runChild(preferredNode(), [...flags, inRoot('bench/speed.ts'), ...process.argv.slice(2)], {
    cwd: ROOT,
  });
});
