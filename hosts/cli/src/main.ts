import { handleSignals } from './interrupt.ts';
import { startFirstWorker } from './powers/first-worker.ts';
import { tolerateClosedPipes } from './standard-output.ts';

/** Commands that work on audio. */
const WORKING = ['master', 'measure', 'assess', 'repair', 'recall', 'convert', 'learn'];
/** What is still open so long after the end of the work, a pipe that nobody reads, is cut off. */
const LEAVE_MILLISECONDS = 5000;

const args = process.argv.slice(2);
tolerateClosedPipes();
handleSignals();
if (WORKING.includes(args[0] ?? '')) startFirstWorker();
const { runCommandLine } = await import('./command-line.ts');
// The end is left to Node. process.exit() waits for the compiler's threads, and one of them may wait for this thread to
// collect garbage (seen in Node 24.21: one run in twenty that ended early hung for ever).
process.exitCode = await runCommandLine(args);
setTimeout(() => process.exit(), LEAVE_MILLISECONDS).unref();
