import type { Command } from 'commander';
import { parseProfileName } from '../option-values.ts';
import { addCommon } from './common.ts';

/** The command that makes a target of the user's own records. */
export function addLearn(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('learn')
    .argument('<files...>', 'records, or a folder with records; at least 10 s each')
    .description('a target from your own records, for master --profile')
    .requiredOption('--name <name>', 'what the target is called', parseProfileName)
    .option('-o, --out <file>', 'where it goes (default: <name>.profile.json)')
    .option('-f, --force', 'replace a file that is there already');
  addCommon(command).addHelpText(
    'after',
    `
Inside what the records have in common nothing is moved; the more records, the narrower that is.

Examples:
  deadwax learn records/ --name "My sound"
  deadwax learn a.flac b.flac c.flac --name band --out band.json
  deadwax master song.wav --profile band.json`,
  );
  command.action(async (files: string[], options) => {
    const { learnCommand } = await import('../commands/learn.ts');
    finish(await learnCommand(files, options));
  });
}
