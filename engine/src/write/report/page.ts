import { assessmentSections } from './assessment.ts';
import { drawLoudness } from './charts/loudness.ts';
import { drawReduction } from './charts/reduction.ts';
import { drawSpectrum } from './charts/spectrum.ts';
import { drawStereo } from './charts/stereo.ts';
import { drawWaveforms } from './charts/waveform.ts';
import { damage, delivered, outcomeSign } from './delivered.ts';
import { heard } from './heard.ts';
import type { ReportInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { masthead } from './masthead.ts';
import { renderPage, section } from './shell.ts';
import { leftAlone, steps } from './steps.ts';
import { prose } from './text.ts';
import { collectWarnings } from './verdict.ts';

/**
 * The report of a master: one page that needs nothing beside itself (no network, no script), the same text for the same input.
 *
 * @returns a complete HTML document, UTF-8; every foreign text in it is escaped
 * @cost O(timeline points), a few hundred kilobytes at most for any length
 */
export function renderReport(input: ReportInput): string {
  const name = input.artist === '' ? input.title : `${input.title} · ${input.artist}`;
  return renderPage(
    `${name} · Mastering report`,
    html`${masthead(input)}${sections(input)}${colophon(input)}`,
  );
}

function sections(input: ReportInput): Markup[] {
  const warnings = collectWarnings(input.plan, input.verdict);
  return [
    ...(warnings.length === 0
      ? []
      : [section('know', 'Worth knowing', 'First, what is not as asked.', warningList(warnings))]),
    ...(input.assessment === undefined
      ? []
      : assessmentSections(input.assessment, { source: input.source, isWhole: false })),
    section('heard', 'What was heard', 'The mix, before anything was touched.', heard(input)),
    section('waveform', 'Waveform', 'Before and after.', drawWaveforms(input)),
    section('loudness', 'Loudness', 'Over time, in LUFS.', drawLoudness(input)),
    section('reduction', 'Gain reduction', 'What the level cost, in dB.', drawReduction(input)),
    section('tone', 'Tone', 'Balance against the target band.', drawSpectrum(input)),
    section('stereo', 'Stereo', 'Width, phase and mono.', drawStereo(input)),
    section('plan', 'The plan', 'Every move, how much, and why.', steps(input)),
    section('left-alone', 'Left alone', 'Considered, and not done.', leftAlone(input)),
    section('damage', 'Cost', 'What changed that was not meant to.', damage(input)),
    section('delivered', 'Delivered', 'Measured again, from the files.', delivered(input)),
  ];
}

function warningList(warnings: ReturnType<typeof collectWarnings>): Markup {
  return html`<ul class="warnings">${warnings.map(({ outcome, sentence }) => html`<li>${outcomeSign(outcome)}<span>${prose(sentence)}</span></li>`)}</ul>`;
}

function colophon({ engineVersion, plan }: ReportInput): Markup {
  return html`<footer class="room"><div class="margin"><h2>Recall</h2><p>Bit for bit.</p></div><div class="body"><p>Beside the masters lies <code>session.json</code>: the brief, the plan as it was played, and the checksums. The same mix, the same plan and the same engine give the same samples on any machine:</p>
<pre><code>deadwax recall session.json</code></pre>
<p class="quiet">Deadwax ${engineVersion} · plan ${plan.version}, seed ${plan.seed} · Nothing on this page is claimed that was not measured on the delivered files. The dead wax is the ring between the last groove and the label, where the mastering engineer signs the record.</p></div></footer>`;
}
