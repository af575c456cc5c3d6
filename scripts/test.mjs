import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { installTestTools } from './install-test-tools.mjs';
import { runScript, setUp } from './setup.mjs';
import { inRoot, preferredNode, ROOT } from './steps/paths.mjs';
import { runChild } from './steps/run-child.mjs';

const RESULTS = inRoot('.setup/test-results.json');

await runScript(async () => {
  await setUp();
  if (process.env.CI === 'true') installTestTools();
  const status = await runTests(process.argv.slice(2));
  const { passed, failed, skipped } = countTests();
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  return status === 0 && failed === 0 && passed > 0 ? 0 : 1;
});

function runTests(args) {
  mkdirSync(inRoot('.setup'), { recursive: true });
  rmSync(RESULTS, { force: true });
  const vitest = inRoot('node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  return runChild(preferredNode(), [vitest, 'run', ...reporters, ...args], { cwd: ROOT });
}

/** A test file that could not even be loaded counts as one failed test. */
function countTests() {
  if (!existsSync(RESULTS)) return { passed: 0, failed: 1, skipped: 0 };
  const results = JSON.parse(readFileSync(RESULTS, 'utf8'));
  const notLoaded = results.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  );
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + notLoaded.length,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
