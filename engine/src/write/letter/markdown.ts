import type { MixLetter, MixNote } from '../../diagnose/letter/letter.ts';
import type { AskedQuestion } from '../../diagnose/questions.ts';
import { sentenceCase } from '../../units/words.ts';
import { prose } from '../report/text.ts';

/** A letter as Markdown (CommonMark), with no foreign text that could become markup. */
export function letterMarkdown(letter: MixLetter): string {
  const blocks = [
    ...(letter.title === '' ? [] : [`# ${plain(letter.title)}`]),
    `**${sentenceCase(letter.verdict)}.** ${plain(letter.verdictReason)}`,
    plain(letter.opening),
    '## Notes',
    ...letter.notes.map(noteMarkdown),
    ...(letter.wouldGain.length === 0
      ? []
      : [
          '## What a new mix would gain',
          letter.wouldGain.map(sentence => `- ${plain(sentence)}`).join('\n'),
        ]),
    ...(letter.questions.length === 0 ? [] : ['## Questions', ...letter.questions.map(questionMarkdown)]),
    plain(letter.closing),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The numbers are written out, so that they stay what the pictures call them. */
function noteMarkdown({ number, title, when, text, proposal, inTheMix }: MixNote): string {
  const head = `**${number}. ${plain(title)}**${when === '' ? '' : ` · ${plain(when)}`}`;
  return [
    head,
    plain(text),
    ...(proposal === '' ? [] : [`*Here:* ${plain(proposal)}`]),
    ...(inTheMix === '' ? [] : [`*In the mix:* ${plain(inTheMix)}`]),
  ].join('  \n');
}

function questionMarkdown({ id, text, choices, outcome }: AskedQuestion): string {
  const answers = choices.map(({ answer, consequence }) => `- \`${answer}\`: ${plain(consequence)}`);
  return `**\`${id.replaceAll('`', '')}\`** ${plain(text)}\n\n${answers.join('\n')}\n\n*${plain(outcome)}*`;
}

/** Text that stays text: what Markdown would read as markup is escaped. */
function plain(text: string): string {
  return prose(text.replaceAll(/\s+/g, ' ')).replace(/[\\`*_[\]<>#|~&]/g, character => `\\${character}`);
}
