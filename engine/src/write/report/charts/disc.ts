import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { decimate, extentOf } from '../series.ts';
import { clamp } from '../svg.ts';
import { duration } from '../text.ts';

const GROOVE_COUNT = 56;
const OUTER = 114;
const INNER = 66;
const ETCHING = 53;
/** Loudness below the loudest groove at which a groove is as dark as the wax. */
const DEPTH_LU = 16;

/**
 * The programme as one side of a record: time runs inward, loud passages catch the light. In the dead wax stands what
 * identifies this master.
 */
export function drawDisc(input: ReportInput): Markup {
  const file = input.verdict.files[0];
  const facts = file?.facts ?? input.source;
  const etching = `DW ${input.engineVersion} · ${(file?.sha256 ?? '').slice(0, 8).toUpperCase()} · ${input.plan.genre.name.toUpperCase()}`;
  return html`<svg class="disc" viewBox="0 0 240 240" role="img" aria-labelledby="disc-t"><title id="disc-t">The programme as one side of a record: time runs inward, brighter grooves are louder.</title>
<circle class="wax" cx="120" cy="120" r="118"/>${grooves(facts.timeline.shortTermLufs)}
<path class="sheen" d="M120 120L86 7A118 118 0 0 1 128 2.3zM120 120L154 233A118 118 0 0 1 112 237.7z"/>
<circle class="runout" cx="120" cy="120" r="62"/><circle class="runout" cx="120" cy="120" r="47"/>
<path id="etch" fill="none" d="M120 ${120 + ETCHING}a${ETCHING} ${ETCHING} 0 1 1 .1 0"/><text class="etched"><textPath href="#etch" startOffset="50%" text-anchor="middle">${etching}</textPath></text>
<circle class="label" cx="120" cy="120" r="43"/><circle class="label-ring" cx="120" cy="120" r="39.5"/>
<text class="brand" x="120" y="104">DEADWAX</text><text class="side" x="120" y="146">${duration(facts.durationSeconds)}</text>
<circle class="hole" cx="120" cy="120" r="3.6"/></svg>`;
}

function grooves(shortTermLufs: readonly (number | null)[]): Markup[] {
  const stretches = decimate(shortTermLufs, GROOVE_COUNT);
  const loudest = extentOf(shortTermLufs)?.maximum ?? 0;
  const pitch = (OUTER - INNER) / Math.max(1, stretches.length);
  return stretches.map((extent, index) => {
    const middle = extent === null ? loudest - DEPTH_LU : (extent.minimum + extent.maximum) / 2;
    const brightness = clamp(1 - (loudest - middle) / DEPTH_LU);
    const radius = (OUTER - (index + 0.5) * pitch).toFixed(1);
    const opacity = (0.05 + 0.55 * brightness * brightness).toFixed(2);
    return html`<circle class="groove" cx="120" cy="120" r="${radius}" stroke-width="${(pitch * 0.55).toFixed(2)}" stroke-opacity="${opacity}"/>`;
  });
}
