import type { Command } from 'commander';
import { GENRE_NAMES, parseGenre } from '../option-values.ts';
import { addCommon } from './common.ts';

/** Commands that listen and talk: `assess` and `brief`. */

export function addAssess(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('assess')
    .argument('<file>', 'the mix: WAV, AIFF, FLAC, MP3, Ogg')
    .description('what an engineer hears in a mix, as a letter: praise, problems, questions')
    .option('--brief <file>', 'a brief whose answers are taken in')
    .option('--genre <name>', GENRE_NAMES.join(', '), parseGenre)
    .option('--profile <file>', 'a target that learn made of your own records, in place of a genre')
    .option('-o, --out <dir>', 'leave assessment.html, letter.md and findings.json there')
    .option('--markdown', 'the letter as Markdown')
    .option('-f, --force', 'replace files that are there already');
  addCommon(command).addHelpText(
    'after',
    `
Examples:
  deadwax assess mix.wav
  deadwax assess mix.wav --out letter
  deadwax assess mix.wav --brief brief.json --json | jq .verdict`,
  );
  command.action(async (file: string, options) => {
    const { assessCommand } = await import('../commands/assess.ts');
    finish(await assessCommand(file, options));
  });
}

export function addBrief(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('brief')
    .argument('[file]', 'the mix, so that it can raise its own questions')
    .description('the consultation: asks what is wanted, and writes a brief')
    .option('-o, --out <file>', 'where the brief goes (default: standard output)')
    .option('--brief <file>', 'a brief to start from')
    .option('-f, --force', 'replace a file that is there already');
  addCommon(command).addHelpText(
    'after',
    `
Where standard input is no terminal nobody is asked: defaults are taken, and listed.

Examples:
  deadwax brief --out brief.json
  deadwax brief mix.wav --out brief.json
  deadwax brief mix.wav --brief brief.json --out brief.json --force`,
  );
  command.action(async (file: string | undefined, options) => {
    const { briefCommand } = await import('../commands/brief.ts');
    finish(await briefCommand(file, options));
  });
}
