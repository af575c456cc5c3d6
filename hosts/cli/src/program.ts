import { MasteringError } from '@deadwax/engine/ports';
import { Command, Option } from 'commander';
import {
  ASPECT_NAMES,
  DITHER_NAMES,
  FORMAT_NAMES,
  GENRE_NAMES,
  parseAspects,
  parseCeiling,
  parseDeclipMode,
  parseDepth,
  parseDither,
  parseFormats,
  parseGenre,
  parseRate,
  parseRepairs,
  parseSeed,
  parseStrength,
  parseTarget,
  REPAIR_NAMES,
} from './option-values.ts';
import { addCommon } from './program/common.ts';
import { addAssess, addBrief } from './program/consulting.ts';
import { addLearn } from './program/learning.ts';

const EXIT_STATUS = `
Exit status:
  0  delivered and verified
  1  delivered or read, but the verdict has failures
  2  could not run: one line on standard error says why
  A signal ends it as the signal does (130, 143); nothing is left half written.`;

/**
 * The commands and their options; every value is checked here, before any file is opened.
 *
 * @param finish receives the exit status of the command that ran
 */
export function makeProgram(version: string, finish: (status: number) => void): Command {
  const program = new Command('deadwax')
    .description('Deadwax masters music: a real mix in, a verified master out.')
    .version(version, '--version', 'print the version')
    .helpCommand(false)
    .addHelpText(
      'after',
      `${EXIT_STATUS}

Examples:
  deadwax master song.wav
  deadwax master song.wav --target -14 --format wav24,flac16 --title "Song"
  deadwax measure *.wav
  deadwax assess mix.wav
  deadwax brief mix.wav --out brief.json
  deadwax recall masters/song/session.json`,
    );
  addMaster(program, finish);
  addMeasure(program, finish);
  addAssess(program, finish);
  addBrief(program, finish);
  addRepair(program, finish);
  addLearn(program, finish);
  addRecall(program, finish);
  addConvert(program, finish);
  program.on('command:*', ([name]: string[]) => {
    throw new MasteringError(
      'option-invalid',
      `there is no command "${name}". Commands: ${program.commands.map(command => command.name()).join(', ')}. See deadwax --help.`,
    );
  });
  return program;
}

function addMaster(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('master')
    .argument('<file>', 'the mix: WAV, AIFF, FLAC, MP3, Ogg')
    .description('listen, plan, render, verify; write masters, report.html and session.json')
    .option('-o, --out <dir>', 'where the files go (default: masters/<song>)')
    .option('--brief <file>', 'what is wanted, as JSON; options below go over it')
    .option('--target <lufs>', 'integrated loudness to land on, −70…0, or auto', parseTarget)
    .option('--ceiling <dbtp>', 'highest true peak, −20…0', parseCeiling)
    .option('--genre <name>', GENRE_NAMES.join(', '), parseGenre)
    .option('--profile <file>', 'a target that learn made of your own records, in place of a genre')
    .option('--reference <files...>', 'records to come near to, one or more; the mix stands before it')
    .option(
      '--aspects <list>',
      `what they are for, with commas: ${ASPECT_NAMES.join(', ')} (default: all)`,
      parseAspects,
    )
    .option('--format <list>', `files to write, with commas: ${FORMAT_NAMES.join(', ')}`, parseFormats)
    .option('--rate <hz>', 'sample rate of the files, or source', parseRate)
    .option('--dither <name>', DITHER_NAMES.join(', '), parseDither)
    .option('--seed <n>', 'where the dither noise starts', parseSeed)
    .option('--trim', 'cut long silence at head and tail')
    .option('-f, --force', 'replace files that are there already');
  addTags(command);
  addNotYet(command, '--for <destinations>');
  addCommon(command).addHelpText(
    'after',
    `
Examples:
  deadwax master song.wav
  deadwax master song.wav --target -11 --ceiling -1 --genre rock --out release
  deadwax master song.wav --reference record.flac
  deadwax master song.wav --reference a.wav --reference b.wav --aspects tone,width
  deadwax master song.flac --format wav24,wav16,flac24 --title "Song" --artist "Band"
  deadwax master song.wav --json --quiet > result.json`,
  );
  command.action(async (file: string, options) => {
    const { masterCommand } = await import('./commands/master.ts');
    finish(await masterCommand(file, options));
  });
}

function addMeasure(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('measure')
    .argument('<files...>', 'audio files')
    .description('loudness, peaks, dynamics, spectrum and stereo of files');
  addCommon(command).addHelpText(
    'after',
    `
Examples:
  deadwax measure song.wav
  deadwax measure album/*.flac
  deadwax measure song.wav --json | jq .integratedLufs`,
  );
  command.action(async (files: string[], options) => {
    const { measureCommand } = await import('./commands/measure.ts');
    finish(await measureCommand(files, options));
  });
}

function addRepair(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('repair')
    .argument('<file>', 'the mix: WAV, AIFF, FLAC, MP3, Ogg')
    .description('mend what is broken, and nothing else: same rate, same length')
    .requiredOption('-o, --out <file>', 'a name that ends in .wav, .aiff or .flac')
    .option('--only <list>', `repairs, with commas: ${REPAIR_NAMES.join(', ')}`, parseRepairs)
    .option('--strength <0…1>', 'how much of each repair (default: 1)', parseStrength)
    .option(
      '--mode <name>',
      'how clipping is mended: quality, or fast (a tenth of the time)',
      parseDeclipMode,
    )
    .option('--residual <file>', 'write what was removed there')
    .option('--depth <bits>', '16, 24 or 32f (default: 32f in WAV, else 24)', parseDepth)
    .option('--brief <file>', 'a brief whose answers bind the repairs')
    .option('-f, --force', 'replace files that are there already');
  addCommon(command).addHelpText(
    'after',
    `
Examples:
  deadwax repair mix.wav --out mended.wav
  deadwax repair mix.wav --out mended.wav --only declip,dehum --residual removed.wav`,
  );
  command.action(async (file: string, options) => {
    const { repairCommand } = await import('./commands/repair.ts');
    finish(await repairCommand(file, options));
  });
}

function addRecall(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('recall')
    .argument('<session>', 'a session.json')
    .description('render again from a session and prove the same samples')
    .option('-o, --out <dir>', 'write the files there; without it they are only compared')
    .option('--source <file>', 'the mix, where it is no longer where it was')
    .option('-f, --force', 'replace files that are there already');
  addCommon(command).addHelpText(
    'after',
    `
Examples:
  deadwax recall masters/song/session.json
  deadwax recall session.json --source mixes/song.wav --out again`,
  );
  command.action(async (session: string, options) => {
    const { recallCommand } = await import('./commands/recall.ts');
    finish(await recallCommand(session, options));
  });
}

function addConvert(program: Command, finish: (status: number) => void): void {
  const command = program
    .command('convert')
    .argument('<in>', 'an audio file')
    .argument('<out>', 'a name that ends in .wav, .aiff or .flac')
    .description('change rate, depth and container, and nothing else')
    .option('--rate <hz>', 'sample rate, or source', parseRate)
    .option('--depth <bits>', '16, 24 or 32f (default: 24)', parseDepth)
    .option('--dither <name>', DITHER_NAMES.join(', '), parseDither)
    .option('--seed <n>', 'where the dither noise starts', parseSeed)
    .option('-f, --force', 'replace a file that is there already');
  addCommon(command).addHelpText(
    'after',
    `
Examples:
  deadwax convert mix.aiff mix.flac
  deadwax convert master.wav cd.wav --rate 44100 --depth 16`,
  );
  command.action(async (from: string, to: string, options) => {
    const { convertCommand } = await import('./commands/convert.ts');
    finish(await convertCommand(from, to, options));
  });
}

const TAGS = [
  ['--title <text>', ''],
  ['--artist <text>', ''],
  ['--album <text>', ''],
  ['--album-artist <text>', ''],
  ['--track <n>', 'number on the album, as 3 or 3/12'],
  ['--date <date>', ''],
  ['--tag-genre <text>', 'genre as a tag; --genre chooses the target'],
  ['--composer <text>', ''],
  ['--comment <text>', ''],
  ['--copyright <text>', ''],
  ['--isrc <code>', ''],
] as const;

function addTags(command: Command): void {
  for (const [flags, help] of TAGS) {
    const name = /--(\S+)/.exec(flags)?.[1]?.replace('-', ' ') ?? '';
    command.option(flags, help === '' ? `tag: ${name}` : `tag: ${help}`);
  }
}

/** Names of the contract whose work is not built: refused in so many words, never silently ignored. */
function addNotYet(command: Command, flags: string): void {
  const refuse = () => {
    const name = flags.split(' ')[0];
    throw new MasteringError(
      'option-invalid',
      `${name} is not available yet. Leave it out; --target, --ceiling and --genre set the aim.`,
    );
  };
  command.addOption(new Option(flags).argParser(refuse).hideHelp());
}
