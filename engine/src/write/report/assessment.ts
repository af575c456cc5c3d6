import type { Facts } from '../../analyze/facts.ts';
import type { Evidence, Finding } from '../../diagnose/findings.ts';
import type { MixLetter, MixNote, MixVerdict } from '../../diagnose/letter/letter.ts';
import type { AskedQuestion } from '../../diagnose/questions.ts';
import { sentenceCase } from '../../units/words.ts';
import { drawFindings, type NumberedFinding } from './charts/findings.ts';
import { drawTone } from './charts/tone-found.ts';
import type { Assessment } from './input.ts';
import { html, type Markup } from './markup.ts';
import { section } from './shell.ts';
import { measured, percent, prose } from './text.ts';

/** How each verdict looks: as a check that passes, warns or fails. */
export const VERDICT_LOOKS: Readonly<Record<MixVerdict, string>> = {
  ready: 'pass',
  'ready with repairs': 'warn',
  'better fixed in the mix': 'fail',
};

const NOTE_SIGNS: Readonly<Record<MixNote['kind'], Markup>> = {
  praise: html`<path d="M7 2v10M2 7h10"/>`,
  problem: html`<path d="M7 2v6.4M7 11.4v.6"/>`,
  question: html`<path d="M4.4 4.6a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.3 1-1.3 1.9M7 11.6v.6"/>`,
};

const NOTE_WORDS: Readonly<Record<MixNote['kind'], string>> = {
  praise: 'Praise',
  problem: 'Problem',
  question: 'Question',
};

/**
 * The letter with its pictures, as parts of a page.
 * @param isWhole  with the picture of the tone, which the report of a master has elsewhere
 */
export function assessmentSections(
  assessment: Assessment,
  { source, isWhole }: { readonly source: Facts; readonly isWhole: boolean },
): Markup[] {
  const { letter, findings, overview, spectrogram, tonalAim } = assessment;
  const numbered = numberFindings(letter, findings);
  const tone = isWhole ? drawTone(numbered, source.spectrum, tonalAim) : null;
  return [
    section('letter', 'The letter', 'What was heard in the mix.', opening(letter)),
    section(
      'where',
      numbered.length === 0 ? 'How it runs' : 'Where it lies',
      numbered.length === 0 ? 'Level and spectrum.' : 'Each note by its number.',
      drawFindings(numbered, overview, spectrogram, source.durationSeconds),
    ),
    ...(tone === null ? [] : [section('held', 'How it sounds', `Held against ${tonalAim.label}.`, tone)]),
    section('notes', 'Notes', 'In the order in which to act.', notes(letter, findings)),
    ...(letter.questions.length === 0
      ? []
      : [section('questions', 'Questions', 'What the ear cannot decide.', questions(letter.questions))]),
    section('further', 'And now', 'What a new mix would gain.', closing(letter)),
  ];
}

function numberFindings(letter: MixLetter, findings: readonly Finding[]): NumberedFinding[] {
  return letter.notes.flatMap(({ number, findingId }) => {
    const finding = findings.find(({ id }) => id === findingId);
    return finding === undefined ? [] : [{ number, finding }];
  });
}

function opening({ verdict, verdictReason, opening: heard }: MixLetter): Markup {
  return html`<p class="verdict ${VERDICT_LOOKS[verdict]}"><b>${sentenceCase(verdict)}.</b> ${prose(verdictReason)}</p><p class="lead">${prose(heard)}</p>`;
}

function notes(letter: MixLetter, findings: readonly Finding[]): Markup {
  if (letter.notes.length === 0)
    return html`<p class="quiet">Nothing was found, good or bad, that a number bears out.</p>`;
  return html`<ol class="notes">${letter.notes.map(note => noteItem(note, findings.find(({ id }) => id === note.findingId) ?? null))}</ol>`;
}

function noteItem(note: MixNote, finding: Finding | null): Markup {
  const sign = html`<svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">${NOTE_SIGNS[note.kind]}</svg><span class="unseen">${NOTE_WORDS[note.kind]}</span>`;
  const when = note.when === '' ? null : html`<span class="when">${prose(note.when)}</span>`;
  const proposal =
    note.proposal === '' ? null : html`<div><dt>Here</dt><dd>${prose(note.proposal)}</dd></div>`;
  const inTheMix =
    note.inTheMix === '' ? null : html`<div><dt>In the mix</dt><dd>${prose(note.inTheMix)}</dd></div>`;
  const actions = proposal === null && inTheMix === null ? null : html`<dl>${proposal}${inTheMix}</dl>`;
  return html`<li class="note s-${note.severity ?? 'praise'}"><span class="number">${note.number}</span><div><h3>${sign}${prose(note.title)}${when}</h3><p>${prose(note.text)}</p>${finding === null ? null : evidence(finding)}${actions}</div></li>`;
}

function evidence({ evidence: measuredFacts, confidenceFraction }: Finding): Markup {
  const facts = measuredFacts.map(fact => html`<li>${evidenceOf(fact)}</li>`);
  return html`<ul class="evidence">${facts}<li>${percent(confidenceFraction)} sure</li></ul>`;
}

function evidenceOf({ fact, found, limit, unit }: Evidence): Markup {
  const against = limit === null ? null : html` against ${measured(limit, unit)}`;
  return html`${prose(fact)} <b>${measured(found, unit)}</b>${against}`;
}

function questions(asked: readonly AskedQuestion[]): Markup {
  return html`<ul class="asked">${asked.map(
    ({ id, text, choices, answer, safeDefault, outcome }) =>
      html`<li><h3>${prose(text)}</h3><dl>${choices.map(
        choice =>
          html`<div${choice.answer === (answer ?? safeDefault) ? html` class="taken"` : null}><dt>${choice.answer}</dt><dd>${prose(choice.consequence)}</dd></div>`,
      )}</dl><p class="quiet">${prose(outcome)}</p><p class="quiet">In the brief: <code>${JSON.stringify({ question: id, answer: 'intended' })}</code></p></li>`,
  )}</ul>`;
}

function closing({ wouldGain, closing: words }: MixLetter): Markup {
  const gains =
    wouldGain.length === 0
      ? html`<p>Nothing that was measured asks for a new mix.</p>`
      : html`<ul class="plain">${wouldGain.map(sentence => html`<li>${prose(sentence)}</li>`)}</ul>`;
  return html`${gains}<p class="lead closing">${prose(words)}</p>`;
}
