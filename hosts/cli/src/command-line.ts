import { MasteringError } from '@deadwax/engine/ports';
import { type Command, CommanderError } from 'commander';
import { COULD_NOT_RUN, failureDocument, reportFailure } from './failure.ts';
import { makeProgram } from './program.ts';
import { writeJson } from './standard-output.ts';
import { VERSION } from './version.ts';

/** Runs one command line to its end. @returns the exit status */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let status = 0;
  const program = makeProgram(VERSION, code => {
    status = code;
  });
  for (const command of [program, ...program.commands]) quieten(command);
  try {
    if (args.length === 0) {
      program.outputHelp();
      return COULD_NOT_RUN;
    }
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // help or version was asked for
    const failure = error instanceof CommanderError ? usageError(error) : error;
    reportFailure(failure);
    if (args.includes('--json')) await writeJson(failureDocument(failure));
    return COULD_NOT_RUN;
  }
}

/** Commander reports by exceptions alone, so that every error looks the same. */
function quieten(command: Command): void {
  command.exitOverride();
  command.configureOutput({ outputError: () => {} });
}

function usageError(error: CommanderError): MasteringError {
  const [sentence = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const hint = more.length > 0 ? ` ${more.join(' ')}` : '';
  return new MasteringError('option-invalid', `${sentence}.${hint} See deadwax --help.`);
}
