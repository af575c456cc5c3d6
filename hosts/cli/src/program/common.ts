import type { Command } from 'commander';
import { parseThreads } from '../option-values.ts';

/** Options that every command takes. */
export function addCommon(command: Command): Command {
  return command
    .option('--json', 'one JSON document on standard output and nothing else there')
    .option('--quiet', 'no progress on standard error')
    .option('--threads <n>', 'threads to work with (default: what the machine has, at most 8)', parseThreads)
    .option('--scratch <dir>', 'where decoded audio is spilled (default: the folder for temporary files)');
}
