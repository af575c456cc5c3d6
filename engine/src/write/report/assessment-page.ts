import { assessmentSections, VERDICT_LOOKS } from './assessment.ts';
import type { AssessmentInput } from './input.ts';
import { foreign, html, type Markup } from './markup.ts';
import { mixFigures, originOf } from './masthead.ts';
import { renderPage } from './shell.ts';

/**
 * The page of an assessment: the letter to a musician with its pictures, one file that needs nothing beside itself.
 *
 * @returns a complete HTML document, UTF-8; every foreign text in it is escaped
 */
export function renderAssessment(input: AssessmentInput): string {
  const name = input.artist === '' ? input.title : `${input.title} · ${input.artist}`;
  const { assessment, source } = input;
  return renderPage(
    `${name} · Mix letter`,
    html`${head(input)}${mixFigures(source)}${assessmentSections(assessment, { source, isWhole: true })}${colophon(input)}`,
  );
}

function head(input: AssessmentInput): Markup {
  const { verdict } = input.assessment.letter;
  return html`<header class="masthead plainly ${VERDICT_LOOKS[verdict]}"><div class="names"><p class="house"><b>Deadwax</b> Mix letter</p>
<h1>${foreign(input.title)}</h1>${input.artist === '' ? null : html`<p class="artist">${foreign(input.artist)}</p>`}
<p class="origin">${foreign(input.sourceName)} <span>${originOf(input)}</span></p></div></header>`;
}

function colophon({ engineVersion, assessment, sourceName }: AssessmentInput): Markup {
  const answer =
    assessment.letter.questions.length > 0 ? ' Answers go into the brief:' : ' A brief says what is wanted:';
  return html`<footer class="room"><div class="margin"><h2>Answer</h2><p>It is your record.</p></div><div class="body"><p>The file was heard and measured, and nothing in it was touched.${answer}</p>
<pre><code>deadwax brief ${foreign(sourceName)} --out brief.json</code></pre>
<p class="quiet">Deadwax ${engineVersion} · Nothing on this page is claimed without a number behind it.</p></div></footer>`;
}
