import { handleSignals } from './interrupt.ts';
import { startFirstWorker } from './powers/first-worker.ts';
import { tolerateClosedPipes } from './standard-output.ts';

/** Commands that work on audio. */
const WORKING = ['master', 'measure', 'assess', 'repair', 'recall', 'convert'];

const args = process.argv.slice(2);
tolerateClosedPipes();
handleSignals();
if (WORKING.includes(args[0] ?? '')) startFirstWorker();
const { runCommandLine } = await import('./command-line.ts');
process.exit(await runCommandLine(args));
